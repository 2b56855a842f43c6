"""Say that one is done with this phase, or not yet."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Move
from scenarios.game.state import GameState


class Ready(Move):
    """Say that one is done with this phase, or not yet."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("lobby", "brief", "negotiate", "commit", "report")

    do: Literal["ready"] = "ready"
    ready: bool

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note it; it can be taken back until all are ready."""
        state.seats[who].ready = self.ready
        return 0
