"""Free a seat, so that somebody else can take it by the code."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN, WORDS = "host", (), {"seat": str, "token": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse seats where nobody sits."""
    if words["seat"] not in state.seats or not state.seats[words["seat"]].human:
        raise Refused(f"Nobody sits at {words['seat']!r}.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Empty the seat and change its secret, so that the old link opens it no more."""
    seat = state.seats[words["seat"]]
    seat.people, seat.token, seat.stand_in, seat.countdown, seat.ready = [], words["token"], "", None, False
    return 0
