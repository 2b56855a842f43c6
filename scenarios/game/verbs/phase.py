"""Go on to the next phase: because all are ready, time is up, or the facilitator says so."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field

from scenarios.game.move import Facts, Figure, Move
from scenarios.game.offer import ended
from scenarios.game.refusal import Refused
from scenarios.game.state import NEXT, GameState
from scenarios.game.state import Phase as Opened


class Phase(Move):
    """Go on to the next phase: because all are ready, time is up, or the facilitator says so."""

    BY: ClassVar = "clock"

    do: Literal["phase"] = "phase"
    to: Opened
    why: str = ""
    seconds: Figure = 0.0
    tabled: int = 0
    played: list[str] = Field(default=[])
    pause: bool = False

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse a phase that does not follow."""
        follows = after(state)
        if self.to not in (follows, "resolve") or state.phase == "over":
            raise Refused(f"After {state.phase} comes {follows}, not {self.to}.")
        return self

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Close what ends with the phase and open the next."""
        if self.to in ("commit", "resolve"):
            _expire(state)
        if self.to == "brief":
            state.round += 1
        if self.to == "resolve":
            state.played[state.round] = tuple(self.played)
            if self.tabled:
                state.tabled[state.round] = self.tabled
        state.phase, state.since = self.to, at
        seconds = self.seconds or 0.0
        state.deadline, state.left = (at + seconds if seconds > 0 else None), None
        state.paused = bool(self.pause)
        if state.paused:
            state.left, state.deadline = (seconds or None), None
        for seat in state.seats.values():
            seat.ready = False
        return state.round


def after(state: GameState) -> Opened:
    """Name the phase that follows."""
    if state.phase == "report":
        return "over" if state.round >= state.rounds else "brief"
    return NEXT.get(state.phase, "over")


def _expire(state: GameState) -> None:
    for offer in state.open_offers():
        state.offers[offer.id] = ended(offer, "expired", "clock", "not answered before the phase ended")
