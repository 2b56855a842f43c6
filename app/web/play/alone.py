"""A nation's moves alone: levers, each valued by the market, to be confirmed apart from the table."""

from __future__ import annotations

from dataclasses import asdict

import solara

from app.html import text
from app.web.following import use_answer
from app.web.parts import Html, Levers, Push
from app.web.play.previewing import Foresee
from app.web.play.sending import Hand
from app.web.play.wording import gloss
from scenarios.game.sights import Sight

_ROUNDING = 0.5
"""USD m that figures on the page leave out."""
_MAY = ("brief", "negotiate", "commit")


@solara.component
def Alone(sight: Sight, hand: Hand) -> None:
    """Show the levers."""
    Html(
        '<h2>Alone</h2><p class="soft">What your government can do without asking anybody. You can change your mind '
        "until the year is played. Without a decision nothing new is begun.</p>"
    )
    Html(agreed(sight))
    if sight.common.phase not in _MAY:
        Html('<p class="soft">Nothing can be decided now.</p>')
        return
    if sight.levers is None:
        Html('<p class="soft" role="status">Working out what each lever would be worth …</p>')
        return
    if not sight.levers:
        Html('<p class="soft">This year nothing lies within your budget.</p>')
        return
    Chosen(sight, hand).key(f"alone {sight.common.round}")


def agreed(sight: Sight) -> str:
    """Recall what was agreed at the table this year, and what one has said on the accord."""
    now = sight.common.round
    signed = [one for thread in sight.threads for one in thread.offers if one.round == now and one.state == "accepted"]
    rows = [f"Agreed: {one.title}" for one in signed]
    votes = [one for one in sight.common.proposals if one.my_vote is not None]
    rows += [f"You voted {'for' if one.my_vote else 'against'} text {one.id}, by {one.maker_name}" for one in votes]
    if not rows:
        return ""
    lines = "".join(f"<li>{gloss(row)}</li>" for row in rows)
    return f'<div class="say small t-agreed"><p>So far this year:</p><ul>{lines}</ul></div>'


def paid_first(budget: float, left: float) -> str:
    """Say what agreed plants leave of the budget, where they take any of it."""
    if budget - left < _ROUNDING:
        return ""
    return (
        '<p class="say small t-paid-first">The plant that you agreed on is paid first: '
        f"{budget - left:,.0f} of your {budget:,.0f} USD m. {left:,.0f} are left.</p>"
    )


@solara.component
def Chosen(sight: Sight, hand: Hand) -> None:
    """Choose sizes, see what they would bring, and confirm."""
    options = sight.levers or ()
    decided = sight.pulled or {}
    signed = tuple(offer.id for thread in sight.threads for offer in thread.offers if offer.state == "accepted")
    known = use_answer((sight.nation, sight.common.round, signed), lambda asked: hand.game.left(asked[0]))
    budget = sight.figures.budget
    left = budget if known.value is None else known.value
    start = [float(decided.get(one.lever, 0.0)) for one in options]
    kept = hand.game.draft(hand.token, f"levers {sight.common.round}")
    first = list(kept) if isinstance(kept, list) and len(kept) == len(start) else start
    sizes, set_sizes = solara.use_state(first)
    sure, make_sure = solara.use_state(False)
    wanted = {one.lever: size for one, size in zip(options, sizes, strict=False) if size > 0}
    cost = sum(one.cost_at(wanted[one.lever]) for one in options if one.lever in wanted)

    def choose(found: list[float]) -> None:
        hand.game.keep_draft(hand.token, f"levers {sight.common.round}", found)
        # A question that is open stays: a figure may come just after the press that asked it, and is shown above it.
        set_sizes(found)

    Html(paid_first(budget, left))
    Levers(levers=[asdict(one) for one in options], value=first, budget=left, event_chosen=choose)
    if wanted:
        Foresee(hand, {"do": "levers", "levers": wanted}, version=len(signed)).key("foresee")

    def decide() -> None:
        if cost > left + _ROUNDING:
            hand.told(f"That costs {cost:,.0f} USD m; you have {left:,.0f} left this year.")
            make_sure(False)
        elif hand.send({"do": "levers", "levers": wanted}):
            make_sure(False)

    if sight.pulled is not None and wanted == {name: size for name, size in sight.pulled.items() if size > 0}:
        what = ", ".join(one.title for one in options if one.lever in wanted) or "nothing new is begun"
        Html(f'<p class="say t-decided" role="status">Decided: {text(what)}.</p>')
        if cost > left + _ROUNDING:
            Html(
                '<p class="wrong t-too-dear" role="alert">That is more than you have left now. It is carried out as '
                "far as the money goes, and the report says what was left out. You can decide on less.</p>"
            )
    elif wanted or sight.pulled:
        Html(
            '<p class="say alarm t-undecided" role="status">Chosen, and not decided yet: press “Decide” and confirm, '
            "or the year is lived without it.</p>"
        )
    # By name, for what is said above comes and goes: a press that is on its way must find its button.
    with solara.Div(classes=["acts"]).key("acts"):
        if sure:
            Push("Yes, this is our decision", decide, mark="levers-sure", strong=True)
            Push("Not yet", lambda: make_sure(False), mark="levers-not")
        else:
            Push("Decide", lambda: make_sure(True), mark="levers", strong=True)
