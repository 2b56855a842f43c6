"""Claim damages for a broken promise, with promised and delivered as evidence; or take the decision back."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN, WORDS = "seat", ("brief", "negotiate", "commit"), {"promise": str}
MAY_WORDS = {"claim": bool, "end": bool}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse claims about agreements of others, and an end to one that the other side has kept."""
    if "claim" not in words and "end" not in words:
        words = words | {"claim": True}
    if words["promise"] not in board.own_promises(who, with_owed=True):
        raise Refused(f"{words['promise']!r} is no agreement of yours.")
    if words.get("end") and not board.let_down(who, words["promise"]):
        raise Refused(f"{words['promise']} has been kept so far; only an agreement that was broken can be ended.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note it on the nation's paper."""
    paper = state.paper(who)
    for word, held in (("claim", paper.claims), ("end", paper.ends)):
        if word in words:
            held.add(words["promise"]) if words[word] else held.discard(words["promise"])
    return 0
