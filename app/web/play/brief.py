"""The reading of a seat: its brief, the story of the round, and the news."""

from __future__ import annotations

import solara

from agents.world.events import Event
from agents.year.accord_year import SUMMIT
from app.html import folded, text
from app.web.parts import Html
from app.web.play.wording import gloss
from app.words import KINDS
from scenarios.briefings import primer
from scenarios.game.sights import Common, Sight

_PARTS = (
    ("who", "Who you are"),
    ("have", "What you have"),
    ("lack", "What you lack"),
    ("awake", "What keeps your minister awake"),
)
_LOUD = ("shock", "accord", "accession", "exit", "breach", "claim", "ruling", "suspension", "election", "release")
"""Kinds of news that everybody should read."""
_GOOD = (("security", "Security"), ("benefit", "Benefit"), ("trust", "Trust"))


@solara.component
def Brief(sight: Sight) -> None:
    """Show everything that there is to read."""
    story(sight.common)
    _role(sight)
    Html(news(sight.common, mine=sight.nation))


def flashes(common: Common) -> None:
    """Tell what the facilitator let happen this round."""
    for said in common.flashes:
        Html(f'<p class="say alarm t-flash" role="status"><b>Breaking news.</b> {gloss(said)}</p>')


def story(common: Common) -> None:
    """Tell the chapter of the round and what the facilitator let happen."""
    flashes(common)
    if common.chapter:
        Html(f'<p class="standfirst t-chapter">{gloss(common.chapter)}</p>')


def _role(sight: Sight) -> None:
    found = sight.briefing
    if found is None:
        return
    body = "".join(f"<h3>{title}</h3><p>{gloss(getattr(found, name))}</p>" for name, title in _PARTS)
    good = "".join(f"<li><b>{title}.</b> {gloss(getattr(found, name))}</li>" for name, title in _GOOD)
    partners = "".join(f"<li><b>{text(one.name)}.</b> {gloss(one.why)}</li>" for one in found.partners)
    whole = (
        f"{body}<h3>What good looks like</h3><ul>{good}</ul><h3>Whom to talk to</h3><ul>{partners}</ul>"
        f"<h3>For your eyes only</h3><p>{gloss(found.secret)}</p>"
    )
    if sight.common.round <= 1:
        Html(f'<section class="role t-role"><h2>Your brief: {text(sight.name)}</h2>{whole}</section>')
    else:
        Html(folded(f"Your brief: {sight.name}", whole), classes=["t-role"])
    start = primer()
    Html(folded(start.title, "".join(f"<p>{gloss(one)}</p>" for one in start.text), f"<p>{gloss(start.secrets)}</p>"))


def news(common: Common, *, mine: str = "", most: int = 40) -> str:
    """List what happened, what concerns oneself first in bold."""
    latest = list(reversed(common.news))
    loud = [one for one in latest if mine in one.actors or one.kind in _LOUD or one.about == SUMMIT] if mine else latest
    quiet = [one for one in latest if one not in loud]
    # What struck comes first, then what concerns one's own nation, then what everybody should know.
    ordered = sorted(loud, key=lambda one: 0 if one.kind == "shock" else 1 if mine in one.actors else 2)
    rows = "".join(_line(one, mine) for one in (ordered if mine else loud)[:most])
    nothing = '<p class="soft">Nothing that concerns you has happened yet.</p>' if not rows else ""
    rest = f'<ol class="news">{"".join(_line(one, mine) for one in quiet[:most])}</ol>'
    more = folded(f"Elsewhere in the world: {len(quiet)} more", rest) if quiet else ""
    return f'<h2>What happened</h2>{nothing}<ol class="news t-news">{rows}</ol>{more}'


def _line(one: Event, mine: str) -> str:
    when = f"{one.year}" + (f", quarter {one.quarter}" if one.quarter else "")
    own = " own" if mine and mine in one.actors else ""
    return (
        f'<li class="{text(one.kind)}{own}"><span class="kind">{text(KINDS.get(one.kind, one.kind))}</span>'
        f'<small class="soft">{when}</small><br>{gloss(one.text)}</li>'
    )
