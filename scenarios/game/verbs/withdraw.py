"""Take an offer of one's own back before it is answered."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.offer import ended
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known


class Withdraw(Move):
    """Take an offer of one's own back before it is answered."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["withdraw"] = "withdraw"
    offer: int
    reason: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse an offer that is closed, or not one's to end so."""
        found = known(state, self.offer)
        ended(found, "withdrawn", who)
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """End the offer."""
        found = state.offers[self.offer]
        state.offers[found.id] = ended(found, "withdrawn", who, self.reason)
        return found.id
