"""Ask a partner what it would need; an AI nation answers in figures."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState, Words
from scenarios.game.verbs.counter import known


class Ask(Move):
    """Ask a partner what it would need; an AI nation answers in figures."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["ask"] = "ask"
    offer: int = 0
    lane: str = ""
    to: str = own("")
    text: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse questions about nothing, or about what is between others."""
        board = facts()
        if (self.says("offer")) == (self.says("lane")):
            raise Refused("Ask about an offer or about a lane: name one of the two.")
        lane = board.lane(known(state, self.offer).lane if self.says("offer") else self.lane)
        if who not in (lane.seller, lane.buyer):
            raise Refused(f"{lane.title} is between others; ask about a lane of your own.")
        other = lane.buyer if who == lane.seller else lane.seller
        return self.having(lane=lane.key, to=other, text=f"What would you need? ({lane.title})")

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Send the question."""
        number = state.next_id()
        state.words.append(
            Words(
                id=number,
                maker=who,
                to=self.to,
                text=self.text,
                round=state.round,
                at=at,
                about=self.offer,
                lane=self.lane,
                by_ai=by_ai,
            )
        )
        return number
