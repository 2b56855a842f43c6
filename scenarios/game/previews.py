"""Effects of a draft before it is sent: the same market with and without it, unknown to the other side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD
from agents.players.menu import ANSWER, DEPTH, SHARE, YEARLY, Wish, building, moves
from agents.questions.power import Recoup, Undercut, Withhold
from agents.supply.agreements import AHEAD
from agents.world.rates import annuity
from agents.world.setting import STAGES
from agents.world.wording import percent
from agents.worth.valuation import Prospect
from agents.year.departures import PAYMENT, Aside
from agents.year.venture_table import Laid
from agents.year.ventures import parts
from agents.year.weapons import Foreseen, foresee
from scenarios.game.answers import board_side
from scenarios.game.board import LeverView
from scenarios.game.refusal import Refused
from scenarios.game.spent import left
from scenarios.game.study import Study
from scenarios.game.verbs.counter import known

if TYPE_CHECKING:
    from scenarios.game.game import Game

Array = NDArray[np.float64]
NUMBERS = {AHEAD: "three", LOOK_AHEAD: "five"}
"""The years that are looked ahead, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure without and with what is drafted."""

    label: str
    before: float
    after: float
    unit: str
    text: str
    """The same in words."""
    good: bool
    """Whether it moves the way that its reader wants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The effects of a draft on its sender."""

    text: str
    """The gist, in one sentence."""
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()


def preview(game: Game, who: str, draft: Mapping[str, Any]) -> Preview:
    """Work a draft out; refuses, with a sentence, what could not be sent."""
    kinds = {"offer": _offer, "counter": _offer, "accept": _offer, "levers": _levers, "propose": _text}
    if draft.get("do") not in kinds:
        raise Refused(f"Only {', '.join(kinds)} can be tried before they are sent.")
    with game.study.summit_lock if draft["do"] == "propose" else game.study.lock:
        return kinds[draft["do"]](game, who, draft)


def gap(prospect: Prospect, number: int) -> float:
    """Share of a nation's use that a year of restricted exports takes away (0-1)."""
    used = prospect.calm_outcome.consumed[number]
    missing = np.clip(used - prospect.crisis_outcome.consumed[number], 0, None).sum()
    return float(missing / used.sum()) if used.sum() > 0 else 0.0


def _gap_change(before: float, after: float, years: int) -> Change:
    now, then = percent(before, digits=1), percent(after, digits=1)
    moves = f"stays at {now}" if now == then else f"goes from {now} to {then}"
    return Change(
        label="Supply gap in a crisis",
        before=before,
        after=after,
        unit="share",
        text=f"supply gap in a crisis in {NUMBERS[years]} years {moves}",
        good=now == then or after <= before,
    )


def _offer(game: Game, who: str, draft: Mapping[str, Any]) -> Preview:
    board, study, number = game.shown, game.study, 0
    if draft["do"] in ("counter", "accept"):
        found = known(game.state, draft.get("offer", 0))
        key, terms = found.lane, dict(found.terms) if draft["do"] == "accept" else draft.get("terms", {})
    else:
        key, terms = draft.get("lane", ""), draft.get("terms", {})
    lane, terms = board.lane(key), board.terms(key, terms)
    if who not in (lane.seller, lane.buyer):
        raise Refused(f"{lane.title} is between others.")
    laid, number = study.table(key), study.keys.index(who)
    side = 0 if board_side(key, who) else 1
    outcome = laid.table.space.encode(terms)
    worth = float(laid.table.worth[side, outcome])
    if laid.venture is not None:
        return _venture(game, number, side, laid.venture, terms, worth)
    if laid.aside is not None:
        return _aside(game, side, laid.aside, terms, worth)
    years = int(laid.table.terms(outcome)["duration"])
    yearly = worth / annuity(study.model.nations[number].profile.discount_rate, years)
    before, after = _with_tonnes(study, key, float(laid.table.terms(outcome)["volume"]) * laid.lane.tonnes)
    firm = laid.table.terms(outcome)["emergency priority"] == "yes"
    changes = [
        Change(
            label="Worth to you",
            before=0.0,
            after=worth,
            unit="USD m",
            good=worth >= 0,
            text=f"worth {worth:+,.1f} USD m over {years} year{'' if years == 1 else 's'}, {yearly:+,.1f} a year",
        ),
    ]
    if side == 1 and firm:
        changes.append(_gap_change(gap(before, number), gap(after, number), AHEAD))
    notes = []
    if side == 1 and not firm:
        notes.append("Without emergency priority deliveries may stop in a crisis, so your gap then stays as it is.")
    if worth < 0:
        notes.append("You would be better off without it, as the market foresees.")
    value = laid.value
    if value is not None:
        notes.append(
            f"Spot price at the seller's {value.spot_calm:,.0f} USD/kg in calm years, "
            f"{value.spot_crisis:,.0f} in a crisis; the fixed price is {value.fair:,.0f}."
        )
    return Preview(text=_sentence(changes[0].text), changes=tuple(changes), notes=tuple(notes))


