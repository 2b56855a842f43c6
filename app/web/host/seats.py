"""The seats as the facilitator sees them: who sits there, who is in touch, who is ready, and what to do about it."""

from __future__ import annotations

import time
from collections.abc import Callable

import solara

from app.html import text
from app.web.parts import Copy, Countdown, Html, Pulse, Push
from app.web.play.sending import Hand
from app.web.play.top import BEAT
from scenarios.game.sights import HostSight, SeatView

SILENT = 2.5 * BEAT
"""Seconds without a beat after which a page counts as out of touch."""


@solara.component
def Seats(sight: HostSight, hand: Hand) -> None:
    """List the seats; connections are checked every few seconds."""
    echo, set_echo = solara.use_state(0)
    seats = solara.use_memo(lambda: hand.game.host_sight(hand.token).common.seats, [echo, sight.common.version])
    people = sum(len(seat.people) for seat in seats)
    free = sum(not seat.human for seat in seats)
    with solara.Div(classes=["line"]):
        Html(
            f'<p class="small soft">{people} {"person" if people == 1 else "people"} seated; '
            f"{free} {'nation is' if free == 1 else 'nations are'} played by AI, and labelled so for all.</p>"
        )
        with solara.Div(classes=["unseen"], attributes={"aria-hidden": "true"}):
            Pulse(echo=echo, every=BEAT / 2, event_beat=set_echo)
    with solara.Div(classes=["seatlist", "t-seats"]):
        Html(
            "<span>Nation</span><span>Played by</span><span>In touch</span><span>Ready</span><span>Do</span>",
            classes=["seatrow", "head"],
        )
        for seat in seats:
            Row(seat, hand, sight.common.game, playing=sight.common.phase not in ("lobby", "over")).key(seat.key)


@solara.component
def Row(seat: SeatView, hand: Hand, game: str, playing: bool) -> None:
    """Show one seat."""
    sure, make_sure = solara.use_state(False)
    standing_in = seat.played_by.startswith("AI (")
    with solara.Div(classes=["seatrow", f"t-row-{seat.key}", "" if seat.human else "empty"]):
        ring = ' <span class="mark">member</span>' if seat.member else ""
        Html(f"<b>{text(seat.name)}</b>{ring}<br><small class='soft'>{text(seat.role)}</small>")
        people = ", ".join(seat.people)
        by = f"{text(people)}<br><small class='{'down' if standing_in else 'soft'}'>{text(seat.played_by)}</small>"
        Html(by if seat.human else '<span class="soft">AI</span>', classes=["by"])
        with solara.Div(classes=["touch"]):
            if seat.human:
                Html(touch(seat))
            if seat.countdown is not None:
                Html("AI takes over in ", tag="small", classes=["down"])
                Countdown(seat.countdown)
        Html(
            ("✓ ready" if seat.ready else '<span class="soft">not yet</span>') if seat.human and playing else "",
            classes=["is-ready"],
        )
        with solara.Div(classes=["acts"]):
            if not seat.human:
                return
            Copy(label="Copy link", path=f"/play/{game}/{seat.token}", mark=f"copy-{seat.key}")
            if playing and not standing_in:
                Push("Hand to AI", lambda: hand.send({"do": "hand", "seat": seat.key}), mark=f"hand-{seat.key}")
            if sure:
                Push("Yes, free the seat", lambda: _free(hand, seat.key, make_sure), mark=f"release-sure-{seat.key}")
                Push("No", lambda: make_sure(False), mark=f"release-not-{seat.key}", strong=True)
            else:
                Push("Release …", lambda: make_sure(True), mark=f"release-{seat.key}")


def _free(hand: Hand, seat: str, make_sure: Callable[[bool], None]) -> None:
    make_sure(False)
    hand.send({"do": "release", "seat": seat})


def touch(seat: SeatView) -> str:
    """Say whether a seat's page is in touch, or for how long it has been silent."""
    if seat.seen is None:
        return '<span class="soft">not yet heard of</span>'
    silent = time.time() - seat.seen
    if silent <= SILENT:
        return '<span class="dot on" aria-hidden="true"></span>connected'
    minutes, seconds = divmod(int(silent), 60)
    ago = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return f'<span class="dot" aria-hidden="true"></span><span class="down">silent for {ago}</span>'
