"""The accord through the years: summits, ratification, contributions, exits and the sharing of benefits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.accord import Accord
from agents.articles import LOOK_AHEAD, Beliefs, appraise, reserve_tonnes
from agents.plants import annuity
from agents.streams import stream
from agents.summit import Summit, convene, shares, staying_out
from negotiation.politics import ratify

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]
RETRY_YEARS = 2
"""Years until the next try after a summit that failed."""


def beliefs(model: AllianceModel) -> Beliefs:
    """Gather what nations believe and how they weigh it."""
    profiles = [nation.profile for nation in model.nations]
    return Beliefs(
        crisis_time=np.array([model.crisis_time(nation) for nation in model.nations]),
        risk_aversion=np.array([p.priorities.risk_aversion for p in profiles]),
        discount=np.array([p.discount_rate for p in profiles]),
        budget=np.array([nation.yearly_budget for nation in model.nations]),
    )


def candidates(model: AllianceModel) -> tuple[int, ...]:
    """List who may come to the summit and does."""
    eligible = model.setting.accord.eligible or tuple(key for key in model.keys if key != model.setting.risks.dominant)
    return tuple(n.number for n in model.nations if n.profile.key in eligible and n.bargains)


def needs(model: AllianceModel) -> Array:
    """Present gain that each parliament asks for before it binds itself, (nations,) USD m."""
    stakes = np.array([stakes_of(model, nation.number) for nation in model.nations])
    return stakes * np.array([nation.margin for nation in model.nations])


def stakes_of(model: AllianceModel, number: int) -> float:
    """What an accord is about for a nation, USD m: the most that it could pay in over the horizon, at least 5."""
    profile = model.nations[number].profile
    rate = max(model.setting.accord.fund_rate)
    return max(rate * profile.dependent_value_added * model.setting.horizon, 5.0)


def hold_summit(model: AllianceModel) -> None:
    """Found the accord, or bargain over its text anew when its review is due."""
    if model.accord is None and model.now < model.next_try:
        return
    if model.accord is not None and model.now < model.accord.review:
        return
    rules = model.setting.accord
    seats = candidates(model)
    values = appraise(model.appraiser, seats, beliefs(model))
    rng = stream("negotiation", model.seed, model.replication, model.now)
    tactics = tuple(nation.profile.tactic for nation in model.nations)
    summit = convene(values, seats, rules, needs(model), tactics, model.names, rng)
    for step in summit.steps:
        model.log.note(model.now, step.kind, step.actors, step.text)
    members = _ratified(model, summit)
    if summit.text is None or len(members) < rules.minimum_members:
        _fail(model, summit, members)
        return
    split = shares(values, members, summit.text, len(model.keys))
    joined = [m for m in members if model.accord is None or m not in model.accord.members]
    old = model.accord
    reserve = old.reserve if old else np.zeros((len(model.keys), 2))
    model.accord = Accord(
        setting=model.setting,
        members=members,
        text=summit.text,
        values=values,
        split=split,
        founded=old.founded if old else model.now,
        review=model.now + rules.review_years,
        treasury=old.treasury if old else 0.0,
        reserve=reserve,
        target=_targets(model, members, summit),
    )
    kind = "accord"
    verb = "is founded by" if old is None else "is renewed by"
    payoff = values.payoff(members, summit.text, split)
    model.log.note(
        model.now,
        kind,
        members,
        (
            f"{rules.name} {verb} {', '.join(model.names[m] for m in members)}: {summit.text}. Its members expect "
            f"{payoff[list(members)].sum():,.0f} USD m together over {model.setting.horizon} years."
        ),
    )
    if old is not None:
        for number in joined:
            model.log.note(
                model.now,
                "accession",
                (number,),
                f"{model.names[number]} joins: worth {payoff[number]:,.0f} USD m to it.",
            )
        for number in (m for m in old.members if m not in members):
            model.log.note(model.now, "exit", (number,), f"{model.names[number]} is not part of the renewed accord.")
            _return_reserve(model, number)


def _targets(model: AllianceModel, members: tuple[int, ...], summit: Summit) -> Array:
    target = np.zeros((len(model.keys), 2))
    days = summit.text.reserve_days if summit.text else 0.0
    for member in members:
        target[member] = reserve_tonnes(model.appraiser.base(LOOK_AHEAD), member, days)
    return target


def _ratified(model: AllianceModel, summit: Summit) -> tuple[int, ...]:
    """Ask every parliament; those that refuse stay outside."""
    kept = []
    for member in summit.members:
        rng = stream("politics", model.seed, model.replication, 2, model.now, member)
        yearly = annuity(model.nations[member].profile.discount_rate, model.setting.horizon)
        gain, stakes = float(summit.payoff[member] - max(summit.outside[member], 0.0)), stakes_of(model, member)
        vote = ratify(
            gain / yearly,
            stakes / yearly,
            model.nations[member].margin,
            rng,
            support=model.support(member),
            softness=0.05,
            lag=(0, 0),
        )
        if vote.ratified:
            kept.append(member)
        model.log.note(model.now, "ratification", (member,), f"The parliament of {model.names[member]} {vote.reason}.")
    return tuple(kept)


def _fail(model: AllianceModel, summit: Summit, members: tuple[int, ...]) -> None:
    model.next_try = model.now + RETRY_YEARS
    if summit.text is not None:
        model.log.note(
            model.now,
            "refusal",
            members,
            (
                f"Only {len(members)} parliaments said yes and {model.setting.accord.minimum_members} are needed; "
                "nothing comes into force."
            ),
        )
    if model.accord is not None:
        dissolve(model)


def dissolve(model: AllianceModel) -> None:
    """End the accord: members take back their part of the fund and of the reserve."""
    accord = model.accord
    if accord is None:
        return
    model.log.note(
        model.now,
        "exit",
        accord.members,
        (
            f"{model.setting.accord.name} is dissolved after {model.now - accord.founded} years; "
            f"{accord.treasury:,.0f} USD m and {accord.reserve.sum():,.0f} t go back to its members."
        ),
    )
    for member in accord.members:
        _return_reserve(model, member)
    weights = accord.contributions()
    part = (
        weights / weights.sum()
        if weights.sum() > 0
        else np.isin(np.arange(len(weights)), accord.members) / len(accord.members)
    )
    model.book.money["transfers"] += accord.treasury * part
    model.accord, model.next_try = None, model.now + RETRY_YEARS


def _return_reserve(model: AllianceModel, number: int) -> None:
    if model.accord is not None:
        model.books.stock[number] += model.accord.reserve[number]
        model.accord.reserve[number] = 0.0


def contribute_and_build(model: AllianceModel) -> None:
    """Pay the year's contributions into the fund, let it build, and buy for the reserve."""
    accord = model.accord
    if accord is None:
        return
    paid = accord.contributions()
    for nation in model.nations:
        nation.spend(float(paid[nation.number]))
    model.book.money["transfers"] -= paid
    accord.treasury += float(paid.sum())
    model.book.money["administration"][list(accord.members)] += model.setting.accord.admin_cost
    started, cost, label = accord.build(model.books, model.now)
    model.books.projects += started
    model.fund_spent += cost
    model.book_fund_spent += cost
    if started:
        model.log.note(model.now, "investment", accord.members, f"The joint fund builds {label}.")
    model.reserve_purchase = accord.purchases()


