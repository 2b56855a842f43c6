"""Note whether a recorded year would come to the same on the machine that the game goes on on."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Move
from scenarios.game.state import Compared as Known
from scenarios.game.state import GameState
from scenarios.records.year_end import Apart


class Compared(Move):
    """Note whether a recorded year would come to the same on the machine that the game goes on on."""

    BY: ClassVar = "model"

    do: Literal["compared"] = "compared"
    round: int
    machine: str
    apart: Apart | Literal[""]
    text: str

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Keep it."""
        state.compared.append(Known(round=self.round, machine=self.machine, apart=self.apart, text=self.text))
        return len(state.compared)
