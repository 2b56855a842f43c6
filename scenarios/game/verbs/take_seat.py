"""Sit down at a nation's seat with the code of the game; the first to do so has it."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from scenarios.game.move import Facts, Move
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState


class TakeSeat(Move):
    """Sit down at a nation's seat with the code of the game; the first to do so has it."""

    BY: ClassVar = "join"

    do: Literal["take_seat"] = "take_seat"
    seat: str
    person: str
    team: int
    open: list[Any]

    def check(self, state: GameState, facts: Facts, who: str) -> Self:
        """Refuse seats that do not exist, are not for people, or are full."""
        if state.phase == "over":
            raise Refused("This game is over.")
        if self.seat not in self.open:
            raise Refused(f"No seat {self.seat!r} is open to people.{near(self.seat, self.open)}")
        seat = state.seats[self.seat]
        if len(seat.people) >= self.team:
            shared = "" if self.team == 1 else f" by {len(seat.people)} people, and no more fit"
            raise Refused(f"{seat.name} is taken already{shared}; choose another seat.")
        return self.having(person=self.person.strip()[:60] or f"Player {len(seat.people) + 1}")

    def apply(self, state: GameState, who: str, at: float, by_ai: bool) -> int:
        """Seat the person."""
        seat = state.seats[self.seat]
        seat.people.append(self.person)
        seat.stand_in, seat.countdown, seat.ready = "", None, False
        return len(seat.people)
