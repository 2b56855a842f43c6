"""Whether everybody can use the pages: axe on each of them, a year played with the keyboard alone, and phones."""

from __future__ import annotations

import sys
from typing import Any

from playwright.sync_api import Error

from benchmarks.web.house import PATIENCE, house, join, lead, line, phase, project

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
"""What is asked of axe: the rules of WCAG 2.1, levels A and AA; contrast of 4.5 to 1 is among them."""
TABS = {
    "play": ("brief", "table", "accord", "alone", "promises", "world"),
    "host": ("seats", "talk", "injects", "notes", "world", "files"),
}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def violations(page: Any) -> list[str]:
    """Ask axe what is wrong with a page; rule, place and what it says."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found
        for node in one["nodes"]
    ]


def fits(page: Any) -> bool:
    """Whether a page can be read on a phone without scrolling sideways, and stays so that it can be enlarged."""
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(700)
    wide = page.evaluate("document.documentElement.scrollWidth")
    zoom = "user-scalable=no" not in page.locator("meta[name=viewport]").get_attribute("content")
    page.set_viewport_size(DESK)
    return bool(wide <= PHONE["width"] and zoom)


def access(*, short: bool) -> list[dict[str, Any]]:  # noqa: C901 - one story, told in order.
    """Look at Start, Join, Play, Host, Screen and Debrief; dark too unless ``short``."""
    wrong: list[str] = []
    narrow: list[str] = []
    looked = 0

    def look(page: Any, name: str) -> None:
        nonlocal looked
        page.wait_for_timeout(300)
        for scheme in ("light",) if short else ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong.extend(f"{name}, {scheme}: {one}" for one in violations(page))
            looked += 1
        page.emulate_media(color_scheme="light")
        if not fits(page):
            narrow.append(name)

    with house() as (server, people):
        first = people.come()
        first.goto(server.address)
        first.wait_for_selector(".t-play-now")
        look(first, "Start")
        host = lead(people, server, "classroom_20_minutes")
        screen = project(people, server, host)
        first.goto(f"{server.address}/join/{host.inner_text('.t-join-code')}")
        first.wait_for_selector(".seats")
        look(first, "Join")
        look(screen, "Screen in the lobby")
        seat = join(people, server, host, "japan", "Amara")
        other = join(people, server, host, "australia", "Bao")
        host.click(".t-start")
        for name in ("Brief", "Negotiate", "Commit", "Report"):
            if name != "Brief":
                host.click(".t-go-on")
            phase(seat, name)
            if name == "Negotiate":
                _speak(other, seat)
            for tab in TABS["play"]:
                seat.click(f".t-to-{tab}")
                seat.wait_for_selector(f".t-tab-{tab}")
                look(seat, f"Play, {tab} in {name}")
            if name in ("Negotiate", "Report"):
                look(screen, f"Screen in {name}")
        for tab in TABS["host"]:
            host.click(f".t-to-{tab}")
            host.wait_for_selector(f".t-tab-{tab}")
            look(host, f"Host, {tab}")
        first.goto(f"{server.address}/debrief/{'/'.join(host.url.split('/')[4:6])}")
        first.wait_for_selector(".t-scores")
        look(first, "Debrief")
        people.leave()
        for one in (*sorted(set(wrong)), *(f"too wide for a phone: {name}" for name in narrow)):
            print(f"  {one}", file=sys.stderr)
        steps, done = by_keyboard(people, server)
    return [
        line(f"places that axe finds wrong on {looked} looks", len(wrong), "places", 0),
        line("pages that do not fit 390 px", len(narrow), "pages", 0),
        line("steps of a year that can be played with the keyboard alone", done, f"of {steps}", steps, most=False),
    ]


def _speak(one: Any, other: Any) -> None:
    """Let somebody say something, and wait until the other has it."""
    one.click(".t-to-table")
    one.fill(".t-words", "We would sell.")
    one.press(".t-words", "Enter")
    other.click(".t-to-table")
    other.wait_for_selector(".t-talk li:has-text('We would sell.')")


def reach(page: Any, selector: str, most: int = 150) -> bool:
    """Press the tabulator until the focus is on something."""
    page.wait_for_selector(selector, timeout=1000 * PATIENCE)
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return True
    return False


def by_keyboard(people: Any, server: Any) -> tuple[int, int]:
    """Play from the first page to the report of the first year without a mouse."""
    page = people.come()
    page.goto(server.address)
    steps = (
        (".t-play-now", "Enter", ".t-tab-brief"),
        (".t-to-table", "Space", ".t-tab-table"),
        (".t-ready", "Enter", ".phases li[aria-current]:has-text('Negotiate')"),
        (".t-inbox button[data-test^=ask]", "Enter", ".t-lately li"),
        (".t-inbox button[data-test^=counter]", "Enter", ".terms select"),
        (".t-term-counter-price", "ArrowDown", ".preview:not([aria-busy]) li"),
        (".t-send-offer", "Enter", ".t-outbox .card, .t-lately li:has-text('You offered')"),
        (".t-inbox button[data-test^=accept]", "Enter", "button[data-test^=accept-sure]"),
        ("button[data-test^=accept-sure]", "Enter", ".t-lately li:has-text('accepted')"),
        (".t-words", "Good day to all", ".t-talk li:has-text('Good day to all')"),
        (".t-to-accord", "Space", ".t-tab-accord"),
        (".t-ready", "Space", ".phases li[aria-current]:has-text('Commit')"),
        (".t-levers", "Enter", ".t-levers-sure"),
        (".t-levers-sure", "Enter", ".t-decided"),
        (".t-ready", "Enter", ".phases li[aria-current]:has-text('Report')"),
    )
    for done, (goal, key, seen) in enumerate(steps):
        if not reach(page, goal):
            print(f"  the keyboard does not reach {goal}", file=sys.stderr)
            return len(steps), done
        if " " in key:
            page.keyboard.type(key, delay=20)
        page.keyboard.press("Enter" if " " in key else key)
        try:
            page.wait_for_selector(seen, timeout=1000 * PATIENCE)
        except Error:
            said = page.locator("[role=alert]").all_inner_texts()
            print(f"  {key} on {goal} does not bring {seen}; the page says {said}", file=sys.stderr)
            return len(steps), done
    return len(steps), len(steps)
