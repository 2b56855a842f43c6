"""Answer an offer with other terms."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.verbs import offer as first

BY, WHEN, WORDS = "seat", ("negotiate",), {"offer": int, "terms": dict}
MAY_WORDS = {"reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse to counter what is not open, not made to one, or the same terms."""
    found = known(state, words["offer"])
    ended(found, "countered", who)
    checked = first.check(state, board, who, {"lane": found.lane, "terms": words["terms"], "counters": found.id})
    if tuple(checked["terms"].items()) == found.terms:
        raise Refused(f"Those are the terms of offer {found.id}; accept it, or change something.")
    return words | {"terms": checked["terms"], "texts": checked["texts"]}


def known(state: GameState, number: int) -> Any:
    """Find an offer by its number."""
    if number not in state.offers:
        raise Refused(f"There is no offer {number}.")
    return state.offers[number]


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """End the old offer and open the new one."""
    found = state.offers[words["offer"]]
    state.offers[found.id] = ended(found, "countered", who, words.get("reason", ""))
    again = {"lane": found.lane, "terms": words["terms"], "texts": words.get("texts", {}), "counters": found.id}
    return first.do(state, who, again, at, by_ai)
