"""Take the seat back from the AI that stands in."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN = "seat or host or clock", ()
WORDS: dict[str, type] = {}
MAY_WORDS = {"seat": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse where nobody stands in and no countdown runs."""
    if "seat" in words and who not in ("clock", "host"):
        raise Refused("You can take back your own seat only.")
    if words.get("seat", who) not in state.seats:
        raise Refused("Say which seat to give back.")
    seat = state.seats[words.get("seat", who)]
    if not seat.stand_in and seat.countdown is None:
        raise Refused("You play this seat already.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Let people play again."""
    seat = state.seats[words.get("seat", who)]
    seat.stand_in, seat.countdown = "", None
    return 0
