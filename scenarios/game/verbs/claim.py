"""Claim damages for a broken promise, with promised and delivered as evidence; or take the decision back."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Claim(Move):
    """Claim damages for a broken promise, with promised and delivered as evidence; or take the decision back."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("brief", "negotiate", "commit")

    do: Literal["claim"] = "claim"
    promise: str
    claim: bool = False
    end: bool = False

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse claims about agreements of others, and an end to one that the other side has kept."""
        board = facts()
        if self.promise not in board.own_promises(who, with_owed=True):
            raise Refused(f"{self.promise!r} is no agreement of yours.")
        if self.end and not board.let_down(who, self.promise):
            raise Refused(f"{self.promise} has been kept so far; only an agreement that was broken can be ended.")
        return self if self.says("claim") or self.says("end") else self.having(claim=True)

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note it on the nation's paper."""
        paper = state.paper(who)
        for word, wanted, held in (("claim", self.claim, paper.claims), ("end", self.end, paper.ends)):
            if self.says(word):
                held.add(self.promise) if wanted else held.discard(self.promise)
        return 0
