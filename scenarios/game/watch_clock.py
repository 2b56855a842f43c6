"""The effects of time on a game: absent players, seats that an AI takes, and the end of a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.game.state import GameState
from scenarios.game.verbs import phase as phases

if TYPE_CHECKING:
    from scenarios.game.table import Table

PLAYING = ("brief", "negotiate", "commit", "report")


def look(game: Table, at: float) -> None:
    """Do what is due at a time; everything done is logged, so that no replay needs a clock."""
    state = game.state
    if state.paused or state.phase not in PLAYING:
        game.still = at  # Nobody is absent from a game that stands still.
        return
    _presence(game, at)
    if state.deadline is not None and at >= state.deadline:
        game.advance(phases.after(state), "time is up", at)
    elif all_ready(state):
        game.advance(phases.after(state), "all are ready", at)


def _presence(game: Table, at: float) -> None:
    for seat in game.state.seats.values():
        if not seat.played:
            continue
        seen = max(game.seen.setdefault(seat.key, at), game.still)
        if seat.countdown is None and at - seen > game.rules.absent:
            words = {"do": "absent", "seat": seat.key, "until": at + game.rules.countdown}
            game.take("clock", words, at)
        elif seat.countdown is not None and at >= seat.countdown:
            game.take("clock", {"do": "stand_in", "seat": seat.key}, at)


def all_ready(state: GameState) -> bool:
    """Whether everybody who plays is done with the phase; with nobody there nothing goes on by itself."""
    seats = state.at_table()
    return bool(seats) and all(seat.ready for seat in seats)


def waiting_for(state: GameState) -> tuple[str, ...]:
    """Keys of the seats that the phase waits for."""
    return tuple(seat.key for seat in state.at_table() if not seat.ready)
