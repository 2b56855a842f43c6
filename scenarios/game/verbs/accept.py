"""Accept an offer; the two then stand by it and their parliaments decide."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known

BY, WHEN, WORDS = "seat", ("negotiate",), {"offer": int}
MAY_WORDS = {"reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse an offer that is closed, or not one's to end so."""
    found = known(state, words["offer"])
    ended(found, "accepted", who)
    if any(other.lane == found.lane for other in state.struck(state.round)):
        raise Refused(f"The two have agreed on {found.lane.split(':')[1]} this round already.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """End the offer."""
    found = state.offers[words["offer"]]
    state.offers[found.id] = ended(found, "accepted", who, words.get("reason", ""))
    return found.id
