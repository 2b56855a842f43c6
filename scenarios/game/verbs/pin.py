"""Keep a note for the debrief."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.state import Pin as Note


class Pin(Move):
    """Keep a note for the debrief."""

    BY: ClassVar = "host"

    do: Literal["pin"] = "pin"
    text: str

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse empty and overlong notes."""
        text = self.text.strip()
        if not 0 < len(text) <= 600:
            raise Refused(f"A note has 1 to 600 characters, yours has {len(text)}.")
        return self.having(text=text)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Pin it to the moment."""
        state.pins.append(Note(round=state.round, phase=state.phase, text=self.text, at=at))
        return len(state.pins)
