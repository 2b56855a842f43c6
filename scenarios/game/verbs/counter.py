"""Answer an offer with other terms."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, Words, own
from scenarios.game.offer import Offer as Made
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.verbs.offer import Offer


class Counter(Move):
    """Answer an offer with other terms."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["counter"] = "counter"
    offer: int
    terms: Words
    reason: str = own("")
    texts: Words = own({})

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse to counter what is not open, not made to one, or the same terms."""
        found = known(state, self.offer)
        ended(found, "countered", who)
        checked = Offer(lane=found.lane, terms=self.terms, counters=found.id).check(state, facts, who)
        if tuple(checked.terms.items()) == found.terms:
            raise Refused(f"Those are the terms of offer {found.id}; accept it, or change something.")
        return self.having(terms=checked.terms, texts=checked.texts)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """End the old offer and open the new one."""
        found = state.offers[self.offer]
        state.offers[found.id] = ended(found, "countered", who, self.reason)
        again = Offer(lane=found.lane, terms=self.terms, texts=self.texts, counters=found.id)
        return again.apply(state, who, at, by_ai)


def known(state: GameState, number: int) -> Made:
    """Find an offer by its number."""
    if number not in state.offers:
        raise Refused(f"There is no offer {number}.")
    return state.offers[number]
