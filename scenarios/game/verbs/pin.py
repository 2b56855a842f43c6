"""Keep a note for the debrief."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState, Pin

BY, WHEN, WORDS = "host", (), {"text": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse empty and overlong notes."""
    text = words["text"].strip()
    if not 0 < len(text) <= 600:
        raise Refused(f"A note has 1 to 600 characters, yours has {len(text)}.")
    return words | {"text": text}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Pin it to the moment."""
    state.pins.append(Pin(round=state.round, phase=state.phase, text=words["text"], at=at))
    return len(state.pins)
