"""The accord through the years: summits, ratification, contributions and its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import fund, outsiders
from agents.accord import Accord, regions
from agents.agenda import take_up
from agents.appraisal import Beliefs, appraise, reserve_tonnes, whole
from agents.articles import LOOK_AHEAD, bank_loans, hook
from agents.coalitions import shares
from agents.effects import ArticleValues
from agents.events import ACCORD
from agents.rates import annuity
from agents.saying import counted, usd
from agents.seating import candidates
from agents.streams import stream
from agents.summit import Room, Summit, convene, review
from agents.texts import Text, middling
from agents.unilateral_path import outlook
from negotiation.coalitions.worth import ASSUMPTIONS
from negotiation.politics.ratification import ratify

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]
SUMMIT = "summit"
RETRY_YEARS = 2
"""Years until the next try after a summit that failed."""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A text that parliaments have agreed to and that is not yet in force."""

    due: int
    """Round in which it comes into force."""
    values: ArticleValues
    """What everybody knew about the articles when it was signed."""
    members: tuple[int, ...]
    text: Text
    old: tuple[int, ...] = ()
    """Members of the accord when it was signed."""


def beliefs(model: AllianceModel) -> Beliefs:
    """Gather what nations believe and how they weigh it."""
    profiles = [nation.profile for nation in model.nations]
    return Beliefs(
        crisis_time=np.array([model.crisis_time(nation) for nation in model.nations]),
        risk_aversion=np.array([p.priorities.risk_aversion for p in profiles]),
        discount=np.array([p.discount_rate for p in profiles]),
        budget=np.array([nation.yearly_budget for nation in model.nations]),
    )


def needs(model: AllianceModel) -> Array:
    """Present gain that each parliament asks for before it binds itself, (nations,) USD m."""
    stakes = np.array([stakes_of(model, nation.number) for nation in model.nations])
    asked: Array = stakes * np.array([nation.margin for nation in model.nations])
    return asked


def stakes_of(model: AllianceModel, number: int) -> float:
    """What an accord is about for a nation, present value in USD m, at least 5.

    It is what the accord was worth to it at the last summit, for better or worse, or the most that it could pay in if
    that is more. Parliaments ask for a share of it, disputes wear away a share of it, and envy compares by it.
    """
    profile = model.nations[number].profile
    rate = float(max(model.setting.accord.fund_rate))
    pays = rate * profile.dependent_value_added * model.setting.horizon
    return max(pays, float(model.at_stake[number]), 5.0)


def room(model: AllianceModel, seats: tuple[int, ...]) -> Room:
    """Value the articles for those who may sit at a summit, and gather what everybody brings along."""
    kept = model.accord.text if model.accord else None
    values, agenda = take_up(appraise(outlook(model), seats, beliefs(model)), seats, model.names, kept)
    text = kept or middling(values.rules)
    model.at_stake = np.abs(values.payoff(seats, text))
    return Room(
        values=values,
        agenda=agenda,
        margin=needs(model),
        tactics=tuple(nation.profile.tactic for nation in model.nations),
        names=model.names,
        bloc=regions(model.setting),
        probe=lambda values, members, text: _left_out(model, values, members, text),
        ask=model.ask,
    )


