"""Decide on a case: hold out for a ruling, settle for a sum, drop it, pay, refuse to pay, or take a wall down."""

from __future__ import annotations

from typing import Any

from agents.players.orders import ACTS
from scenarios.game.board import Board
from scenarios.game.refusal import Refused
from scenarios.game.state import GameState

BY, WHEN, WORDS = "seat", ("brief", "negotiate", "commit"), {"case": str, "act": str}
MAY_WORDS = {"sum": float, "reason": str}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse acts that a side of a case cannot do."""
    case = board.case(words["case"], who)
    claims = case.claimant == who
    if words["act"] not in ACTS:
        raise Refused(f"About a case one can {', '.join(ACTS)}, got {words['act']!r}.")
    if claims and words["act"] in ("pay", "refuse", "give way"):
        raise Refused(f"You claim in {case.id}; it is for the other side to pay.")
    if words["act"] == "give way" and not case.wall:
        raise Refused(f"{case.id} is about no wall that could be taken down.")
    if not claims and words["act"] == "drop":
        raise Refused(f"You answer the claim {case.id}; only the claimant can drop it.")
    total = words.get("sum")
    if total is not None and not 0 < total <= case.stake:
        raise Refused(f"A settlement lies above 0 and at most at the {case.stake:,.1f} USD m claimed, got {total:g}.")
    if total is not None and words["act"] != "settle":
        raise Refused("A sum goes with the act 'settle' only.")
    others = [paper.sums.get(case.id) for key, paper in state.papers.get(state.round, {}).items() if key != who]
    return words | {"claims": claims, "other": next((s for s in others if s is not None), None)}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Note it on the nation's paper; two sums that meet close the case at the middle."""
    paper, case = state.paper(who), words["case"]
    paper.disputes[case] = words["act"]
    paper.sums.pop(case, None)
    state.settled.setdefault(state.round, {}).pop(case, None)
    if words.get("sum") is not None:
        paper.sums[case] = words["sum"]
        other = words.get("other")
        low, high = (words["sum"], other) if words["claims"] else (other, words["sum"])
        if low is not None and high is not None and low <= high:
            state.settled[state.round][case] = (low + high) / 2
    return 0
