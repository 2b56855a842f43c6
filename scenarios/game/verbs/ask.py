"""Ask a partner what it would need; an AI nation answers in figures."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState, Words
from scenarios.game.verbs.counter import known

BY, WHEN = "seat", ("negotiate",)
WORDS: dict[str, type] = {}
MAY_WORDS = {"offer": int, "lane": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse questions about nothing, or about what is between others."""
    if ("offer" in words) == ("lane" in words):
        raise Refused("Ask about an offer or about a lane: name one of the two.")
    lane = board.lane(known(state, words["offer"]).lane if "offer" in words else words["lane"])
    if who not in (lane.seller, lane.buyer):
        raise Refused(f"{lane.title} is between others; ask about a lane of your own.")
    other = lane.buyer if who == lane.seller else lane.seller
    return words | {"lane": lane.key, "to": other, "text": f"What would you need? ({lane.title})"}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Send the question."""
    number = state.next_id()
    state.words.append(
        Words(
            id=number,
            maker=who,
            to=words["to"],
            text=words["text"],
            round=state.round,
            at=at,
            about=words.get("offer", 0),
            lane=words["lane"],
            by_ai=by_ai,
        )
    )
    return number
