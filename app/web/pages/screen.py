"""Screen: what a projector shows to all; nothing on it is private."""

from __future__ import annotations

from dataclasses import replace

import solara

from agents.world.events import Event
from app.html import text
from app.web.games import hall, use_address, use_sight
from app.web.parts import Countdown, Html, Place
from app.web.play.brief import news
from app.web.play.top import phases, waits
from app.web.play.wording import PHASES, gloss
from app.web.play.world import Around
from scenarios.game.game import Game
from scenarios.game.sights import Common, ScreenSight, SeatView

TITLE = "Screen – Rare Accord"
MENU = ""
ORDER = 43
_NEWS = 6
"""Lines of news that a room can read."""
_QUIET = ("investment", "policy", "offer", "benefit")
"""Kinds of news that a room can do without when there is more."""


@solara.component
def Page() -> None:
    """Show the page."""
    solara.Title(TITLE)
    parts = use_address()
    game = hall().get(parts[0]) if parts else None
    if game is None:
        Html(
            '<h1>Screen</h1><p class="wrong t-wrong" role="alert">There is no such game here; open the screen from '
            "the facilitator's page.</p>"
        )
        solara.Link("/", children=["To the start"], classes=["push"])
        return
    Wall(game).key(game.id)


@solara.component
def Wall(game: Game) -> None:
    """Show the game to a room, redrawn whenever it has changed."""
    sight = use_sight(game, game.screen_sight)
    if sight is None:
        return
    common = sight.common
    with solara.Div(classes=["projector"]):
        if common.phase == "lobby":
            Lobby(sight)
            return
        Head(common)
        with solara.Div(classes=["wall"]):
            with solara.Div():
                _story(common)
                Html(f'<ul class="chairs t-chairs">{"".join(chair(seat) for seat in common.seats)}</ul>')
                _accord(common)
                Html(news(replace(common, news=headlines(common)), most=_NEWS), classes=["recent"])
            with solara.Div():
                Around(common, game, sight.promises, wide=560)
        Html(
            f'<p class="soft foot">Late? Join with the code <b class="mono">{text(sight.code)}</b> at</p>',
            classes=["inline"],
        )
        Place(path=f"/join/{sight.code}")
        if common.phase == "over":
            solara.Link(f"/debrief/{common.game}", children=["Open the debrief"], classes=["push", "t-to-debrief"])


@solara.component
def Lobby(sight: ScreenSight) -> None:
    """Show how to come in, and who has."""
    common = sight.common
    taken = [seat for seat in common.seats if seat.human]
    with solara.Div(classes=["lobby"]):
        Html(f"<h1>{text(common.title)}</h1><p>Open this address on your phone or computer, and take a seat.</p>")
        with solara.Div(classes=["there"]):
            Place(path=f"/join/{sight.code}", warn=True)
        Html(
            '<p class="soft">or press “Join” on the first page and type</p>'
            f'<p class="code t-join-code">{text(sight.code)}</p>'
        )
        said = (
            f"{len(taken)} of {len(common.seats)} nations have people; AI plays the others."
            if taken
            else ("Nobody sits down yet. AI nations play every seat that stays free.")
        )
        Html(
            f'<p role="status" class="t-taken">{text(said)}</p>'
            f'<ul class="chairs t-chairs">{"".join(chair(seat) for seat in common.seats)}</ul>'
        )


@solara.component
def Head(common: Common) -> None:
    """Show round, phase, the clock, and whom all wait for."""
    with solara.Div(classes=["wallhead"]):
        Html(
            f"<h1>{text(PHASES[common.phase])}</h1><p>Round {common.round} of {common.rounds} · {common.year}</p>",
            classes=["now", "t-phase"],
        )
        Html(phases(common))
        with solara.Div(classes=["bigclock"]):
            Countdown(common.deadline, left=common.left, paused=common.paused)
    Html(f'<p class="waits t-waits" aria-live="polite">{text(waits(common) or common.phase_text)}</p>')


def _story(common: Common) -> None:
    for said in common.flashes:
        Html(f'<p class="say alarm t-flash" role="status"><b>Breaking news.</b> {gloss(said)}</p>')
    if common.chapter and common.phase != "over":
        Html(f'<p class="standfirst t-chapter">{gloss(common.chapter)}</p>')
    host = [one for one in common.public_words if one.maker == "host"]
    if host:
        Html(f'<p class="say t-word"><b>The facilitator:</b> {text(host[-1].text)}</p>')


def chair(seat: SeatView) -> str:
    """Write one nation: who plays it, and whether it is ready."""
    by = ", ".join(seat.people) if seat.human else "AI"
    stands = f" · {seat.played_by}" if seat.played_by.startswith("AI (") else ""
    ready = ' <span class="ok">✓ ready</span>' if seat.ready else ""
    member = ' <span class="mark">member</span>' if seat.member else ""
    kind = "person" if seat.human else "ai"
    return f'<li class="{kind}"><b>{text(seat.name)}</b>{member}<br><small>{text(by + stands)}{ready}</small></li>'


def headlines(common: Common) -> tuple[Event, ...]:
    """Pick what a room should read: what shook or bound nations before what went on by itself, in order of time."""
    loud = [one for one in common.news if one.kind not in _QUIET]
    quiet = [one for one in common.news if one.kind in _QUIET]
    kept = [*loud[-_NEWS:], *quiet[len(quiet) - max(_NEWS - len(loud), 0) :]]
    return tuple(one for one in common.news if one in kept)


def _accord(common: Common) -> None:
    accord = common.accord
    if not accord.members:
        return
    names = {seat.key: seat.name for seat in common.seats}
    cohesion = common.series.get("cohesion", ())
    held = f" Cohesion {cohesion[-1][1]:.2f} of 1." if cohesion and cohesion[-1][1] > 0 else ""
    Html(
        f'<p class="t-members"><b>{text(accord.name)}:</b> {text(", ".join(names[key] for key in accord.members))}.'
        f"{text(held)}</p>"
    )
