"""Let an AI play a seat for now."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN, WORDS = "host", (), {"seat": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse seats where nobody sits."""
    if words["seat"] not in state.seats or not state.seats[words["seat"]].human:
        raise Refused(f"Nobody sits at {words['seat']!r}; an AI plays it already.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Let it stand in until the people take the seat back."""
    seat = state.seats[words["seat"]]
    seat.stand_in, seat.countdown = "handed", None
    return 0
