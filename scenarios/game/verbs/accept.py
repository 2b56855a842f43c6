"""Accept an offer; the two then stand by it and their parliaments decide."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.lane_names import lane_title
from scenarios.game.move import Facts, Move, own
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known
from scenarios.game.verbs.offer import one_plant_a_year


class Accept(Move):
    """Accept an offer; the two then stand by it and their parliaments decide."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["accept"] = "accept"
    offer: int
    reason: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse an offer that is closed, or not one's to end so."""
        found = known(state, self.offer)
        ended(found, "accepted", who)
        if any(other.lane == found.lane for other in state.struck(state.round)):
            title = lane_title(found.lane, lambda key: state.seats[key].name)
            raise Refused(f"The two have agreed on this already this round: {title}.")
        one_plant_a_year(state, found.lane)
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """End the offer."""
        found = state.offers[self.offer]
        state.offers[found.id] = ended(found, "accepted", who, self.reason)
        return found.id
