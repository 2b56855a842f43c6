"""Write down what a lived year came to, so that it is the same on any machine."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.state import GameState
from scenarios.records.year_end import YearEnd

BY, WHEN, WORDS = "model", (), {"end": dict}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Take it as it is."""
    return words


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Keep it, if it is whole."""
    end = YearEnd.read(words["end"])
    state.years[end.round] = end
    return end.round
