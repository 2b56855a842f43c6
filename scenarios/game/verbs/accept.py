"""Accept an offer; the two then stand by it and their parliaments decide."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.lane_names import lane_title
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known
from scenarios.game.verbs.offer import one_plant_a_year

BY, WHEN, WORDS = "seat", ("negotiate",), {"offer": int}
MAY_WORDS = {"reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse an offer that is closed, or not one's to end so."""
    found = known(state, words["offer"])
    ended(found, "accepted", who)
    if any(other.lane == found.lane for other in state.struck(state.round)):
        title = lane_title(found.lane, lambda key: state.seats[key].name)
        raise Refused(f"The two have agreed on this already this round: {title}.")
    one_plant_a_year(state, found.lane)
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """End the offer."""
    found = state.offers[words["offer"]]
    state.offers[found.id] = ended(found, "accepted", who, words.get("reason", ""))
    return found.id
