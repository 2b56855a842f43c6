"""Come as an observer, without a seat."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState

BY, WHEN, WORDS = "join", (), {"person": str, "token": str}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is; the game knows whether it lets people watch."""
    return words | {"person": words["person"].strip()[:60] or f"Observer {len(state.watchers) + 1}"}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Let the person watch."""
    state.watchers[words["token"]] = words["person"]
    return len(state.watchers)
