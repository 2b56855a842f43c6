"""Decide whether a promise is kept or broken this year, wherever it could be kept."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState

BY, WHEN, WORDS = "seat", ("brief", "negotiate", "commit"), {"promise": str, "keep": bool}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse promises that are not one's own."""
    mine = board.own_promises(who)
    if words["promise"] not in mine:
        has = f"yours are {', '.join(mine)}" if mine else "you have none this year"
        raise Refused(f"You have made no promise {words['promise']!r}; {has}.{near(words['promise'], mine)}")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note it on the nation's paper."""
    broken = state.paper(who).breaks
    broken.discard(words["promise"]) if words["keep"] else broken.add(words["promise"])
    return 0
