"""Everything that is said and offered, in one stream; people at the table are told that the facilitator reads along."""

from __future__ import annotations

from typing import Any

import solara

from app.html import text
from app.web.parts import Choose, Html, Push, Writing
from app.web.play.sending import Hand
from scenarios.game.sights import HostSight, OfferView, WordsView

_MOST = 80
"""Entries shown at once."""
_KINDS = [
    ["", "everything"],
    ["private", "private messages"],
    ["public", "messages to all"],
    ["offers", "offers"],
    ["people", "what people said and offered"],
]
EVERYBODY = "all"
_DRAFT = "words of the host"
"""Where what the facilitator is writing is kept, so that another part of the page or a reload does not lose it."""


@solara.component
def Stream(sight: HostSight, hand: Hand) -> None:
    """Show the stream, and let the facilitator speak."""
    kind, set_kind = solara.use_state("")
    Speak(sight, hand)
    Html("<h2>All messages and offers</h2><p class='small soft'>Newest first. Tell people that you read along.</p>")
    with solara.Div(classes=["form", "small"]):
        Choose(label="Show", value=kind, options=_KINDS, mark="stream-kind", event_chosen=set_kind)
    rows = entries(sight, kind)
    if not rows:
        Html('<p class="soft">Nothing yet.</p>')
    more = f'<p class="soft small">{len(rows) - _MOST} older ones are in the files.</p>' if len(rows) > _MOST else ""
    Html(f'<ol class="stream t-stream">{"".join(row for _, row in rows[:_MOST])}</ol>{more}')


@solara.component
def Speak(sight: HostSight, hand: Hand) -> None:
    """Write to all, or to one seat."""
    to, set_to = solara.use_state(EVERYBODY)
    turn, set_turn = solara.use_state(0)
    ears = [[EVERYBODY, "everybody"], *([seat.key, seat.name] for seat in sight.common.seats if seat.human)]

    def keep(words: str) -> None:
        hand.game.keep_draft(hand.token, _DRAFT, words or None)

    def send(_: Any = None) -> None:
        if hand.send({"do": "say", "to": to, "text": hand.game.draft(hand.token, _DRAFT) or ""}):
            keep("")
            set_turn(turn + 1)

    Html("<h2>Write as the facilitator</h2>")
    with solara.Div(classes=["form"]):
        Choose(label="To", value=to, options=ears, mark="host-to", event_chosen=set_to)
        Writing(
            label="Message",
            value=hand.game.draft(hand.token, _DRAFT) or "",
            mark="host-words",
            rows=2,
            turn=turn,
            event_typed=keep,
            event_entered=send,
        )
        Push("Send", send, mark="host-send", strong=True)


def entries(sight: HostSight, kind: str = "") -> list[tuple[int, str]]:
    """List messages and offers of one kind, the newest first; ids are given out in the order in which things happen."""
    found = []
    if kind != "offers":
        found += [(one.id, _words(one)) for one in sight.words if _wanted(one, kind)]
    if kind in ("", "offers", "people"):
        found += [(one.id, _offer(one)) for one in sight.offers if kind != "people" or not one.by_ai]
    return sorted(found, reverse=True)


def _wanted(one: WordsView, kind: str) -> bool:
    public = one.to == EVERYBODY
    return {"private": not public, "public": public, "people": not one.by_ai}.get(kind, True)


def _words(one: WordsView) -> str:
    marks = ('<span class="mark kind">AI</span> ' if one.by_ai else "") + (
        '<span class="mark">leaked</span> ' if one.leaked else ""
    )
    public = " public" if one.to == EVERYBODY else ""
    return (
        f'<li class="words{public}"><div class="from"><b>{text(one.maker_name)}</b> to {text(one.to_name)} {marks}'
        f'<small class="soft">round {one.round} · no. {one.id}</small></div><div>{text(one.text)}</div></li>'
    )


def _offer(one: OfferView) -> str:
    terms = "; ".join(f"{text(term.name)} {text(term.text)}" for term in one.terms)
    ai = '<span class="mark kind">AI</span> ' if one.by_ai else ""
    answers = f" in answer to no. {one.counters}" if one.counters else ""
    said = f"<div>“{text(one.said)}”</div>" if one.said else ""
    why = f'<div class="soft small">{text(one.other_name)}: {text(one.reason)}</div>' if one.reason else ""
    return (
        f'<li class="offer {text(one.state)}"><div class="from"><b>{text(one.maker_name)}</b> to '
        f'{text(one.other_name)}{answers} {ai}<span class="state">{text(one.state)}</span> '
        f'<small class="soft">round {one.round} · no. {one.id}</small></div>'
        f"<div>Offer: {text(one.title)}</div><div class='small'>{terms}</div>{said}{why}</li>"
    )
