"""Vote on a text; one may change one's mind until the year is lived."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import Ballot, GameState

BY, WHEN, WORDS = "seat", ("negotiate", "commit"), {"proposal": int, "yes": bool}
MAY_WORDS = {"reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse votes on texts that do not lie on the table, and of those who have no voice."""
    found = state.proposals.get(words["proposal"])
    if found is None or found.round != state.round:
        raise Refused(f"No text {words['proposal']} lies on the table this round.")
    board.accord.must_speak(who, board.name(who))
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Count it."""
    state.ballots[words["proposal"], who] = Ballot(
        proposal=words["proposal"], who=who, yes=words["yes"], reason=words.get("reason", ""), by_ai=by_ai
    )
    return int(words["proposal"])
