"""What memory a long game with 20 open screens takes, and whether it levels off.

The screens draw nothing (see ``wire``): browsers would take their memory from the same machine, not from the server.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.web.house import line
from benchmarks.web.served import Room, room
from benchmarks.web.wire import Wire

SCREENS = 20
HOURS = 3.0
"""A session in class, its debrief included."""
LONGEST = 900.0
"""Seconds that a phase of the game may take."""
ROUNDS = 9
COME_AGAIN = 6
"""Pages that are closed and opened again in every round, as on another device or by a reload."""
CULL = "5s"
"""How long the server keeps a page that was closed; a minute in life, less here, where a round takes no 20 minutes."""
MOST = 5.0
"""Growth in the last third of the rounds that still counts as level, % of what is held."""


def memory(*, short: bool, full: bool) -> list[dict[str, Any]]:
    """Play a game of nine years with all seats talking, answering, voting and deciding, and pages that come and go.

    Without ``full`` the facilitator goes on as soon as all have acted; with it the game's own clock does, which takes
    two hours, and the debrief stays open until three have passed.
    """
    rounds = 3 if short else ROUNDS
    began = time.perf_counter()
    with room(SCREENS, settings={} if full else {"SOLARA_KERNEL_CULL_TIMEOUT": CULL}, readers=SCREENS) as here:
        held = [_held(here)]
        at = here.host.click("t-start")
        for number in range(1, rounds + 1):
            at = here.screen.seen(f"Round {number} of", at, LONGEST)
            _paused(here.host)
            for phase in ("Negotiate", "Commit", "Report"):
                at = _reach(here, phase, at, by_itself=full)
                _act(here, phase, number)
            _come_again(here, number)
            held.append(_held(here))
            _say(f"round {number}", held[-1])
            if number < rounds and not full:
                at = here.host.click("t-go-on")
        if full:
            time.sleep(max(3600 * HOURS - (time.perf_counter() - began), 0.0))
            held.append(_held(here))
            _say(f"after {HOURS:g} hours", held[-1])
    last = max(rounds // 3, 1)
    rows = []
    for place, who in enumerate(("the server", "the process that thinks")):
        taken = np.array([one[place] for one in held[1:]])
        growth = 100 * (taken[-1] / taken[-1 - last] - 1)
        rows += [
            line(
                f"growth of memory of {who} in the last {last} of {rounds} rounds, {SCREENS} screens",
                growth,
                "%",
                None if short else MOST,
            ),
            line("... held with the lobby full", held[0][place], "MB", None),
            line("... held after the last round", taken[-1], "MB", 1000),
        ]
    return rows


def _reach(here: Room, phase: str, since: float, *, by_itself: bool) -> float:
    """Come to the next phase, by the facilitator or the game's own clock, and return when it was shown."""
    at = since if by_itself else here.host.click("t-go-on")
    shown = here.screen.seen(f"<h1>{phase}</h1>", at, LONGEST)
    here.quiet(still=40, most=20.0)
    return shown


def _say(when: str, held: tuple[float, float]) -> None:
    print(f"  {when}: server {held[0]:.0f} MB, thinker {held[1]:.0f} MB", file=sys.stderr, flush=True)


def _held(here: Room) -> tuple[float, float]:
    """Memory of the server and of the process in which it thinks, MB."""
    pid = here.server.process.pid
    child = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return here.server.memory(), sum(_rss(int(one)) for one in child)


def _rss(pid: int) -> float:
    rows = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(row.split()[1]) for row in rows if row.startswith("VmRSS")), 0) / 1024


def _paused(host: Wire) -> None:
    """Go on where the scenario has the game wait, as between two sessions."""
    time.sleep(0.5)
    if host.marked("t-resume"):
        host.click("t-resume")
        time.sleep(0.5)


def _act(here: Room, phase: str, number: int) -> None:
    """Let every seat look about, say something, answer what lies there, and vote."""
    for at, page in enumerate(here.seats):
        if phase == "Negotiate":
            page.write("t-words", f"Seat {at} in round {number}: let us talk about the price.")
            page.click("t-say")
            for mark in ("t-ask-", "t-refuse-" if at % 3 else "t-accept-", "t-accept-sure-"):
                _press(page, mark)
            page.click("t-to-accord")
            time.sleep(0.2)
            _press(page, "t-vote-yes-")
        elif phase == "Commit":
            _press(page, "t-levers")
            _press(page, "t-levers-sure")
        else:
            page.click("t-to-world")
    here.quiet()


def _press(page: Wire, begins: str) -> None:
    """Press the first button whose mark begins so, if there is one."""
    with page.news:
        marks = [
            word
            for state in page.parts.values()
            for word in str(state.get("class_") or "").split()
            if word.startswith(begins)
        ]
    if marks:
        page.click(marks[0])
        time.sleep(0.2)


def _come_again(here: Room, number: int) -> None:
    """Close some pages without a word, and open them anew."""
    for at in range(COME_AGAIN):
        place = (COME_AGAIN * number + at) % len(here.seats)
        here.seats[place].close()
        here.seats[place] = Wire(here.server.address, here.paths[place])
        here.seats[place].until(lambda place=place: here.seats[place].marked("t-ready"))
    time.sleep(8)