def share_benefits(model: AllianceModel) -> None:
    """Divide what the fund's plants earned by the benefit rule."""
    accord = model.accord
    if accord is None:
        return
    earned = accord.returns(model.books, model.book.price, model.books.working())
    if earned.sum() <= 0.05:
        return
    moved = accord.share_out(earned)
    model.book.money["transfers"] += moved
    parts = ", ".join(f"{model.names[m]} {earned.sum() * accord.split[m]:,.1f}" for m in accord.members)
    model.log.note(
        model.now,
        "benefit",
        accord.members,
        (f"The fund's plants earned {earned.sum():,.1f} USD m; by the {accord.text.benefit_rule} rule: {parts} USD m."),
    )


def reconsider(model: AllianceModel) -> None:
    """Let members that have been better off outside for two years give notice, and let notice run out."""
    accord, rules = model.accord, model.setting.accord
    if accord is None:
        return
    for member in list(accord.members):
        if accord.notice.get(member) == model.now:
            _leave(model, member)
    accord = model.accord
    if accord is None or model.now == 0:
        return
    payoff = accord.values.payoff(accord.members, accord.text, accord.split)
    for member in accord.members:
        nation = model.nations[member]
        outside = staying_out(accord.values, accord.members, accord.text, member, rules)
        wants_out = payoff[member] < outside + nation.margin * stakes_of(model, member) * 0.5 - model.fatigue_cost(
            member
        )
        nation.unhappy_years = nation.unhappy_years + 1 if wants_out else 0
        if nation.unhappy_years >= 2 and member not in accord.notice:
            accord.notice[member] = model.now + rules.exit_notice
            model.log.note(
                model.now,
                "exit",
                (member,),
                (
                    f"{nation.profile.name} gives {rules.exit_notice} year's notice: membership is worth "
                    f"{payoff[member]:,.0f} USD m to it, "
                    f"staying out {outside:,.0f}."
                ),
            )


def _leave(model: AllianceModel, member: int) -> None:
    accord = model.accord
    if accord is None:
        return
    model.log.note(model.now, "exit", (member,), f"{model.names[member]} leaves the accord.")
    _return_reserve(model, member)
    accord.members = tuple(m for m in accord.members if m != member)
    accord.target[member] = 0.0
    accord.notice.pop(member, None)
    if len(accord.members) < model.setting.accord.minimum_members:
        dissolve(model)
    else:
        accord.split = shares(accord.values, accord.members, accord.text, len(model.keys))
