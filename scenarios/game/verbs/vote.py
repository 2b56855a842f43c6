"""Vote on a text; one may change one's mind until the year is lived."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from scenarios.game.move import Facts, Move, own
from scenarios.game.refusal import Refused
from scenarios.game.state import Ballot, GameState


class Vote(Move):
    """Vote on a text; one may change one's mind until the year is lived."""

    BY: ClassVar = "seat"
    WHEN: ClassVar = ("negotiate", "commit")

    do: Literal["vote"] = "vote"
    proposal: int
    yes: bool
    reason: str = own("")

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse votes on texts that do not lie on the table, and of those who have no voice."""
        board = facts()
        found = state.proposals.get(self.proposal)
        if found is None or found.round != state.round:
            raise Refused(f"No text {self.proposal} lies on the table this round.")
        board.accord.must_speak(who, board.name(who))
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Count it."""
        state.ballots[self.proposal, who] = Ballot(
            proposal=self.proposal, who=who, yes=self.yes, reason=self.reason, by_ai=by_ai
        )
        return int(self.proposal)