def _venture(game: Game, number: int, side: int, laid: Laid, terms: Mapping[str, Any], worth: float) -> Preview:
    study, venture = game.study, laid.venture
    both = parts(venture, terms, game.setting.market.scale_exponent)
    budget = game.shown.budget(study.keys[number])
    appraiser, chosen = study.model.appraiser, venture.plan
    after = appraiser.look(
        LOOK_AHEAD, appraiser.books.with_plants(appraiser.quarter(LOOK_AHEAD), chosen.addition.times(terms["size"]))
    )
    changes = (
        Change(
            label="Worth to you",
            before=0.0,
            after=worth,
            unit="USD m",
            good=worth >= 0,
            text=f"worth {worth:+,.0f} USD m over the life of the plant, your part of its cost paid",
        ),
        Change(
            label="Budget left",
            before=budget,
            after=budget - both[side],
            unit="USD m",
            good=True,
            text=f"you pay {both[side]:,.0f} of your {budget:,.0f} USD m, the other side {both[1 - side]:,.0f}",
        ),
        _gap_change(gap(appraiser.base(LOOK_AHEAD), number), gap(after, number), LOOK_AHEAD),
    )
    opens = game.shown.year + chosen.lead
    notes: tuple[str, ...] = (
        f"The plant opens in {opens}. It is paid before anything that you decide alone this year.",
    )
    if worth < 0:
        notes += ("You would be better off without it, as the market foresees.",)
    return Preview(text=_sentence(changes[0].text), changes=changes, notes=notes)


def _aside(game: Game, side: int, found: Aside, terms: Mapping[str, Any], worth: float) -> Preview:
    """What leaving the accord for money would bring the member, or the payer."""
    one, paid, board = found.approach, float(terms[PAYMENT]), game.shown
    member = board.name(game.study.keys[found.member])
    worth_it = Change(
        label="Worth to you",
        before=0.0,
        after=worth,
        unit="USD m",
        good=worth >= 0,
        text=f"worth {worth:+,.0f} USD m to you over {found.years} years, against {member} staying in",
    )
    out = board.year + found.notice
    if side == 0:
        against = "more" if one.gain >= 0 else "less"
        instead = f"{paid:,.0f} USD m a year for {found.years} years is what you would get instead"
        notes = (
            f"Membership is worth {abs(one.gain):,.0f} USD m {against} to you than staying out; {instead}.",
            f"You would give notice now and be out in {out}. As long as you are paid you cannot join again.",
        )
    else:
        against = "more" if one.spared >= 0 else "less"
        notes = (
            f"Without {member} in the accord you would have {abs(one.spared):,.0f} USD m a year {against}.",
            f"{member} would be out in {out}; you pay from then on, as long as it stays outside.",
        )
    return Preview(text=_sentence(worth_it.text), changes=(worth_it,), notes=notes)


def _with_tonnes(study: Study, key: str, tonnes: float) -> tuple[Prospect, Prospect]:
    """The market some years ahead without and with tonnes bound on a lane."""
    lane, appraiser = study.table(key).lane, study.model.appraiser
    quarter = appraiser.quarter(AHEAD)
    committed = quarter.committed.copy()
    committed[lane.seller, lane.buyer, lane.stage, lane.material] += tonnes
    return appraiser.base(AHEAD), appraiser.look(AHEAD, replace(quarter, committed=committed))


