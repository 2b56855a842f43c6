"""Let the clock run on."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN = "host", ()
WORDS: dict[str, type] = {}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse where it runs."""
    if not state.paused:
        raise Refused("The game is not paused.")
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Give back the time that was left."""
    state.paused = False
    state.deadline = None if state.left is None else at + state.left
    state.left = None
    return 0
