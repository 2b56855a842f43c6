"""Go on to the next phase: because all are ready, time is up, or the facilitator says so."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import NEXT, GameState

BY, WHEN, WORDS = "clock", (), {"to": str}
MAY_WORDS = {"why": str, "seconds": float, "tabled": int, "played": list, "pause": bool}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse a phase that does not follow."""
    follows = after(state)
    if words["to"] not in (follows, "resolve") or state.phase == "over":
        raise Refused(f"After {state.phase} comes {follows}, not {words['to']}.")
    return words


def after(state: GameState) -> str:
    """Name the phase that follows."""
    if state.phase == "report":
        return "over" if state.round >= state.rounds else "brief"
    return NEXT.get(state.phase, "over")


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Close what ends with the phase and open the next."""
    if words["to"] in ("commit", "resolve"):
        _expire(state)
    if words["to"] == "brief":
        state.round += 1
    if words["to"] == "resolve":
        state.played[state.round] = tuple(words.get("played", ()))
        if words.get("tabled"):
            state.tabled[state.round] = words["tabled"]
    state.phase, state.since = words["to"], at
    seconds = words.get("seconds") or 0.0
    state.deadline, state.left = (at + seconds if seconds > 0 else None), None
    state.paused = bool(words.get("pause"))
    if state.paused:
        state.left, state.deadline = (seconds or None), None
    for seat in state.seats.values():
        seat.ready = False
    return state.round


def _expire(state: GameState) -> None:
    for offer in state.open_offers():
        state.offers[offer.id] = ended(offer, "expired", "clock", "not answered before the phase ended")
