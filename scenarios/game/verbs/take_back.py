"""Take the seat back from the AI that stands in."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class TakeBack(Move):
    """Take the seat back from the AI that stands in."""

    BY: ClassVar = "seat or host or clock"

    do: Literal["take_back"] = "take_back"
    seat: str = ""

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse where nobody stands in and no countdown runs."""
        if self.says("seat") and who not in ("clock", "host"):
            raise Refused("You can take back your own seat only.")
        if (self.seat or who) not in state.seats:
            raise Refused("Say which seat to give back.")
        seat = state.seats[self.seat or who]
        if not seat.stand_in and seat.countdown is None:
            raise Refused("You play this seat already.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Let people play again."""
        seat = state.seats[self.seat or who]
        seat.stand_in, seat.countdown = "", None
        return 0
