"""Decide whether a promise is kept or broken this year, wherever it could be kept."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState


class Keep(Move):
    """Decide whether a promise is kept or broken this year, wherever it could be kept."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("brief", "negotiate", "commit")

    do: Literal["keep"] = "keep"
    promise: str
    keep: bool

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse promises that are not one's own."""
        board = facts()
        mine = board.own_promises(who)
        if self.promise not in mine:
            has = f"yours are {', '.join(mine)}" if mine else "you have none this year"
            raise Refused(f"You have made no promise {self.promise!r}; {has}.{near(self.promise, mine)}")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note it on the nation's paper."""
        broken = state.paper(who).breaks
        broken.discard(self.promise) if self.keep else broken.add(self.promise)
        return 0
