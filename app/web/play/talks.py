"""The table: offers to answer, offers to make, and a thread with every partner."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import solara

from agents.world.wording import with_articles
from app.drawing.scales import percent
from app.html import text
from app.web.following import use_answer
from app.web.parts import Choose, Html, Push, Terms, Writing
from app.web.play.chances import where
from app.web.play.previewing import Foresee
from app.web.play.sending import Hand
from app.web.play.wording import gloss, said
from scenarios.game.board import LaneView, TermView
from scenarios.game.lane_names import is_venture, within
from scenarios.game.sights import OfferView, Sight, Thread, WordsView

_STATES = {
    "open": "open",
    "accepted": "accepted",
    "refused": "refused",
    "countered": "countered",
    "withdrawn": "withdrawn",
    "expired": "expired",
}
EVERYBODY = "all"
_CLOSED = {
    "brief": "Offers are made once the table is open; “Ready to talk” says that you are.",
    "commit": "The table is closed until next year.",
    "report": "The table opens again next year.",
}


@solara.component
def Talks(sight: Sight, hand: Hand) -> None:
    """Show the table."""
    countering, counter = solara.use_state(0)
    open_now = sight.common.phase == "negotiate"
    mine = [offer for thread in sight.threads for offer in thread.offers if offer.mine and offer.state == "open"]
    Html("<h2>Offers that wait for your answer</h2>")
    if not sight.inbox:
        Html(
            '<p class="soft">None now. AI nations come with offers of their own within a moment of the table opening.'
            "</p>"
            if open_now
            else f'<p class="soft">None now. {_CLOSED.get(sight.common.phase, "")}</p>'
        )
    with solara.Div(classes=["cards", "t-inbox"]):
        for offer in sight.inbox:
            Card(
                offer,
                hand,
                open_now=open_now,
                countering=countering == offer.id,
                on_counter=partial(counter, 0 if countering == offer.id else offer.id),
            ).key(f"in {offer.id}")
    if mine:
        Html("<h2>Offers of yours that wait</h2>")
        with solara.Div(classes=["cards", "t-outbox"]):
            for offer in mine:
                Card(offer, hand, open_now=open_now).key(f"out {offer.id}")
    Html(_lately(sight))
    if open_now and sight.lanes:
        # By name, for the cards above come and go: an offer that is being written must not be thrown away with them.
        Begin(sight, hand).key("begin")
    Threads(sight, hand).key("threads")


def _lately(sight: Sight, most: int = 8) -> str:
    """Answers and messages to the seat this round, the newest first."""
    now = sight.common.round
    offers = [one for thread in sight.threads for one in thread.offers if one.round == now and one.state != "open"]
    words = [one for thread in sight.threads for one in thread.words if one.round == now]
    rows = [(one.id, _offer_line(one)) for one in offers] + [(one.id, _words_line(one)) for one in words]
    lines = "".join(line for _, line in sorted(rows, reverse=True)[:most])
    return f'<h2>Answers this round</h2><ol class="talk t-lately">{lines}</ol>' if lines else ""


@solara.component
def Card(
    offer: OfferView,
    hand: Hand,
    *,
    open_now: bool,
    countering: bool = False,
    on_counter: Callable[[], None] | None = None,
) -> None:
    """Show one offer with what can be done about it."""
    sure, make_sure = solara.use_state(False)
    with solara.Div(classes=["card", "mine" if offer.mine else offer.state, f"t-offer-{offer.id}"]):
        Html(offer_said(offer))
        if offer.state != "open" or not open_now:
            return
        if offer.mine:
            with solara.Div(classes=["acts"]):
                Push("Withdraw", lambda: hand.send({"do": "withdraw", "offer": offer.id}), mark=f"withdraw-{offer.id}")
            return
        if sure:
            Foresee(hand, {"do": "accept", "offer": offer.id})
        with solara.Div(classes=["acts"]):
            if sure:
                Push(
                    "Yes, accept",
                    lambda: hand.send({"do": "accept", "offer": offer.id}),
                    mark=f"accept-sure-{offer.id}",
                    strong=True,
                )
                Push("Not yet", lambda: make_sure(False), mark=f"accept-not-{offer.id}")
            else:
                pays = offer.worth is not None and offer.worth >= 0
                Push("Accept", lambda: make_sure(True), mark=f"accept-{offer.id}", strong=pays)
                Push(
                    "Counter" if not countering else "Close",
                    on_counter or (lambda: None),
                    mark=f"counter-{offer.id}",
                    strong=not pays,
                )
                Push("Refuse", lambda: hand.send({"do": "refuse", "offer": offer.id}), mark=f"refuse-{offer.id}")
                Push("Ask", lambda: hand.send({"do": "ask", "offer": offer.id}), mark=f"ask-{offer.id}")
        if countering:
            at = {term.name: term.level for term in offer.terms}
            Form(
                hand,
                offer.lane,
                {"do": "counter", "offer": offer.id},
                at,
                "Send the counter-offer",
                on_counter or (lambda: None),
            ).key(f"counter {offer.id}")


def offer_said(offer: OfferView) -> str:
    """Write an offer."""
    whose = text(with_articles(f"To {offer.other_name}" if offer.mine else f"From {offer.maker_name}"))
    by = ' <span class="mark">AI</span>' if offer.by_ai else ""
    terms = said({term.name: term.text for term in offer.terms})
    worth = (
        ""
        if offer.worth is None
        else (
            f'<p class="small {"up" if offer.worth >= 0 else "down"}">Worth {usd_m(offer.worth)} to you over '
            "its life.</p>"
        )
    )
    reason = f'<p class="small">{gloss(offer.reason)}</p>' if offer.reason else ""
    state = "" if offer.state == "open" else f' <span class="mark">{_STATES[offer.state]}</span>'
    unsaid = f'<p class="small">{text(offer.unsaid)}</p>' if offer.unsaid else ""
    return f"<h3>{whose}: {text(within(offer.title))}{by}{state}</h3>{terms}{unsaid}{worth}{reason}"


def usd_m(worth: float) -> str:
    """Say a worth with as many figures as anybody could care for."""
    return f"{worth:+,.{0 if abs(worth) >= 100 else 1}f} USD m"


@solara.component
def Begin(sight: Sight, hand: Hand) -> None:
    """Let somebody make an offer on a lane of its own."""
    lane, set_lane = solara.use_state("")
    answer = use_answer((sight.nation, sight.common.round), lambda asked: hand.game.gains(asked[0]))
    own = {one.key: one for one in sight.lanes}
    first = [own[one.lane] for one in answer.value or () if one.lane in own and one.least > 0]
    rest = [one for one in sight.lanes if one not in first]
    with solara.Div(classes=["begin"]):
        Html("<h2>Make an offer</h2>")
        if answer.value is not None:
            Html(where(sight, answer.value))
        options = [
            ["", "Choose a partner and a good …"],
            *([one.key, f"★ {_lane(one)}"] for one in first),
            *([one.key, _lane(one)] for one in rest),
        ]
        Choose(label="What to trade", value=lane, options=options, mark="lane", event_chosen=set_lane)
        if lane and lane in {one.key for one in sight.lanes}:
            Form(hand, lane, {"do": "offer", "lane": lane}, {}, "Send the offer", lambda: set_lane("")).key(lane)


def _lane(one: LaneView) -> str:
    if not one.tonnes:
        return one.title
    if is_venture(one.key):
        # Its tonnes are owed from the year after it has opened.
        return f"{one.title}: up to {one.tonnes:,.0f} t a year, opens in {_years(one.waits - 1)}"
    later = f", in {_years(one.waits)} at the earliest" if one.waits else ""
    return f"{one.title}: up to {one.tonnes:,.0f} t a year{later}"


def _years(number: int) -> str:
    return f"{number} year{'' if number == 1 else 's'}"


@solara.component
def Form(hand: Hand, lane: str, move: dict[str, Any], at: dict[str, Any], send: str, done: Callable[[], None]) -> None:
    """Choose terms, see what they would bring, and send them."""
    answer = use_answer(lane, lambda asked: (hand.game.form(asked), hand.game.beginning(asked)))
    # Read when a button is pressed, not when it was drawn: a press may come before what was chosen has been drawn.
    chosen: solara.Reactive[list[int] | None] = solara.use_reactive(None)
    if answer.wrong:
        Html(f'<p class="wrong">{text(answer.wrong)}</p>')
        return
    if answer.value is None:
        Html('<p class="soft" role="status">Laying the terms on the table …</p>')
        return
    terms: tuple[TermView, ...]
    terms, usual = answer.value
    start = [term.levels.index((at or usual)[term.name]) for term in terms]

    def draft() -> dict[str, Any]:
        places = chosen.value or start
        return move | {"terms": {term.name: term.levels[at] for term, at in zip(terms, places, strict=True)}}

    Terms(
        terms=[fields(term) for term in terms],
        value=start,
        start=start if at else chosen.value or start,
        mark=f"term-{move['do']}",
        event_chosen=chosen.set,
    )
    Foresee(hand, draft())

    def go() -> None:
        if hand.send(draft()):
            done()

    with solara.Div(classes=["acts"]):
        Push(send, go, mark="send-offer", strong=True)
        Push("Never mind", done, mark="drop-offer")


def fields(term: Any) -> dict[str, Any]:
    """Turn a term or an article into a form field."""
    title = getattr(term, "title", "") or term.name
    return {"name": term.name, "title": title, "meaning": term.meaning, "levels": list(term.texts)}


@solara.component
def Threads(sight: Sight, hand: Hand) -> None:
    """Show what was said and offered between oneself and each partner, and write to it."""
    partner, set_partner = solara.use_state(EVERYBODY)
    turn, set_turn = solara.use_state(0)
    private = bool(hand.game.rules.private_talk)
    draft = hand.game.draft(hand.token, f"words {partner}") or ""
    threads = {thread.partner: thread for thread in sight.threads}
    options = [[EVERYBODY, "everybody"], *([key, _partner(one)] for key, one in threads.items())]

    def keep(words: str) -> None:
        hand.game.keep_draft(hand.token, f"words {partner}", words or None)

    def write(_: Any = None) -> None:
        words = hand.game.draft(hand.token, f"words {partner}") or ""
        if hand.send({"do": "say", "to": partner, "text": words}):
            keep("")
            set_turn(turn + 1)

    with solara.Div(classes=["threads"]):
        Html("<h2>Talk</h2>")
        Choose(label="With", value=partner, options=options, mark="partner", event_chosen=set_partner)
        thread = threads.get(partner)
        Html(_history(thread.offers, thread.words) if thread else _history((), sight.common.public_words))
        if private or partner == EVERYBODY:
            with solara.Div(classes=["form"]):
                Writing(
                    label=f"Your words to {thread.name if thread else 'everybody'}",
                    value=draft,
                    mark="words",
                    rows=3,
                    most=600,
                    turn=turn,
                    event_typed=keep,
                    event_entered=write,
                ).key(f"words {partner}")
                Push("Send", write, mark="say")
        else:
            Html('<p class="soft">In this game all talk is public; write to everybody.</p>')


def _partner(one: Thread) -> str:
    waiting = f", {one.open} to answer" if one.open else ""
    name = f"{one.name} (AI)" if one.by_ai else one.name
    return (
        f"{name}: you trust it {percent(one.trust, digits=0)}, it trusts you {percent(one.trusted, digits=0)}{waiting}"
    )


def _history(offers: tuple[OfferView, ...], words: tuple[WordsView, ...]) -> str:
    rows = [(one.round, one.id, _offer_line(one)) for one in offers] + [
        (one.round, one.id, _words_line(one)) for one in words
    ]
    if not rows:
        return '<p class="soft">Nothing yet.</p>'
    lines = "".join(line for *_, line in sorted(rows, key=lambda row: row[:2]))
    return f'<ol class="talk t-talk" tabindex="0" aria-label="What was said">{lines}</ol>'


def _offer_line(one: OfferView) -> str:
    whose = "You offered" if one.mine else f"{text(one.maker_name)} offered"
    terms = ", ".join(f"{term.name} {term.text}" for term in one.terms)
    # What was countered was not refused for good: the new offer lies among those that wait.
    why = one.reason.removeprefix("refused: ") if one.state == "countered" else one.reason
    reason = f"<br><small>{gloss(why)}</small>" if why else ""
    said = f"{within(one.title)}: {terms}"
    return (
        f'<li class="{"own" if one.mine else ""}"><span class="from">{whose}</span> {text(said)} '
        f'<span class="mark">{_STATES[one.state]}</span>{reason}</li>'
    )


def _words_line(one: WordsView) -> str:
    who = "You" if one.mine else text(one.maker_name)
    marks = (' <span class="mark">AI</span>' if one.by_ai else "") + (
        ' <span class="mark">leaked to the press</span>' if one.leaked else ""
    )
    return (
        f'<li class="{"own" if one.mine else ""}"><span class="from">{who}</span>'
        f"<small> to {text(one.to_name)}</small>{marks}<br>{text(one.text)}</li>"
    )
