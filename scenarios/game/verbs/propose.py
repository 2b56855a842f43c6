"""Put an amended text of the accord to the vote."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, Words
from scenarios.game.refusal import Refused
from scenarios.game.state import Ballot, GameState, Proposal

MOST = 3
"""Texts that one seat may propose in a round."""


class Propose(Move):
    """Put an amended text of the accord to the vote."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate",)

    do: Literal["propose"] = "propose"
    text: Words

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse texts with unknown articles or levels, doubles, and proposals of those who have no voice."""
        board = facts()
        if who != "mediator":
            board.accord.must_speak(who, board.name(who))
        text = board.accord.terms(self.text)
        mine = [one for one in state.proposals.values() if one.round == state.round]
        if any(dict(one.terms) == text for one in mine):
            raise Refused("That text is on the table already; vote for it.")
        if sum(one.maker == who for one in mine) >= MOST:
            raise Refused(f"You have proposed {MOST} texts this round; that is the most.")
        return self.having(text=text)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Put it on the table; its maker is for it."""
        number = state.next_id()
        state.proposals[number] = Proposal(id=number, maker=who, terms=tuple(self.text.items()), round=state.round)
        if who in state.seats:
            state.ballots[number, who] = Ballot(proposal=number, who=who, yes=True, by_ai=by_ai)
        return number
