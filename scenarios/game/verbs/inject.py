"""Let something happen: an export ban, an accident, a new plant, a surge of demand, or a leak to the press."""

from __future__ import annotations

from typing import Any

from scenarios.game import injects
from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState, Inject

BY, WHEN, WORDS = "host", ("brief", "negotiate", "commit", "report"), {"kind": str}
MAY_WORDS = dict(injects.WORDS)


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse kinds, targets and sizes that do not exist."""
    if words["kind"] not in injects.KINDS:
        raise Refused(f"An inject is one of {', '.join(injects.KINDS)}, got {words['kind']!r}.")
    return injects.KINDS[words["kind"]].check(state, board, words)


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Write it down; it strikes when the year is lived."""
    number = state.next_id()
    strikes = state.round + 1 if state.phase == "report" else state.round
    plain = tuple((name, value) for name, value in words.items() if name not in ("do", "kind", "news"))
    state.injects.append(Inject(id=number, kind=words["kind"], round=strikes, words=plain, news=words["news"]))
    if words["kind"] == "press leak":
        injects.leak(state, words["item"])
    return number
