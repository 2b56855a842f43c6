"""From the command to a seat that can be played, and whether a page asks for what is not on this machine."""

from __future__ import annotations

import sys
import time
from typing import Any

from benchmarks.web.house import house, join, lead, line, phase, project

MENU = (("explore?rounds=2", ".t-network svg"), ("compare?rounds=2", ".t-side-accord svg"), ("research", ".t-estimate"))


def start(*, short: bool) -> list[dict[str, Any]]:
    """Seconds and clicks from the command to a seat at which a move has been made."""
    with house() as (server, people):
        server.end()
        page = people.come()
        page.context.add_init_script(
            "document.addEventListener('click', () => sessionStorage.clicks = 1 + +(sessionStorage.clicks || 0), true)"
        )
        began = time.perf_counter()
        answered = server.start()
        page.goto(server.address)
        page.click(".t-play-now")
        page.wait_for_selector(".t-tab-brief")
        page.wait_for_selector(".phases li[aria-current]:has-text('Brief')")
        sat = time.perf_counter() - began
        page.click(".t-ready")
        phase(page, "Negotiate")
        page.wait_for_selector(".t-inbox .card button")
        spent, clicks = time.perf_counter() - began, float(page.evaluate("sessionStorage.clicks"))
    return [
        line("command to a seat in the first year", sat, "s", 60),
        line("command to an offer that waits for an answer", spent, "s", 60),
        line("... clicks that it takes, the seat and the first phase together", clicks, "clicks", 3),
        line("... until the server answers", answered, "s", None),
    ]


def requests(*, short: bool) -> list[dict[str, Any]]:
    """Open every page, play a year, and count what was asked of others and what failed."""
    with house() as (server, people):
        host = lead(people, server, "classroom_20_minutes")
        screen = project(people, server, host)
        seat = join(people, server, host, "japan", "Amara")
        host.click(".t-start")
        phase(seat, "Brief")
        for name in ("Negotiate", "Commit", "Report"):
            host.click(".t-go-on")
            phase(seat, name)
            for tab in ("brief", "table", "accord", "alone", "promises", "world"):
                seat.click(f".t-to-{tab}")
                seat.wait_for_selector(f".t-tab-{tab}")
        for tab in ("seats", "talk", "injects", "notes", "world", "files"):
            host.click(f".t-to-{tab}")
            host.wait_for_selector(f".t-tab-{tab}")
        phase(screen, "Report")
        for address, shown in MENU:
            page = people.come()
            page.goto(f"{server.address}/{address}")
            page.wait_for_selector(shown)
            page.wait_for_selector(".t-progress", state="detached")
        debrief = people.come()
        debrief.goto(f"{server.address}/debrief/{'/'.join(host.url.split('/')[4:6])}")
        debrief.wait_for_selector(".t-scores")
        people.leave()
    for place in (*people.external, *people.failed):
        print(f"  {place}", file=sys.stderr)
    return [
        line("requests to other machines, nine pages and a year of play", len(people.external), "requests", 0),
        line("requests and scripts that failed", len(people.failed), "requests", 0),
        line("... of requests in all", people.asked, "requests", None),
    ]
