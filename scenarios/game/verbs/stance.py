"""Say where one stands to the accord: join, stay out, leave, or empty to stay as one is."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN, WORDS = "seat", ("brief", "negotiate", "commit"), {"stance": str}
MAY_WORDS: dict[str, type] = {}
STANCES = ("", "join", "stay out", "leave")


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse stances that a nation cannot take."""
    stance = words["stance"]
    if stance not in STANCES:
        raise Refused(f"A stance is join, stay out, leave or empty, got {stance!r}.")
    if board.regime != "accord":
        raise Refused("In this game there is no accord to join.")
    if stance == "join" and who not in board.accord.eligible:
        raise Refused(f"{board.name(who)} may not join {board.accord.name}.")
    if stance == "leave" and who not in board.accord.members:
        raise Refused(f"Only a member can leave; {board.name(who)} is none.")
    if stance == "stay out" and who in board.accord.members:
        raise Refused("You are a member; to go, give notice with 'leave'.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note it on the nation's paper."""
    state.paper(who).stance = words["stance"]
    return 0
