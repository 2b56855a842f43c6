"""The effects of time on a game: absent players, seats that an AI takes, and the end of a phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.files.game_rules import GameRules
from scenarios.game.move import Move
from scenarios.game.state import GameState
from scenarios.game.verbs.absent import Absent
from scenarios.game.verbs.stand_in import StandIn

PLAYING = ("brief", "negotiate", "commit", "report")


def stands_still(state: GameState) -> bool:
    """Whether no time runs; nobody is absent from a game that stands still."""
    return state.paused or state.phase not in PLAYING


def presence(state: GameState, rules: GameRules, seen: Mapping[str, float], at: float) -> Iterator[Move]:
    """Moves that are due because people of a seat have been out of touch.

    Parameters
    ----------
    seen : when the people of each seat were last there, seconds since 1970.
    """
    for seat in state.seats.values():
        if not seat.played:
            continue
        if seat.countdown is None and at - seen[seat.key] > rules.absent:
            yield Absent(seat=seat.key, until=at + rules.countdown)
        elif seat.countdown is not None and at >= seat.countdown:
            yield StandIn(seat=seat.key)


def over(state: GameState, at: float) -> str:
    """Say why the phase is over; empty while it goes on."""
    if state.deadline is not None and at >= state.deadline:
        return "time is up"
    return "all are ready" if all_ready(state) else ""


def all_ready(state: GameState) -> bool:
    """Whether everybody who plays is done with the phase; with nobody there nothing goes on by itself."""
    seats = state.at_table()
    return bool(seats) and all(seat.ready for seat in seats)


def waiting_for(state: GameState) -> tuple[str, ...]:
    """Keys of the seats that the phase waits for."""
    return tuple(seat.key for seat in state.at_table() if not seat.ready)
