"""Put an amended text of the accord to the vote."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import Ballot, GameState, Proposal

BY, WHEN, WORDS = "seat", ("negotiate",), {"text": dict}
MAY_WORDS: dict[str, type] = {}
MOST = 3
"""Texts that one seat may propose in a round."""


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse texts with unknown articles or levels, doubles, and proposals of those who have no voice."""
    if who != "mediator":
        board.accord.must_speak(who, board.name(who))
    text = board.accord.terms(words["text"])
    mine = [one for one in state.proposals.values() if one.round == state.round]
    if any(dict(one.terms) == text for one in mine):
        raise Refused("That text is on the table already; vote for it.")
    if sum(one.maker == who for one in mine) >= MOST:
        raise Refused(f"You have proposed {MOST} texts this round; that is the most.")
    return words | {"text": text}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Put it on the table; its maker is for it."""
    number = state.next_id()
    state.proposals[number] = Proposal(id=number, maker=who, terms=tuple(words["text"].items()), round=state.round)
    if who in state.seats:
        state.ballots[number, who] = Ballot(proposal=number, who=who, yes=True, by_ai=by_ai)
    return number
