"""Note whether a recorded year would come to the same on the machine that the game goes on on."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import Compared, GameState

BY, WHEN, WORDS = "model", (), {"round": int, "machine": str, "apart": str, "text": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Keep it."""
    state.compared.append(Compared(**words))
    return len(state.compared)
