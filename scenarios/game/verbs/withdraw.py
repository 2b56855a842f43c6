"""Take an offer of one's own back before it is answered."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.offer import ended
from scenarios.game.state import GameState
from scenarios.game.verbs.counter import known

BY, WHEN, WORDS = "seat", ("negotiate",), {"offer": int}
MAY_WORDS = {"reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse an offer that is closed, or not one's to end so."""
    found = known(state, words["offer"])
    ended(found, "withdrawn", who)
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """End the offer."""
    found = state.offers[words["offer"]]
    state.offers[found.id] = ended(found, "withdrawn", who, words.get("reason", ""))
    return found.id
