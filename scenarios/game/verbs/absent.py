"""Tell all that a seat is out of touch and when an AI will take it."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Figure, Move
from scenarios.game.state import GameState


class Absent(Move):
    """Tell all that a seat is out of touch and when an AI will take it."""

    BY: ClassVar = "clock"

    do: Literal["absent"] = "absent"
    seat: str
    until: Figure

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Start the countdown."""
        state.seats[self.seat].countdown = self.until
        return 0
