"""Free all seats of a fork, give them the links of the new game, and let its clock begin now."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState

BY, WHEN, WORDS = "clock", (), {"tokens": dict, "at": float}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Empty the seats and pause, so that the facilitator can seat people."""
    for key, seat in state.seats.items():
        seat.people, seat.token, seat.ready, seat.stand_in, seat.countdown = [], words["tokens"][key], False, "", None
    left = None if state.deadline is None else max(state.deadline - state.since, 0.0)
    state.paused, state.left, state.deadline = True, left, None
    state.watchers.clear()
    return 0
