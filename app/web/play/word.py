"""Promises and disputes: promised against delivered, keeping or breaking one's word, claims and cases."""

from __future__ import annotations

import math
from typing import Any

import solara

from app.drawing.scales import percent
from app.html import table, text
from app.web.parts import Choose, Html, Push, Writing
from app.web.play.sending import Hand
from app.web.play.wording import excused, gloss
from scenarios.game.board import CaseView, PromiseView
from scenarios.game.sights import Sight
from scenarios.menus import ENDS

_MAY = ("brief", "negotiate", "commit")
_ACTS = {
    "hold": "hold out for a ruling",
    "settle": "settle",
    "drop": "drop the claim",
    "pay": "pay in full",
    "refuse": "refuse to pay",
    "give way": "take the wall down",
}


_RULED = ("remedy", "review", "suspension")
"""Stages in which a ruling has been given."""
_LATE = "wait and see"
"""Words for holding out after the ruling."""


@solara.component
def Word(sight: Sight, hand: Hand) -> None:
    """Show promises and disputes."""
    names = {seat.key: seat.name for seat in sight.common.seats}
    Html("<h2>Promised against delivered</h2>")
    if not sight.promises:
        Html('<p class="soft">You have promised nothing and been promised nothing yet.</p>')
    else:
        Html(_table(sight, names))
    for one in sight.promises:
        if one.status == "in force" or one.owed > 0:
            Promise(one, sight, hand, names).key(one.name)
    if sight.nation in sight.common.accord.members and sight.common.phase in _MAY:
        Reserve(sight, hand)
    Html("<h2>Disputes</h2>")
    if not sight.cases:
        Html('<p class="soft">You are in no dispute.</p>')
    with solara.Div(classes=["cards", "t-cases"]):
        for case in sight.cases:
            Case(case, sight, hand, names).key(case.id)


def _table(sight: Sight, names: dict[str, str]) -> str:
    rows = [
        [
            text(one.name),
            text(f"{names[one.seller]} to {names[one.buyer]}"),
            text(one.goods),
            f"{one.promised:,.0f}",
            f"{one.delivered:,.0f}",
            (percent(one.delivered / one.promised, digits=0) if one.promised else "–") + excused(one),
            text(one.status),
        ]
        for one in sight.promises
    ]
    return table(
        ["Agreement", "From and to", "Good", "Promised, t", "Delivered, t", "Kept", "State"],
        rows,
        words=3,
        caption="Over the life of each agreement so far",
        kind="broad",
    )


@solara.component
def Promise(one: PromiseView, sight: Sight, hand: Hand, names: dict[str, str]) -> None:
    """Show an agreement, and decide whether it is kept, claimed about or ended."""
    sure, make_sure = solara.use_state(False)
    may = sight.common.phase in _MAY
    broken = one.name in sight.breaks
    owed_to_me = one.owed > 0 and one.owed_by not in ("", sight.nation)
    with solara.Div(classes=["card", "broken" if broken or owed_to_me else "", f"t-promise-{one.name}"]):
        # Told here too, for on a phone the table's figures lie beyond its edge.
        so_far = f"{one.delivered:,.0f} of {one.promised:,.0f} t delivered" if one.promised else "nothing due yet"
        Html(
            f"<h3>{text(one.name)}: {text(one.goods)} from {text(names[one.seller])} to {text(names[one.buyer])}</h3>"
            f"<p class='small'><b>So far {so_far}{excused(one)}.</b> {gloss(one.terms)}; until {one.ends}.</p>"
        )
        if owed_to_me:
            Html(
                f'<p class="down">Missing: {one.owed:,.0f} t; the loss to you is {one.loss:,.1f} USD m. '
                f"Evidence: {one.delivered:,.0f} of {one.promised:,.0f} t delivered, "
                f"{one.breaches} quarters missed.</p>"
            )
            if one.hindrance and sight.common.phase != "over":
                Html(
                    f'<p class="small t-hindrance">As things are no case would be opened: {text(one.hindrance)}. '
                    "A claim that you make now will count for deliveries missed in the coming year.</p>"
                )
        if not may:
            if owed_to_me and sight.common.phase in ("resolve", "report") and sight.common.round < sight.common.rounds:
                Html('<p class="soft small t-claim-later">You may claim damages once the next round has begun.</p>')
            return
        with solara.Div(classes=["acts"]):
            if one.status == "in force":
                if broken:
                    Push(
                        "Keep it after all",
                        lambda: hand.send({"do": "keep", "promise": one.name, "keep": True}),
                        mark=f"keep-{one.name}",
                    )
                elif sure:
                    Push(
                        "Yes, break it this year",
                        lambda: _break(hand, one.name, make_sure),
                        mark=f"break-sure-{one.name}",
                    )
                    Push("No, keep it", lambda: make_sure(False), mark=f"break-not-{one.name}", strong=True)
                else:
                    Push("Break it this year …", lambda: make_sure(True), mark=f"break-{one.name}")
            if owed_to_me:
                claimed = one.name in sight.claims
                Push(
                    "✓ Claim damages" if claimed else "Claim damages",
                    lambda: hand.send({"do": "claim", "promise": one.name, "claim": not claimed}),
                    mark=f"claim-{one.name}",
                    strong=not claimed,
                )
                ended = one.name in sight.ends
                Push(
                    "✓ End the agreement" if ended else "End the agreement",
                    lambda: hand.send({"do": "claim", "promise": one.name, "end": not ended}),
                    mark=f"end-{one.name}",
                )
        if sure and not broken:
            Html('<p class="soft small">Others will see it. The partner may claim, and trust you less for years.</p>')


