"""Free a seat, so that somebody else can take it by the code."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Release(Move):
    """Free a seat, so that somebody else can take it by the code."""

    BY: ClassVar = "host"

    do: Literal["release"] = "release"
    seat: str
    token: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse seats where nobody sits."""
        if self.seat not in state.seats or not state.seats[self.seat].human:
            raise Refused(f"Nobody sits at {self.seat!r}.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Empty the seat and change its secret, so that the old link opens it no more."""
        seat = state.seats[self.seat]
        seat.people, seat.token, seat.stand_in, seat.countdown, seat.ready = [], self.token, "", None, False
        return 0
