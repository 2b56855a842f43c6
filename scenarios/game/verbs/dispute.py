"""Decide on a case: hold out for a ruling, settle for a sum, drop it, pay, refuse to pay, or take a wall down."""

from __future__ import annotations

from typing import ClassVar, Literal, Self, cast

from agents.players.orders import ACTS, Act
from scenarios.game.move import Facts, Figure, Move, own
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState


class Dispute(Move):
    """Decide on a case: hold out for a ruling, settle for a sum, drop it, pay, refuse to pay, or take a wall down."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("brief", "negotiate", "commit")

    do: Literal["dispute"] = "dispute"
    case: str
    act: str
    sum: Figure = 0.0
    reason: str = own("")
    claims: bool = own(False)
    other: float | None = own(None)

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse acts that a side of a case cannot do."""
        board = facts()
        case = board.case(self.case, who)
        claims = case.claimant == who
        if self.act not in ACTS:
            raise Refused(f"About a case one can {', '.join(ACTS)}, got {self.act!r}.")
        if claims and self.act in ("pay", "refuse", "give way"):
            raise Refused(f"You claim in {case.id}; it is for the other side to pay.")
        if self.act == "give way" and not case.wall:
            raise Refused(f"{case.id} is about no wall that could be taken down.")
        if not claims and self.act == "drop":
            raise Refused(f"You answer the claim {case.id}; only the claimant can drop it.")
        total = self.sum if self.says("sum") else None
        if total is not None and not 0 < total <= case.stake:
            raise Refused(
                f"A settlement lies above 0 and at most at the {case.stake:,.1f} USD m claimed, got {total:g}."
            )
        if total is not None and self.act != "settle":
            raise Refused("A sum goes with the act 'settle' only.")
        others = [paper.sums.get(case.id) for key, paper in state.papers.get(state.round, {}).items() if key != who]
        return self.having(claims=claims, other=next((s for s in others if s is not None), None))

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Note it on the nation's paper; two sums that meet close the case at the middle."""
        paper, case = state.paper(who), self.case
        paper.disputes[case] = cast("Act", self.act)
        paper.sums.pop(case, None)
        state.settled.setdefault(state.round, {}).pop(case, None)
        if self.says("sum"):
            paper.sums[case] = self.sum
            other = self.other
            low, high = (self.sum, other) if self.claims else (other, self.sum)
            if low is not None and high is not None and low <= high:
                state.settled[state.round][case] = (low + high) / 2
        return 0
