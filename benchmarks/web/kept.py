"""What is kept: a game whose server is killed, a seat after a reload or on another device, and words being typed."""

from __future__ import annotations

import signal
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.web.house import house, join, lead, line, phase
from scenarios.game import Hall

WORDS = "Our mine could bind four hundred tonnes a year, at a price that follows the market."
OFTEN = 0.2
"""Seconds between two updates of the game while somebody types."""


def kept(*, short: bool) -> list[dict[str, Any]]:
    """All of it."""
    return [*_killed(5 if short else 20), *_in_browsers(1 if short else 3)]


def _killed(kills: int) -> list[dict[str, Any]]:
    """Kill a program in which bots play, with the parts of the test that does so; see tests/scenarios/game."""
    from tests.scenarios.game.test_crash import killed_after

    rng, lost, changed, confirmed = np.random.default_rng(11), 0, 0, {}
    seats: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for seed in range(kills):
            lines = killed_after(folder, seed, int(rng.integers(3, 12)), float(rng.uniform(0, 0.2)))
            for file, number, *_ in lines:
                confirmed.setdefault(file, set()).add(int(number))
            with Hall(folder, clock=lambda: 0.0, threads=False) as hall:
                games = {Path(game.journal.path).name: game for game in hall}
                for file, numbers in confirmed.items():
                    lost += len(numbers - {entry.number for entry in games[file].entries})
                    sits = {seat.key: seat.token for seat in games[file].state.seats.values() if seat.human}
                    changed += sum(sits.get(key) != token for key, token in seats.get(file, {}).items())
                    seats[file] = sits
    total = sum(map(len, confirmed.values()))
    return [
        line(f"bots' game killed with -9 at {kills} moments: confirmed moves lost, of {total}", lost, "moves", 0),
        line("... seats lost or changed", changed, "seats", 0),
    ]


def _in_browsers(kills: int) -> list[dict[str, Any]]:
    with house() as (server, people):
        host = lead(people, server, "classroom_20_minutes")
        one = join(people, server, host, "japan", "Amara")
        other = join(people, server, host, "australia", "Bao")
        host.click(".t-start")
        phase(one, "Brief")
        host.click(".t-go-on")
        for page in (one, other):
            phase(page, "Negotiate")
            page.click(".t-to-table")
        typed = _typing(one, other)
        one.wait_for_timeout(500)
        spent, same = [], 0
        one.reload()
        same += _drafted(one)
        link = one.url
        one.context.close()
        again = people.come()
        again.goto(link)
        same += _drafted(again)
        phone = people.come(width=390)
        phone.goto(link)
        same += _drafted(phone)
        people.failed.clear()
        for number in range(kills):
            said = f"said before kill {number}"
            other.fill(".t-words", said)
            other.wait_for_timeout(300)
            other.click(".t-say")
            again.wait_for_selector(f".t-talk li:has-text('{said}')")
            for page in (again, other):
                page.evaluate("window.before = true")
            server.end(signal.SIGKILL)
            server.start()
            began = time.perf_counter()
            # Pages load themselves again once they see that the server has begun anew; nobody presses anything.
            for page in (again, other):
                # Until then the old page still stands there, words and all.
                page.wait_for_function("!window.before")
                page.wait_for_selector(f".t-tab-table .t-talk li:has-text('{said}')")
                page.wait_for_function("document.querySelector('.t-pulse').classList.contains('on')")
            same += _drafted(again)
            spent.append(time.perf_counter() - began)
        everywhere = 3 + kills
    return [
        line("letters lost of words typed under five updates a second", typed, "letters", 0),
        line(
            "reload, closed browser, other device, killed server: same seat and draft",
            same,
            f"of {everywhere}",
            everywhere,
            most=False,
        ),
        line("open pages are back after the server is, by themselves, slowest", max(spent), "s", None),
    ]


def _typing(one: Any, other: Any) -> int:
    """Type while another's words keep coming; letters that are missing or wrong."""
    one.click(".t-words")
    other.evaluate(
        """every => { let number = 0
        window.chatter = setInterval(() => { const field = document.querySelector('.t-words')
            field.value = 'news ' + number++
            field.dispatchEvent(new Event('input')); field.dispatchEvent(new Event('blur'))
            document.querySelector('.t-say').click() }, every) }""",
        1000 * OFTEN,
    )
    one.keyboard.type(WORDS, delay=80)
    other.evaluate("clearInterval(window.chatter)")
    one.wait_for_selector(".t-talk li:has-text('news 10')")
    found = one.input_value(".t-words")
    return sum(a != b for a, b in zip(found, WORDS, strict=False)) + abs(len(found) - len(WORDS))


def _drafted(page: Any) -> bool:
    page.wait_for_selector(".t-who:has-text('Japan')")
    page.click(".t-to-table")
    page.wait_for_selector(".t-words")
    page.wait_for_timeout(500)
    return bool(page.input_value(".t-words") == WORDS)
