"""Write down what a lived year came to, so that it is the same on any machine."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Move, Words
from scenarios.game.state import GameState
from scenarios.records.year_end import YearEnd


class Lived(Move):
    """Write down what a lived year came to, so that it is the same on any machine."""

    BY: ClassVar = "model"

    do: Literal["lived"] = "lived"
    end: Words

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Keep it, if it is whole."""
        end = YearEnd.read(self.end)
        state.years[end.round] = end
        return end.round
