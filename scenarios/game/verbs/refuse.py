"""Turn an offer down."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.offer import ended
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known


class Refuse(Move):
    """Turn an offer down."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["refuse"] = "refuse"
    offer: int
    reason: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse an offer that is closed, or not one's to end so."""
        found = known(state, self.offer)
        ended(found, "refused", who)
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """End the offer."""
        found = state.offers[self.offer]
        state.offers[found.id] = ended(found, "refused", who, self.reason)
        return found.id
