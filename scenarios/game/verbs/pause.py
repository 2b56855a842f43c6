"""Stop the clock; nobody is late while it stands."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Pause(Move):
    """Stop the clock; nobody is late while it stands."""

    BY: ClassVar = "host"

    do: Literal["pause"] = "pause"

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse where the clock stands already."""
        if state.paused or state.phase == "over":
            raise Refused("The game stands still already.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note what time was left."""
        state.paused = True
        state.left = None if state.deadline is None else max(state.deadline - at, 0.0)
        state.deadline = None
        return 0
