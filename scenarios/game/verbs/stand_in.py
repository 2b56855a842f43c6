"""Let an AI take the seat of somebody who did not come back."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState

BY, WHEN, WORDS = "clock", (), {"seat": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Let it stand in."""
    seat = state.seats[words["seat"]]
    seat.stand_in, seat.countdown = "absent", None
    return 0
