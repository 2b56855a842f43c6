"""Let an AI play a seat for now."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Hand(Move):
    """Let an AI play a seat for now."""

    BY: ClassVar = "host"

    do: Literal["hand"] = "hand"
    seat: str

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse seats where nobody sits."""
        if self.seat not in state.seats or not state.seats[self.seat].human:
            raise Refused(f"Nobody sits at {self.seat!r}; an AI plays it already.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Let it stand in until the people take the seat back."""
        seat = state.seats[self.seat]
        seat.stand_in, seat.countdown = "handed", None
        return 0
