"""What memory a long game with 20 open screens takes, and whether it levels off."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from benchmarks.web.house import house, join, lead, line, phase, project
from benchmarks.web.served import NATIONS

SCREENS = 20
HOURS = 3.0
ROUNDS = 9


def memory(*, short: bool, full: bool) -> list[dict[str, Any]]:
    """Play a game of nine years with all screens open, people talking, and the model living the years.

    The slope is that of a line through the second half of the samples. Without ``full`` the years follow each other as
    fast as they are lived; with it they take three hours.
    """
    until = time.monotonic() + (3700 * HOURS if full else 60 if short else 300)
    with house() as (server, people):
        host = lead(people, server, "classroom_two_sessions")
        screen = project(people, server, host)
        pages = [join(people, server, host, NATIONS[number % len(NATIONS)], f"P{number}")
                 for number in range(SCREENS - 2)]
        empty, held, said = server.memory(), [], 0
        host.click(".t-start")
        phase(screen, "Brief")
        rounds = 0
        while time.monotonic() < until and rounds < ROUNDS:
            for name in ("Negotiate", "Commit", "Report"):
                host.click(".t-go-on")
                phase(host, name)
                for page in pages[:2]:
                    page.click(".t-to-table")
                    page.fill(".t-words", f"words {said} in {name}")
                    page.wait_for_timeout(250)
                    page.click(".t-say")
                    said += 1
                if full:
                    time.sleep(HOURS * 3600 / ROUNDS / 3)
                held.append((time.monotonic(), server.memory()))
            rounds += 1
            if rounds == ROUNDS:
                break
            host.click(".t-go-on")
            phase(host, "Brief")
        # Reloads leave pages behind that the server must let go of.
        for page in pages:
            page.reload()
            page.wait_for_selector(".t-who")
        after = server.memory()
    late = np.array(held[len(held) // 2:])
    slope = np.polyfit(np.arange(len(late)) / 3, late[:, 1], 1)[0]
    return [line(f"growth of memory in the second half of {rounds} rounds, {SCREENS} screens, of what is held",
                 100 * slope / late[-1, 1], "% a round", 2.0),
            line("... held with the lobby full", empty, "MB", None),
            line("... held after the last round", held[-1][1], "MB", 1000),
            line("... after every player has loaded the page again", after, "MB", None)]
