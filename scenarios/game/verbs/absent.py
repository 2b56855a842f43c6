"""Tell all that a seat is out of touch and when an AI will take it."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState

BY, WHEN, WORDS = "clock", (), {"seat": str, "until": float}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Start the countdown."""
    state.seats[words["seat"]].countdown = words["until"]
    return 0
