"""Sit down at a nation's seat with the code of the game; the first to do so has it."""

from __future__ import annotations

from typing import Any

from scenarios.game.board import Board
from scenarios.game.refusal import Refused, near
from scenarios.game.state import GameState

BY, WHEN, WORDS = "join", (), {"seat": str, "person": str, "team": int, "open": list}
MAY_WORDS: dict[str, type] = {}


def check(state: GameState, board: Board, who: str, words: dict[str, Any]) -> dict[str, Any]:
    """Refuse seats that do not exist, are not for people, or are full."""
    if state.phase == "over":
        raise Refused("This game is over.")
    if words["seat"] not in words["open"]:
        raise Refused(f"No seat {words['seat']!r} is open to people.{near(words['seat'], words['open'])}")
    seat = state.seats[words["seat"]]
    if len(seat.people) >= words["team"]:
        shared = "" if words["team"] == 1 else f" by {len(seat.people)} people, and no more fit"
        raise Refused(f"{seat.name} is taken already{shared}; choose another seat.")
    return words | {"person": words["person"].strip()[:60] or f"Player {len(seat.people) + 1}"}


def do(state: GameState, who: str, words: dict[str, Any], at: float, by_ai: bool) -> int:
    """Seat the person."""
    seat = state.seats[words["seat"]]
    seat.people.append(words["person"])
    seat.stand_in, seat.countdown, seat.ready = "", None, False
    return len(seat.people)
