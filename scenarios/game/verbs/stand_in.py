"""Let an AI take the seat of somebody who did not come back."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Move
from scenarios.game.state import GameState


class StandIn(Move):
    """Let an AI take the seat of somebody who did not come back."""

    BY: ClassVar = "clock"

    do: Literal["stand_in"] = "stand_in"
    seat: str

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Let it stand in."""
        seat = state.seats[self.seat]
        seat.stand_in, seat.countdown = "absent", None
        return 0
