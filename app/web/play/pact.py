"""The accord: its present text, texts on the table with votes, and the nation's stance."""

from __future__ import annotations

from functools import partial
from typing import Any

import solara

from app.html import text
from app.web.parts import Choose, Html, Push, Terms
from app.web.play.previewing import Foresee
from app.web.play.sending import Hand
from app.web.play.talks import fields
from app.web.play.wording import gloss, said
from scenarios.game.lane_names import is_venture
from scenarios.game.sights import OfferView, ProposalView, Sight


@solara.component
def Pact(sight: Sight, hand: Hand) -> None:
    """Show the accord."""
    accord, common = sight.common.accord, sight.common
    names = {seat.key: seat.name for seat in common.seats}
    Html(f"<h2>{text(accord.name)}</h2>")
    if accord.members:
        members = ", ".join(names[key] for key in accord.members)
        leaving = "".join(f" {text(names[key])} leaves in {year}." for key, year in accord.notice)
        Html(f'<p class="t-members"><b>Members:</b> {text(members)}.{leaving}</p><p>{gloss(accord.said)}</p>')
    else:
        Html('<p class="t-members">There is no accord. A text that enough nations sign founds one.</p>')
    if sight.accord_worth:
        Html(f'<p class="say">{gloss(sight.accord_worth)}</p>')
    Html("<ul>" + "".join(f"<li>{gloss(rule)}</li>" for rule in accord.rules) + "</ul>", classes=["small", "soft"])
    if accord.when and common.phase in ("brief", "negotiate", "commit"):
        Html(f'<p class="small t-when">{gloss(accord.when)}</p>')
    Stand(sight, hand)
    Html("<h2>Texts on the table</h2>")
    if common.proposals and any(
        plant(one) and one.round == common.round and one.state == "accepted"
        for thread in sight.threads
        for one in thread.offers
    ):
        Html(
            '<p class="small say t-changed">You have agreed on a plant this year. The figures below do not include '
            "it yet; at the summit they will, and some nations may then sign or stay out after all.</p>"
        )
    if not common.proposals:
        nothing = (
            "None. The mediator puts none forward before the review; a member may propose one."
            if accord.early
            else "None yet. The mediator puts one forward where nobody else does."
        )
        outside = accord.members and sight.nation not in accord.members
        if outside and sight.nation in accord.eligible:
            nothing = "Only members vote on the text; a nation that joins has a vote from the next year on."
        Html(f'<p class="soft">{text(accord.why_not or nothing)}</p>')
    elif not accord.members:
        Html(
            '<p class="small soft t-vote-means">Votes are opinions. Each government decides at the summit, counting '
            "plants agreed since and those who sign: a text may be signed that most voted against, or fail "
            "although most were for it.</p>"
        )
    with solara.Div(classes=["cards", "t-proposals"]):
        for one in common.proposals:
            Proposal(one, sight, hand).key(str(one.id))
    if accord.negotiable and common.phase == "negotiate" and sight.nation in (accord.members or accord.eligible):
        Propose(sight, hand).key(f"propose {common.round}")


def plant(offer: OfferView) -> bool:
    """Tell whether an offer is about a joint venture, which changes the market for all."""
    return is_venture(offer.lane)


@solara.component
def Stand(sight: Sight, hand: Hand) -> None:
    """Choose the nation's stance on the accord this year."""
    accord = sight.common.accord
    member = sight.nation in accord.members
    if not member and sight.nation not in accord.eligible:
        Html('<p class="soft">Your nation may not join this accord.</p>')
        return
    usual = "stay a member" if member else "stay outside" if accord.members else "sign only a text that my vote was for"
    options = [
        ["", usual],
        *(
            [["leave", "give notice to leave"]]
            if member
            else [["join", "sign what the summit settles on"], ["stay out", "stay out this year"]]
        ),
    ]
    if sight.common.phase in ("brief", "negotiate", "commit"):
        Choose(
            label="Where you stand this year",
            value=sight.stance,
            options=options,
            mark="stance",
            event_chosen=lambda stance: hand.send({"do": "stance", "stance": stance}),
        )


@solara.component
def Proposal(one: ProposalView, sight: Sight, hand: Hand) -> None:
    """Show a text with its votes, and vote."""
    voice = sight.nation in (sight.common.accord.members or sight.common.accord.eligible)
    titles = {article.name: article.title for article in sight.common.accord.articles}
    with solara.Div(classes=["card", "open" if one.current else "", f"t-proposal-{one.id}"]):
        lead = ' <span class="mark sure">most votes: goes to the summit</span>' if one.current else ""
        votes = "".join(
            f"<li><b>{text(name)}</b> {'for' if yes else 'against'}{gloss(_why(why))}</li>"
            for name, yes, why in one.votes
        )
        Html(
            f"<h3>Text {one.id}, by {text(one.maker_name)}{lead}</h3>"
            f"{said({titles.get(term.name, term.name): term.text for term in one.terms})}"
            f'<p><b>{one.yes} for, {one.no} against.</b></p><ul class="small">{votes}</ul>'
        )
        if voice and sight.common.phase in ("negotiate", "commit"):
            Foresee(hand, {"do": "propose", "text": {term.name: term.level for term in one.terms}})
            with solara.Div(classes=["acts"]):
                for yes, word in ((True, "Vote for it"), (False, "Vote against it")):
                    Push(
                        f"✓ {word}" if one.my_vote is yes else word,
                        partial(hand.send, {"do": "vote", "proposal": one.id, "yes": yes}),
                        mark=f"vote-{'yes' if yes else 'no'}-{one.id}",
                        strong=one.my_vote is yes,
                    )


def _why(reason: str) -> str:
    """A reason without the vote that it repeats."""
    plain = reason.removeprefix("for: ").removeprefix("against: ")
    return f": {plain}" if plain else ""


@solara.component
def Propose(sight: Sight, hand: Hand) -> None:
    """Amend the text and put it to the vote."""
    shown, show = solara.use_state(False)
    chosen: solara.Reactive[list[int] | None] = solara.use_reactive(None)
    articles = sight.common.accord.articles
    leading = next((one for one in sight.common.proposals if one.current), None)
    base: dict[str, Any] = (
        {term.name: term.level for term in leading.terms} if leading else dict(sight.common.accord.text)
    )
    nothing: list[int] = []
    start, set_start = solara.use_state(nothing)
    if not shown:

        def begin() -> None:
            set_start([a.levels.index(base[a.name]) if base.get(a.name) in a.levels else 0 for a in articles])
            chosen.set(None)
            show(True)

        with solara.Div(classes=["acts"]):
            Push("Propose another text", begin, mark="propose")
        return

    def draft() -> dict[str, Any]:
        places = chosen.value or start
        return {"do": "propose", "text": {one.name: one.levels[at] for one, at in zip(articles, places, strict=True)}}

    Html("<h2>Your text</h2>")
    Terms(
        terms=[fields(article) for article in articles],
        value=start,
        start=start,
        mark="article",
        event_chosen=chosen.set,
    )
    Foresee(hand, draft())

    def go() -> None:
        if hand.send(draft()):
            show(False)

    with solara.Div(classes=["acts"]):
        Push("Put it to the vote", go, mark="propose-send", strong=True)
        Push("Never mind", lambda: show(False), mark="propose-drop")
