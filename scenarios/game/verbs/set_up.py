"""Free all seats of a fork, give them the links of the new game, and let its clock begin now."""

from __future__ import annotations

from typing import ClassVar, Literal

from scenarios.game.move import Figure, Move, Words
from scenarios.game.state import GameState


class SetUp(Move):
    """Free all seats of a fork, give them the links of the new game, and let its clock begin now."""

    BY: ClassVar = "clock"

    do: Literal["set_up"] = "set_up"
    tokens: Words
    at: Figure

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Empty the seats and pause, so that the facilitator can seat people."""
        for key, seat in state.seats.items():
            seat.people, seat.token, seat.ready, seat.stand_in, seat.countdown = [], self.tokens[key], False, "", None
        left = None if state.deadline is None else max(state.deadline - state.since, 0.0)
        state.paused, state.left, state.deadline = True, left, None
        state.watchers.clear()
        return 0