def _break(hand: Hand, name: str, make_sure: Any) -> None:
    hand.send({"do": "keep", "promise": name, "keep": False})
    make_sure(False)


@solara.component
def Reserve(sight: Sight, hand: Hand) -> None:
    """Decide whether one would release from the shared reserve when it is called on."""
    hoards = "reserve" in sight.breaks
    options = [["keep", "release what we owe, as agreed"], ["break", "hold it back for ourselves"]]
    Choose(
        label="If the shared reserve is opened this year",
        value="break" if hoards else "keep",
        options=options,
        mark="reserve",
        event_chosen=lambda word: hand.send({"do": "keep", "promise": "reserve", "keep": word == "keep"}),
    )


@solara.component
def Case(case: CaseView, sight: Sight, hand: Hand, names: dict[str, str]) -> None:
    """Show a case from claim to ruling, and say what one does about it."""
    total = solara.use_reactive("")
    claims = case.claimant == sight.nation
    acts = ("hold", "settle", "drop") if claims else ("hold", "settle", "pay", "refuse", *["give way"] * case.wall)
    chance = case.claimant_view if claims else case.respondent_view
    with solara.Div(classes=["card", "open" if case.open else "", f"t-case-{case.id}"]):
        asked = case.open and not math.isnan(chance)
        view = f" You give the claim a chance of {percent(chance, digits=0)}." if asked else ""
        story = "".join(f"<li>{gloss(line)}</li>" for line in case.story)
        Html(
            f"<h3>{text(case.id)}: {text(names[case.claimant])} against {text(names[case.respondent])}</h3>"
            f"<p><b>Evidence:</b> {_evidence(case)}. "
            f"At stake: {case.stake:,.1f} USD m. Forum: {text(case.forum)}; now: {text(case.stage)}."
            f"{view}{_end(case)}</p>"
            f'<ol class="small">{story}</ol>'
        )
        if not case.open or sight.common.phase not in _MAY:
            return
        now = sight.acts.get(case.id, "hold")
        Choose(
            label="What you do",
            value=now,
            options=[[act, _LATE if act == "hold" and case.stage in _RULED else _ACTS[act]] for act in acts],
            mark=f"act-{case.id}",
            event_chosen=lambda act: hand.send({"do": "dispute", "case": case.id, "act": act}),
        )
        if now == "settle":
            with solara.Div(classes=["form"]):
                word = "at least" if claims else "at most"
                Writing(
                    label=f"For {word}, USD m (closed at the middle if both sums meet)",
                    rows=1,
                    most=12,
                    value=f"{sight.sums[case.id]:g}" if case.id in sight.sums else "",
                    mark=f"sum-{case.id}",
                    event_typed=total.set,
                )
                Push("Offer this sum", lambda: _settle(hand, case.id, total.value), mark=f"settle-{case.id}")


def _end(case: CaseView) -> str:
    """Say how a closed case ended, and what was paid."""
    if case.open or case.outcome not in ENDS:
        return ""
    paid = f" Paid: {case.paid:,.1f} USD m." if case.paid > 0 else ""
    return f' <b class="t-end">{ENDS[case.outcome]}</b>{paid}'


def _evidence(case: CaseView) -> str:
    """Say what a case rests on: deliveries under an agreement, or trade that a wall keeps out."""
    if case.wall:
        return f"{case.delivered:,.0f} of {case.promised:,.0f} t a year cross the wall {text(case.promise)}"
    return f"{case.delivered:,.0f} of {case.promised:,.0f} t delivered under {text(case.promise)}"


def _settle(hand: Hand, case: str, typed: str) -> None:
    try:
        amount = float(typed.replace(",", ""))
    except ValueError:
        hand.told(f"A sum is a number of USD m, such as 2.5; got {typed!r}.")
        return
    hand.send({"do": "dispute", "case": case, "act": "settle", "sum": amount})
