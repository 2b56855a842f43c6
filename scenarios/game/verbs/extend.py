"""Give a phase more time, two minutes unless said otherwise."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN = "host", ("brief", "negotiate", "commit", "report")
WORDS: dict[str, type] = {}
MAY_WORDS = {"seconds": float}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse where no clock runs, and times beyond an hour."""
    seconds = words.get("seconds", 120.0)
    if not 0 < seconds <= 3600:
        raise Refused(f"More time is above 0 and at most 3600 seconds, got {seconds:g}.")
    if state.deadline is None and state.left is None:
        raise Refused("No clock runs in this phase; it ends when all are ready.")
    return words | {"seconds": float(seconds)}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Move the deadline."""
    if state.left is not None:
        state.left += words["seconds"]
    if state.deadline is not None:
        state.deadline += words["seconds"]
    return 0
