"""Put terms to another nation."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.lane_names import is_venture, sides
from scenarios.game.move import Facts, Move, Words, own
from scenarios.game.offer import Offer as Made
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

MOST_OPEN = 30
"""Offers of one seat that may wait for an answer at a time."""


class Offer(Move):
    """Put terms to another nation."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["offer"] = "offer"
    lane: str
    terms: Words
    reason: str = own("")
    counters: int = 0
    texts: Words = own({})

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse lanes of others, terms that are not on the table, and a lane on which one has agreed already."""
        board = facts()
        lane = board.lane(self.lane)
        if who not in (lane.seller, lane.buyer):
            raise Refused(f"{board.name(who)} is not on the lane {lane.title}; offers go to a partner of your own.")
        open_ones = state.open_offers()
        if any(offer.lane == lane.key for offer in state.struck(state.round)):
            raise Refused(f"You have agreed on {lane.title} this round already; the next round opens it again.")
        if any(offer.lane == lane.key and offer.maker == who and offer.id != self.counters for offer in open_ones):
            raise Refused(f"An offer of yours on {lane.title} is open already; withdraw it first.")
        one_plant_a_year(state, lane.key)
        if sum(offer.maker == who for offer in open_ones) >= MOST_OPEN:
            raise Refused(f"You have {MOST_OPEN} open offers; withdraw one before you make another.")
        terms = board.terms(lane.key, self.terms)
        return self.having(terms=terms, texts=board.texts(lane.key, terms))

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Put the offer on the table."""
        seller, rest = self.lane.split(">")
        buyer = rest.split(":")[0]
        number = state.next_id()
        state.offers[number] = Made(
            id=number,
            lane=self.lane,
            maker=who,
            other=buyer if who == seller else seller,
            terms=tuple(self.terms.items()),
            texts=tuple(self.texts.items()),
            round=state.round,
            counters=self.counters,
            said=self.reason,
            by_ai=by_ai,
        )
        return number


def one_plant_a_year(state: GameState, lane: str) -> None:
    """Refuse a second joint venture of a nation in one round: it can watch over one at a time."""
    if not is_venture(lane):
        return
    busy = state.with_plant() & set(sides(lane)[:2])
    if busy:
        names = " and ".join(sorted(state.seats[key].name for key in busy))
        raise Refused(f"{names} agreed on a joint venture this round already; a nation enters one a year.")
