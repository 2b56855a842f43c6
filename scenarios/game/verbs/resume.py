"""Let the clock run on."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Resume(Move):
    """Let the clock run on."""

    BY: ClassVar = "host"

    do: Literal["resume"] = "resume"

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse where it runs."""
        if not state.paused:
            raise Refused("The game is not paused.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Give back the time that was left."""
        state.paused = False
        state.deadline = None if state.left is None else at + state.left
        state.left = None
        return 0