def _levers(game: Game, who: str, draft: Mapping[str, Any]) -> Preview:
    study, number = game.study, game.study.keys.index(who)
    menu = {option.lever: option for option in study.options(who)}
    sizes = {name: float(size) for name, size in draft.get("levers", {}).items() if name in menu and size > 0}
    wishes = [Wish(lever=name, size=size, amount=size * menu[name].size) for name, size in sizes.items()]
    cost = sum(menu[name].cost_at(size) for name, size in sizes.items())
    found = [move for move in moves(study.view(who), wishes) if isinstance(move, Withhold | Undercut | Recoup)]
    weapons = {name for name in sizes if menu[name].unit in (SHARE, DEPTH)}
    yearly = sum(_worth_of(menu[name], size) for name, size in sizes.items() if name not in weapons)
    tail = sum(menu[name].tail * size for name, size in sizes.items())
    prices: tuple[Change, ...] = ()
    if weapons:
        foreseen = foresee(study.model, found, sizes.get(ANSWER, 0.0))
        yearly += foreseen.worth
        prices = tuple(_price_abroad(foreseen, number, stage) for stage in (1, 2))
    budget = left(game, who)
    before, after = _with_plants(study, who, sizes)
    changes = (
        Change(
            label="Budget left",
            before=budget,
            after=budget - cost,
            unit="USD m",
            good=cost <= budget,
            text=f"costs {cost:,.0f} of {budget:,.0f} USD m",
        ),
        Change(
            label="Worth a year",
            before=0.0,
            after=yearly,
            unit="USD m/yr",
            good=yearly >= 0,
            text=f"expected to be worth {yearly:+,.0f} USD m a year",
        ),
        *prices,
        _gap_change(gap(before, number), gap(after, number), LOOK_AHEAD),
    )
    notes = (f"A year of restricted exports would cost your users {tail:,.0f} USD m less.",) if tail > 0 else ()
    return Preview(text=_sentence(f"{changes[0].text}, {changes[1].text}"), changes=changes, notes=notes)


def _worth_of(option: LeverView, size: float) -> float:
    """What a share of a lever's largest amount is worth, USD m a year; who is paid too little to leave stays."""
    if option.unit != YEARLY:
        return option.yearly * size
    return 0.0 if size < option.valued_at else option.yearly - (size - option.valued_at) * option.size


def _price_abroad(foreseen: Foreseen, number: int, stage: int) -> Change:
    """Mean price of light oxide or magnets outside a nation in a calm year."""
    one, other = (
        float(np.delete(prospect.calm_outcome.planning_price[:, stage, 0], number).mean())
        for prospect in (foreseen.before, foreseen.after)
    )
    goods = f"light {STAGES[stage]}"
    return Change(
        label=f"Price of {goods} abroad",
        before=one,
        after=other,
        unit="USD/kg",
        text=f"{goods} abroad goes from {one:,.0f} to {other:,.0f} USD/kg while it lasts",
        good=True,
    )


def _with_plants(study: Study, who: str, wishes: Mapping[str, float]) -> tuple[Prospect, Prospect]:
    """The market some years ahead without and with what is built and stocked."""
    view, appraiser = study.view(who), study.model.appraiser
    quarter, release = appraiser.quarter(LOOK_AHEAD), np.zeros((len(study.keys), 2))
    for choice in view.choices:
        size = wishes.get(building(choice.plan), 0.0)
        if size > 0:
            largest = choice.plan.size_for(view.budget, view.scale_exponent)
            quarter = appraiser.books.with_plants(quarter, choice.plan.addition.times(size * largest))
    if wishes.get("stock") and view.stock_choice is not None:
        held = np.array(view.stock_choice.tonnes) * wishes["stock"]
        release[study.keys.index(who)] = held * 4 / study.model.setting.risks.ban_quarters
    after = appraiser.look(LOOK_AHEAD, quarter, release=release if release.any() else None)
    return appraiser.base(LOOK_AHEAD), after


def _text(game: Game, who: str, draft: Mapping[str, Any]) -> Preview:
    board, study = game.shown, game.study
    if not board.accord.negotiable:
        raise Refused(board.accord.why_not)
    text = study.text(board.accord.terms(draft.get("text", {})))
    inside, outside, needs = study.worth(who, text)
    number = study.keys.index(who)
    years = annuity(study.model.nations[number].profile.discount_rate, study.model.setting.horizon)
    member = who in board.accord.members
    other = "under the text in force" if member else "staying out while the others sign"
    changes = (
        Change(
            label="Worth to you",
            before=outside,
            after=inside,
            unit="USD m",
            good=inside >= outside,
            text=f"{inside:,.0f} USD m under this text, {outside:,.0f} {other}",
        ),
        Change(
            label="A year",
            before=outside / years,
            after=inside / years,
            unit="USD m/yr",
            good=inside >= outside,
            text=f"{(inside - outside) / years:+,.1f} USD m a year",
        ),
    )
    home = f" Your parliament asks for {needs:,.0f} more." if needs > 0.5 else ""
    return Preview(text=f"{_sentence(changes[0].text)}{home}", changes=changes, notes=(f"The text: {text}.",))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
