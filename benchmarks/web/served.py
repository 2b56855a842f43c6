"""The server's own part of the time from a click to another's screen: the same clicks, on screens that draw nothing."""

from __future__ import annotations

import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.web.house import PATIENCE, Server, line, share
from benchmarks.web.wire import Wire
from scenarios.game.game import Game

NATIONS = (
    "japan",
    "australia",
    "united_states",
    "european_union",
    "malaysia",
    "india",
    "south_korea",
    "brazil",
    "vietnam",
    "canada",
)
"""Who sits down, in this order; the first two trade and talk with each other, the other five nations are AI's."""
READERS = 2
"""Seats whose pages are read, and the last one's; the others only take what they are sent, so that this process does
not take much."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """A game with its screens open."""

    server: Server
    host: Wire
    screen: Wire
    paths: tuple[str, ...]
    seats: list[Wire]

    def every(self) -> list[Wire]:
        """All screens."""
        return [self.host, self.screen, *self.seats]

    def quiet(self, still: int = 20, most: float = PATIENCE) -> None:
        """Wait until the server has answered so many times and has sent nothing to anybody in between, or ``most`` s.

        A busy machine answers late, and so this waits the longer, the busier it is.
        """
        began, seen, same = time.perf_counter(), -1, 0
        while same < still and time.perf_counter() - began < most:
            time.sleep(0.05)
            with urllib.request.urlopen(self.server.address) as answer:  # noqa: S310 - our own server.
                answer.read()
            now = sum(one.frames for one in self.every())
            same, seen = (same + 1 if now == seen else 0), now


@contextmanager
def room(
    screens: int,
    game: str = "classroom_two_sessions",
    settings: Mapping[str, str] | None = None,
    readers: int = READERS,
    program: str = "app",
) -> Iterator[Room]:
    """Open a game with the facilitator's page, the projector's, and a page for each of the other screens."""
    with tempfile.TemporaryDirectory() as folder:
        made = Game.create(Path(folder) / "room.game", game)
        tokens = [
            made.claim(made.code, NATIONS[number % len(NATIONS)], f"P{number}").token for number in range(screens - 2)
        ]
        made.journal.close()
        paths = tuple(f"/play/{made.id}/{token}" for token in tokens)
        server = Server(Path(folder), settings, program)
        server.start()
        try:
            open_ = Room(
                server=server,
                host=Wire(server.address, f"/host/{made.id}/{made.secret}"),
                screen=Wire(server.address, f"/screen/{made.id}"),
                paths=paths,
                seats=[],
            )
            reading = {*range(readers), len(paths) - 1}
            open_.seats.extend(Wire(server.address, path, reads=at in reading) for at, path in enumerate(paths))
            for page, mark in ((open_.host, "t-start"), *((page, "t-ready") for page in open_.seats[:readers])):
                page.until(lambda page=page, mark=mark: page.marked(mark))
            open_.quiet()
            yield open_
            for page in open_.every():
                page.close()
        finally:
            server.end()


def served(screens: int, *, short: bool) -> list[dict[str, Any]]:
    """Measure words of the facilitator and of a seat, in the middle of bargaining and while a year is lived."""
    taken: list[float] = []
    with room(screens) as here:
        # The last that sat down is told last.
        host, one, other = here.host, here.seats[0], here.seats[-1]
        host.click("t-to-talk")
        host.click("t-start")
        here.screen.seen("Round 1 of")
        _go_on(here, "Negotiate")
        # AI nations begin to speak now.
        taken += [_told(here, f"table open {number}") for number in range(5 if short else 15)]
        for page in (one, other):
            page.click("t-to-table")
        for number in range(10 if short else 40):
            words = f"words {number} of a seat"
            one.write("t-words", words)
            time.sleep(0.25)
            taken.append(-one.click("t-say") + other.seen(words))
        _go_on(here, "Commit")
        host.click("t-go-on")
        taken += [_told(here, f"year being lived {number}") for number in range(8 if short else 25)]
        held = here.server.memory()
    return [
        line(
            f"the server's own part, {screens} screens that draw nothing, p95 of {len(taken)}",
            1000 * share(taken, 0.95),
            "ms",
            None,
        ),
        line(f"... median, {screens} screens", 1000 * share(taken, 0.5), "ms", None),
        line(f"... worst, {screens} screens", 1000 * max(taken), "ms", None),
        line(f"... memory held, {screens} screens", held, "MB", None),
    ]


def _go_on(here: Room, phase: str) -> None:
    at = here.host.click("t-go-on")
    here.screen.seen(f"<h1>{phase}</h1>", at)


def _told(here: Room, words: str) -> float:
    here.host.write("t-host-words", words)
    time.sleep(0.25)
    return -here.host.click("t-host-send") + here.screen.seen(words)
