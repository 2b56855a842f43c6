"""A whole game of fifteen nations and 20 screens, played to its end by programs that click on the pages like people."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.web.house import house, join, lead, line, phase, project

SEATS = (
    "japan",
    "australia",
    "united_states",
    "european_union",
    "malaysia",
    "china",
    "india",
    "south_korea",
    "brazil",
    "vietnam",
    "canada",
    "myanmar",
    "africa",
    "united_kingdom",
    "kazakhstan",
)
SCREENS = 20
ROUNDS = 9
SOON = 4_000
"""How long a click may wait for its button, ms; what has gone meanwhile is let go."""


def whole(*, short: bool) -> list[dict[str, Any]]:
    """Seat every nation, some twice, and let all answer, vote, talk, decide and press ready until the game is over."""
    rng, rounds, began = np.random.default_rng(5), 2 if short else ROUNDS, time.monotonic()
    with house() as (server, people):
        host = lead(people, server, "classroom_two_sessions")
        screen = project(people, server, host)
        pages = [join(people, server, host, SEATS[number % len(SEATS)], f"P{number}") for number in range(SCREENS - 2)]
        host.click(".t-start")
        done = dict.fromkeys(("offered", "accepted", "refused", "asked", "voted", "said", "decided"), 0)
        for number in range(rounds):
            phase(screen, "Brief")
            _resumed(host)
            _ready(pages)
            phase(screen, "Negotiate")
            screen.wait_for_timeout(2000)
            for page in pages:
                _negotiate(page, rng, done, number)
            _ready(pages)
            phase(screen, "Commit")
            for page in pages:
                done["decided"] += _clicked(page, ".t-to-alone", ".t-levers", ".t-levers-sure")
            _ready(pages)
            phase(screen, "Report")
            if number + 1 < rounds:
                _ready(pages)
        if not short:
            _ready(pages)
            host.wait_for_selector(".t-waits:has-text('over')")
        told = sum(page.locator(".t-refused").count() for page in pages)
    minutes, failed = (time.monotonic() - began) / 60, len(people.failed) + len(people.external)
    return [
        line(
            f"{len(SEATS)} nations and {SCREENS} screens played by clicks: rounds lived",
            rounds,
            "rounds",
            rounds,
            most=False,
        ),
        line("... requests that failed or left this machine, faults in pages", failed, "requests", 0),
        *(line(f"... {name} by clicks", count, "clicks", None) for name, count in done.items()),
        line("... refusals on screen at the end", told, "sentences", None),
        line("... it took", minutes, "minutes", None),
    ]


def _clicked(page: Any, *marks: str) -> bool:
    """Click one button after another; False where one of them was not there, or had gone."""
    from playwright.sync_api import Error

    try:
        for mark in marks:
            page.locator(mark).first.click(timeout=SOON)
    except Error:
        return False
    return True


def _negotiate(page: Any, rng: np.random.Generator, done: dict[str, int], number: int) -> None:
    """Answer what lies there, offer something, vote, and say a word."""
    if page.locator(".t-inbox .card").count():
        word, name = [("Accept", "accepted"), ("Refuse", "refused"), ("Ask", "asked")][int(rng.integers(3))]
        marks = [f".t-inbox button:has-text('{word}')"]
        if word == "Accept":
            marks.append(".t-inbox button:has-text('Yes, accept')")
        done[name] += _clicked(page, *marks)
    if rng.random() < 0.5 and _clicked(page, ".t-to-table"):
        lanes = page.locator(".t-lane option").count()
        if lanes > 1:
            page.select_option(".t-lane", index=int(rng.integers(1, lanes)))
            done["offered"] += _clicked(page, ".t-send-offer")
    if rng.random() < 0.5:
        word = "for" if rng.random() < 0.7 else "against"
        done["voted"] += _clicked(page, ".t-to-accord", f".t-proposals button:has-text('Vote {word}')")
    if rng.random() < 0.3 and _clicked(page, ".t-to-table"):
        page.fill(".t-words", f"Round {number + 1}: let us talk.")
        page.wait_for_timeout(250)
        done["said"] += _clicked(page, ".t-say")


def _ready(pages: list[Any]) -> None:
    """Press ready in every seat; the second of two who share one finds it pressed."""
    for page in pages:
        if not page.locator(".t-ready:has-text('✓')").count():
            _clicked(page, ".t-ready")


def _resumed(host: Any) -> None:
    """Go on where the scenario has the game wait, as between two sessions."""
    if host.locator(".t-resume").count():
        host.click(".t-resume")