def _left_out(model: AllianceModel, values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """What a run of a whole text finds beyond the sum of its articles, (nations,) present value in USD m."""
    single, together = whole(outlook(model), values, members, text, beliefs(model))
    return (together - single) * values.annuities


def hold_summit(model: AllianceModel) -> None:
    """Found the accord, or admit newcomers and bargain over its text anew when its review is due."""
    old = model.accord
    if model.awaited is not None:
        _await(model)
        return
    again = model.now >= model.next_try or model.handed.text is not None
    # Governments that table a text call the summit early; without one it waits for its review.
    if not again if old is None else model.now < old.review and model.handed.text is None:
        return
    seats, instructed = candidates(model), model.handed.instructed
    if old is None and instructed and len(seats) < max(model.setting.accord.minimum_members, 2):
        said = f"Only {len(seats)} nations would come to a summit; it is not held."
        model.log.note(model.now, "refusal", seats, said)
        return
    table = room(model, tuple(sorted({*seats, *(old.members if old else ())})))
    table = replace(table, tabled=model.handed.text, mediated=not instructed)
    rng = stream("summit", model.seed, model.replication, model.now)
    if old is None:
        summit = convene(table, seats, rng)
    else:
        outsiders = tuple(seat for seat in seats if seat not in old.members)
        summit = review(table, old.members, outsiders, old.text, rng)
    if table.agenda:
        model.log.note(model.now, "offer", seats, table.agenda, about=SUMMIT)
    for step in summit.steps:
        model.log.note(model.now, step.kind, step.actors, step.text, about=SUMMIT)
    asked = summit.members if old is None or summit.text != old.text else _newcomers(summit, old)
    refused, quarters = _ask_parliaments(model, summit, asked)
    text, members = summit.text, tuple(m for m in summit.members if m not in refused)
    if old is not None and summit.text != old.text and set(refused) & set(old.members):
        # A change that a member's parliament refuses does not bind; the old text goes on.
        text = old.text
        members = tuple(m for m in summit.members if m in old.members or m not in refused)
        said = "The new text falls with the parliaments that refuse it; the old one stays."
        model.log.note(model.now, "refusal", refused, said)
    if text is None or not summit.values.stands(members):
        _fail(model, summit, members)
        return
    model.awaited = Awaited(
        due=model.now + round(quarters / 4),
        values=summit.values,
        members=members,
        text=text,
        old=old.members if old else (),
    )
    _await(model)


def _await(model: AllianceModel) -> None:
    """Put a text into force once the slowest parliament is done; until then the old one goes on."""
    awaited = model.awaited
    if awaited is None or model.now < awaited.due:
        return
    model.awaited = None
    if awaited.old and model.accord is None:
        return  # What was to be changed is no more.
    # Who left meanwhile does not come back by an old signature.
    left = model.accord.members if model.accord else ()
    members = tuple(m for m in awaited.members if m in left or (m not in awaited.old and m not in model.captured))
    if awaited.values.stands(members):
        _put_into_force(model, awaited.values, members, awaited.text)


def _newcomers(summit: Summit, old: Accord) -> tuple[int, ...]:
    return tuple(member for member in summit.members if member not in old.members)


def _put_into_force(model: AllianceModel, values: ArticleValues, members: tuple[int, ...], text: Text) -> None:
    """Write the accord as it now stands, and tell what its members expect."""
    old, rules = model.accord, model.setting.accord
    text = outsiders.bound(model, text)
    split = shares(values, members, text, regions(model.setting))
    model.accord = Accord(
        setting=model.setting,
        members=members,
        text=text,
        values=values,
        split=split,
        founded=old.founded if old else model.now,
        review=model.now + rules.review_years,
        renewed=old.renewed if old else model.now,
        treasury=old.treasury if old else 0.0,
        owed=old.owed if old else np.zeros(len(model.keys)),
        spent=old.spent if old else 0.0,
        spent_at_mines=old.spent_at_mines if old else 0.0,
        reserve=old.reserve if old else np.zeros((len(model.keys), 2)),
        target=_targets(model, members, text),
        notice=dict(old.notice) if old else {},
        paid_in=old.paid_in if old else np.zeros(len(model.keys)),
        reserve_cost=old.reserve_cost if old else np.zeros((len(model.keys), 2)),
        penalties=old.penalties if old else 0.0,
        kept={m: paid for m, paid in old.kept.items() if m in members} if old and text == old.text else {},
    )
    verb = "is founded by" if old is None else "is renewed by" if text != old.text else "goes on with"
    expected = float(model.accord.payoff()[list(members)].sum())
    model.log.note(
        model.now,
        "accord",
        members,
        f"{rules.name} {verb} {', '.join(model.names[m] for m in members)}: {text}. Its members expect "
        f"{usd(expected)} together over {counted(model.setting.horizon, 'year')}.",
        about=ACCORD,
        follows=(SUMMIT, *(f"ratification {m}" for m in members)),
    )
    _measure(model, model.accord)


def _measure(model: AllianceModel, accord: Accord) -> None:
    """Run the whole text through the market once, and tell how far the sum of its articles is off."""
    single, together = whole(outlook(model), accord.values, accord.members, accord.text, beliefs(model))
    rows = list(accord.members)
    added, ran = float(single[rows].sum()), float(together[rows].sum())
    accord.overstated = added / ran if abs(ran) > 1e-9 else 1.0
    model.log.note(
        model.now,
        "accord",
        accord.members,
        f"Article by article the text changes the market by {usd(added)} a year for its members; one run of the "
        f"whole text says {usd(ran)}. {ASSUMPTIONS[model.setting.accord.outsiders]}",
    )


def _targets(model: AllianceModel, members: tuple[int, ...], text: Text) -> Array:
    target = np.zeros((len(model.keys), 2))
    for member in members:
        target[member] = reserve_tonnes(model.appraiser.base(LOOK_AHEAD), member, text.reserve_days)
    return target


def _ask_parliaments(model: AllianceModel, summit: Summit, asked: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """Ask parliaments; list those that refuse, and say how many quarters the slowest takes."""
    refused, slowest, longest = [], 0, model.setting.accord.ratification_quarters
    for member in asked:
        rng = stream("ratification of the accord", model.seed, model.replication, model.now, member)
        yearly = annuity(model.nations[member].profile.discount_rate, model.setting.horizon)
        gain, stakes = float(summit.payoff[member] - max(summit.outside[member], 0.0)), stakes_of(model, member)
        vote = ratify(
            gain / yearly,
            stakes / yearly,
            model.nations[member].margin,
            rng,
            support=model.support(member),
            softness=0.05,
            lag=(min(longest, 1), longest),
        )
        if not vote.ratified:
            refused.append(member)
        slowest = max(slowest, vote.lag)
        takes = f"; it takes {counted(vote.lag, 'quarter')}" if vote.lag else ""
        told = f"The parliament of {model.names[member]} {vote.reason}{takes}."
        about = f"ratification {member}"
        model.log.note(model.now, "ratification", (member,), told, about=about, follows=(SUMMIT,))
    return tuple(refused), slowest


def _fail(model: AllianceModel, summit: Summit, members: tuple[int, ...]) -> None:
    model.next_try = model.now + RETRY_YEARS
    if summit.text is not None:
        model.log.note(
            model.now,
            "refusal",
            members,
            (
                f"{len(members)} parliaments said yes; {model.setting.accord.minimum_members} are needed"
                f"{_needed(model)}; "
                "nothing comes into force."
            ),
        )
    if model.accord is not None:
        dissolve(model)


def _needed(model: AllianceModel) -> str:
    keys = model.setting.accord.indispensable
    return f", {' and '.join(model.names[model.keys.index(key)] for key in keys)} among them" if keys else ""


def dissolve(model: AllianceModel) -> None:
    """End the accord: members take back their part of the fund and of the reserve, and settle what it owes banks."""
    accord = model.accord
    if accord is None:
        return
    left = accord.treasury + accord.penalties - accord.debt
    model.log.note(
        model.now,
        "exit",
        accord.members,
        (
            f"{model.setting.accord.name} is dissolved after {counted(model.now - accord.founded, 'year')}; "
            f"{usd(left)} and {accord.reserve.sum():,.0f} t go back to its members."
        ),
        about=ACCORD,
        follows=(ACCORD,),
    )
    for member in accord.members:
        return_reserve(model, member)
    weights = accord.contributions()
    part = (
        weights / weights.sum()
        if weights.sum() > 0
        else np.isin(np.arange(len(weights)), accord.members) / len(accord.members)
    )
    bank_loans.come_back(model, left * part + accord.owed)
    model.accord, model.next_try = None, model.now + RETRY_YEARS


def return_reserve(model: AllianceModel, number: int) -> None:
    """Give a nation back what it holds of the shared reserve."""
    if model.accord is not None:
        model.books.stock[number] += model.accord.reserve[number]
        model.accord.reserve[number] = model.accord.reserve_cost[number] = 0.0


def _live_articles(model: AllianceModel, accord: Accord) -> None:
    """Pay for the further articles, and let them do what they do once a year."""
    for paid in accord.yearly_cost(model.books).values():
        model.book.money["administration"] += paid
    for name, level in accord.text.more:
        lived = hook(name, "live")
        if lived is not None:
            lived(model, accord, level)


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
    accord.paid_in += paid
    values, others = accord.values, len(accord.members) - 1
    each = model.setting.accord.admin_cost + values.oversight + values.coordination * others
    model.book.money["administration"][list(accord.members)] += each
    _live_articles(model, accord)
    fund.build(model)
    model.reserve_purchase = accord.purchases()
