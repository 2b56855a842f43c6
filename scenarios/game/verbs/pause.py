"""Stop the clock; nobody is late while it stands."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN = "host", ()
WORDS: dict[str, type] = {}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse where the clock stands already."""
    if state.paused or state.phase == "over":
        raise Refused("The game stands still already.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note what time was left."""
    state.paused = True
    state.left = None if state.deadline is None else max(state.deadline - at, 0.0)
    state.deadline = None
    return 0
