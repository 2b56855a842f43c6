"""How long a click takes to be seen on another's screen, with AI nations at the table and the market behind it.

The click is timed by the browser of the one who clicks, the sight by an observer in the page of the one who sees; both
read the clock of the same machine, so that the driver's own time does not count.
"""

from __future__ import annotations

from typing import Any

from agents.world.wording import with_articles
from benchmarks.web.house import PATIENCE, house, join, lead, line, phase, project, share
from benchmarks.web.served import NATIONS, served

FROM_CLICK = """() => { window.clickedAt = 0
    const now = () => { window.clickedAt = performance.timeOrigin + performance.now() }
    document.addEventListener('click', now, true) }"""
UNTIL_SEEN = """([selector, words, there]) => { window.seenAt = 0
    const look = () => {
        const found = [...document.querySelectorAll(selector)].some(e => e.textContent.includes(words))
        if (found === there && !window.seenAt) { window.seenAt = performance.timeOrigin + performance.now() } }
    window.watcher && window.watcher.disconnect()
    window.watcher = new MutationObserver(look)
    window.watcher.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true}) }"""


class Timed:
    """Clicks with the time until they were seen, ms."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = {}

    def click(self, kind: str, click: tuple[Any, str], see: tuple[Any, str, str], *, there: bool = True) -> float:
        """Click on one page, and wait until another shows some words, or shows them no more."""
        (one, button), (other, selector, words) = click, see
        other.evaluate(UNTIL_SEEN, [selector, words, there])
        one.click(button)
        other.wait_for_function("window.seenAt > 0", polling=20, timeout=1000 * PATIENCE)
        spent = float(other.evaluate("window.seenAt") - one.evaluate("window.clickedAt"))
        self.taken.setdefault(kind, []).append(spent)
        return spent

    def every(self) -> list[float]:
        """All times together."""
        return [time for times in self.taken.values() for time in times]


def speed(*, short: bool) -> list[dict[str, Any]]:
    """Both sizes, each with the part of the time that is the server's own."""
    return [
        row
        for screens, goal in ((10, 250), (20, 500))
        for row in (*_speed(screens, goal, short=short), *served(screens, short=short))
    ]


def _speed(screens: int, goal: float, *, short: bool) -> list[dict[str, Any]]:
    with house() as (server, people):
        host = lead(people, server, "classroom_two_sessions")
        screen = project(people, server, host)
        seats = NATIONS if screens > 10 else NATIONS[: screens - 2]
        pages = [join(people, server, host, seats[number % len(seats)], f"P{number}") for number in range(screens - 2)]
        timed = Timed()
        for page in (host, *pages[:2]):
            page.evaluate(FROM_CLICK)
        host.click(".t-to-talk")
        host.click(".t-start")
        phase(screen, "Brief")
        host.click(".t-go-on")
        phase(screen, "Negotiate")
        # AI nations begin to speak now.
        _told(timed, host, screen, 5 if short else 15, "facilitator's words, table open")
        _talk(timed, pages[0], pages[1], 10 if short else 40)
        _offers(timed, pages[0], pages[1], 3 if short else 10)
        host.click(".t-go-on")
        phase(screen, "Commit")
        host.click(".t-go-on")
        # The year is being lived, and the AI works out what it is worth to all.
        _told(timed, host, screen, 8 if short else 25, "facilitator's words, year being lived")
    found = timed.every()
    return [
        line(f"click to another's screen, {screens} screens, p95 of {len(found)}", share(found, 0.95), "ms", goal),
        line(f"... median, {screens} screens", share(found, 0.5), "ms", None),
        line(f"... worst, {screens} screens", max(found), "ms", None),
        *(
            line(f"... p95 of {len(times)} {kind}, {screens} screens", share(times, 0.95), "ms", None)
            for kind, times in timed.taken.items()
        ),
    ]


def _told(timed: Timed, host: Any, screen: Any, times: int, kind: str) -> None:
    """Let the facilitator speak, and the projector show it."""
    for number in range(times):
        words = f"{kind} {number} of {times}"
        host.fill(".t-host-words", words)
        host.wait_for_timeout(250)
        timed.click(kind, (host, ".t-host-send"), (screen, ".t-word", words))


def _talk(timed: Timed, one: Any, other: Any, times: int) -> None:
    """Let one seat speak to everybody."""
    for page in (one, other):
        page.click(".t-to-table")
    for number in range(times):
        words = f"words {number} of {times}"
        one.fill(".t-words", words)
        one.wait_for_timeout(250)
        timed.click("messages", (one, ".t-say"), (other, ".t-talk li", words))


def _offers(timed: Timed, one: Any, other: Any, times: int) -> None:
    """Let one seat make an offer and the other refuse it."""
    name, partner = (page.locator(".t-who").evaluate("e => e.firstChild.textContent.trim()") for page in (one, other))
    lane = one.locator(".t-lane option").evaluate_all(
        "(all, name) => all.find(e => e.textContent.includes(name)).value", partner
    )
    mine, sent = with_articles(f"From {name}"), with_articles(f"To {partner}")
    for _ in range(times):
        one.select_option(".t-lane", lane)
        one.wait_for_selector(".begin .terms select")
        one.wait_for_selector(".begin .preview:not([aria-busy])")
        timed.click("offers", (one, ".begin .t-send-offer"), (other, ".t-inbox .card h3", mine))
        card = other.locator(f".t-inbox .card:has-text('{mine}')").first
        number = card.evaluate("e => /t-offer-(\\d+)/.exec(e.className)[1]")
        other.evaluate(FROM_CLICK)
        timed.click("refusals", (other, f".t-refuse-{number}"), (one, ".t-outbox .card h3", sent), there=False)
