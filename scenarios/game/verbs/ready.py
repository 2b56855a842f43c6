"""Say that one is done with this phase, or not yet."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState

BY, WHEN, WORDS = "seat", ("lobby", "brief", "negotiate", "commit", "report"), {"ready": bool}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note it; it can be taken back until all are ready."""
    state.seats[who].ready = words["ready"]
    return 0
