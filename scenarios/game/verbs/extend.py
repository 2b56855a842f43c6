"""Give a phase more time, two minutes unless said otherwise."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Figure, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Extend(Move):
    """Give a phase more time, two minutes unless said otherwise."""

    BY: ClassVar = "host"
    WHEN: ClassVar = ("brief", "negotiate", "commit", "report")

    do: Literal["extend"] = "extend"
    seconds: Figure = 120.0

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse where no clock runs, and times beyond an hour."""
        seconds = self.seconds
        if not 0 < seconds <= 3600:
            raise Refused(f"More time is above 0 and at most 3600 seconds, got {seconds:g}.")
        if state.deadline is None and state.left is None:
            raise Refused("No clock runs in this phase; it ends when all are ready.")
        return self.having(seconds=seconds)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Move the deadline."""
        if state.left is not None:
            state.left += self.seconds
        if state.deadline is not None:
            state.deadline += self.seconds
        return 0
