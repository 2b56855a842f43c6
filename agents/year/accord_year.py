"""The accord through the years: summits, ratification, contributions and its end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord, Awaited, regions
from agents.accord.agenda import take_up
from agents.accord.appraisal import appraise, whole
from agents.accord.article_values import ArticleValues
from agents.accord.coalitions import shares
from agents.accord.summit import Room, Summit, convene, review
from agents.articles import LOOK_AHEAD, hook
from agents.state import State
from agents.terms.text import Text, middling
from agents.world.events import ACCORD
from agents.world.rates import annuity
from agents.world.streams import stream
from agents.world.wording import counted, usd
from agents.worth.valuation import reserve_tonnes
from agents.year import fund, loans, wall_claims
from agents.year.candidates import candidates
from agents.year.unilateral_path import outlook
from negotiation.coalitions.worth import ASSUMPTIONS
from negotiation.politics.ratification import ratify

Array = NDArray[np.float64]
SUMMIT = "summit"
RETRY_YEARS = 2
"""Years until the next try after a summit that failed."""


def needs(state: State) -> Array:
    """Present value that each parliament must gain before it commits its nation, (nations,) USD m."""
    stakes = np.array([state.stakes(nation.number) for nation in state.nations])
    asked: Array = stakes * np.array([nation.margin for nation in state.nations])
    return asked


def room(state: State, seats: tuple[int, ...]) -> Room:
    """Value the articles for those who may sit at a summit, and gather what each nation brings to the table."""
    kept = state.accord.text if state.accord else None
    values, agenda = take_up(appraise(outlook(state), seats, state.beliefs()), seats, state.names, kept)
    text = kept or middling(values.rules)
    state.at_stake = np.abs(values.payoff(seats, text))
    return Room(
        values=values,
        agenda=agenda,
        margin=needs(state),
        tactics=tuple(nation.profile.tactic for nation in state.nations),
        names=state.names,
        bloc=regions(state.setting),
        probe=lambda values, members, text: _left_out(state, values, members, text),
        ask=state.ask,
    )


def _left_out(state: State, values: ArticleValues, members: tuple[int, ...], text: Text) -> Array:
    """The difference between a run of the whole text and the sum of its articles, (nations,) present value in USD m."""
    single, together = whole(outlook(state), values, members, text, state.beliefs())
    return (together - single) * values.annuities


def hold_summit(state: State) -> None:
    """Found the accord, or admit newcomers and renegotiate its text when its review is due."""
    old = state.accord
    if state.awaited is not None:
        _await(state)
        return
    again = state.now >= state.next_try or state.handed.text is not None
    # Governments that table a text call the summit early; otherwise it waits for its review.
    if not again if old is None else state.now < old.review and state.handed.text is None:
        return
    seats, instructed = candidates(state), state.handed.instructed
    if old is None and instructed and len(seats) < max(state.setting.accord.minimum_members, 2):
        said = f"Only {len(seats)} nations would come to a summit; it is not held."
        state.log.note(state.now, "refusal", seats, said)
        return
    table = room(state, tuple(sorted({*seats, *(old.members if old else ())})))
    table = replace(table, tabled=state.handed.text, mediated=not instructed)
    rng = stream("summit", state.seed, state.replication, state.now)
    if old is None:
        summit = convene(table, seats, rng)
    else:
        outsiders = tuple(seat for seat in seats if seat not in old.members)
        summit = review(table, old.members, outsiders, old.text, rng)
    if table.agenda:
        state.log.note(state.now, "offer", seats, table.agenda, about=SUMMIT)
    for step in summit.steps:
        state.log.note(state.now, step.kind, step.actors, step.text, about=SUMMIT)
    asked = summit.members if old is None or summit.text != old.text else _newcomers(summit, old)
    refused, quarters = _ask_parliaments(state, summit, asked)
    text, members = summit.text, tuple(m for m in summit.members if m not in refused)
    if old is not None and summit.text != old.text and set(refused) & set(old.members):
        # A change that a member's parliament refuses does not bind; the old text goes on.
        text = old.text
        members = tuple(m for m in summit.members if m in old.members or m not in refused)
        said = "The new text falls with the parliaments that refuse it; the old one stays."
        state.log.note(state.now, "refusal", refused, said)
    if text is None or not summit.values.stands(members):
        _fail(state, summit, members)
        return
    state.awaited = Awaited(
        due=state.now + round(quarters / 4),
        values=summit.values,
        members=members,
        text=text,
        old=old.members if old else (),
    )
    _await(state)


def _await(state: State) -> None:
    """Put a text into force once the slowest parliament is done; until then the old one goes on."""
    awaited = state.awaited
    if awaited is None or state.now < awaited.due:
        return
    state.awaited = None
    if awaited.old and state.accord is None:
        return  # The accord that was to be changed has ended.
    # A nation that has left since does not come back because it signed earlier.
    left = state.accord.members if state.accord else ()
    members = tuple(m for m in awaited.members if m in left or (m not in awaited.old and m not in state.captured))
    if awaited.values.stands(members):
        _put_into_force(state, awaited.values, members, awaited.text)


def _newcomers(summit: Summit, old: Accord) -> tuple[int, ...]:
    return tuple(member for member in summit.members if member not in old.members)


def _put_into_force(state: State, values: ArticleValues, members: tuple[int, ...], text: Text) -> None:
    """Write down the accord as it now is, and log what its members expect."""
    old, rules = state.accord, state.setting.accord
    text = wall_claims.bound(state, text)
    split = shares(values, members, text, regions(state.setting))
    state.accord = Accord(
        setting=state.setting,
        members=members,
        text=text,
        values=values,
        split=split,
        founded=old.founded if old else state.now,
        review=state.now + rules.review_years,
        renewed=old.renewed if old else state.now,
        treasury=old.treasury if old else 0.0,
        owed=old.owed if old else np.zeros(len(state.keys)),
        spent=old.spent if old else 0.0,
        spent_at_mines=old.spent_at_mines if old else 0.0,
        reserve=old.reserve if old else np.zeros((len(state.keys), 2)),
        target=_targets(state, members, text),
        notice=dict(old.notice) if old else {},
        paid_in=old.paid_in if old else np.zeros(len(state.keys)),
        reserve_cost=old.reserve_cost if old else np.zeros((len(state.keys), 2)),
        penalties=old.penalties if old else 0.0,
        kept={m: paid for m, paid in old.kept.items() if m in members} if old and text == old.text else {},
    )
    verb = "is founded by" if old is None else "is renewed by" if text != old.text else "goes on with"
    expected = float(state.accord.payoff()[list(members)].sum())
    state.log.note(
        state.now,
        "accord",
        members,
        f"{rules.name} {verb} {', '.join(state.names[m] for m in members)}: {text}. Its members expect "
        f"{usd(expected)} together over {counted(state.setting.horizon, 'year')}.",
        about=ACCORD,
        follows=(SUMMIT, *(f"ratification {m}" for m in members)),
    )
    _measure(state, state.accord)


def _measure(state: State, accord: Accord) -> None:
    """Run the whole text through the market once, and log how far the sum of its articles is off."""
    single, together = whole(outlook(state), accord.values, accord.members, accord.text, state.beliefs())
    rows = list(accord.members)
    added, ran = float(single[rows].sum()), float(together[rows].sum())
    accord.overstated = added / ran if abs(ran) > 1e-9 else 1.0
    state.log.note(
        state.now,
        "accord",
        accord.members,
        f"Article by article the text changes the market by {usd(added)} a year for its members; one run of the "
        f"whole text says {usd(ran)}. {ASSUMPTIONS[state.setting.accord.outsiders]}",
    )


def _targets(state: State, members: tuple[int, ...], text: Text) -> Array:
    target = np.zeros((len(state.keys), 2))
    for member in members:
        target[member] = reserve_tonnes(state.appraiser.base(LOOK_AHEAD), member, text.reserve_days)
    return target


def _ask_parliaments(state: State, summit: Summit, asked: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """Ask parliaments; list those that refuse, and say how many quarters the slowest takes."""
    refused, slowest, longest = [], 0, state.setting.accord.ratification_quarters
    for member in asked:
        rng = stream("ratification of the accord", state.seed, state.replication, state.now, member)
        yearly = annuity(state.nations[member].profile.discount_rate, state.setting.horizon)
        gain, stakes = float(summit.payoff[member] - max(summit.outside[member], 0.0)), state.stakes(member)
        vote = ratify(
            gain / yearly,
            stakes / yearly,
            state.nations[member].margin,
            rng,
            support=state.support(member),
            softness=0.05,
            lag=(min(longest, 1), longest),
        )
        if not vote.ratified:
            refused.append(member)
        slowest = max(slowest, vote.lag)
        takes = f"; it takes {counted(vote.lag, 'quarter')}" if vote.lag else ""
        told = f"The parliament of {state.names[member]} {vote.reason}{takes}."
        about = f"ratification {member}"
        state.log.note(state.now, "ratification", (member,), told, about=about, follows=(SUMMIT,))
    return tuple(refused), slowest


def _fail(state: State, summit: Summit, members: tuple[int, ...]) -> None:
    state.next_try = state.now + RETRY_YEARS
    if summit.text is not None:
        state.log.note(
            state.now,
            "refusal",
            members,
            (
                f"{len(members)} parliaments said yes; {state.setting.accord.minimum_members} are needed"
                f"{_needed(state)}; "
                "nothing comes into force."
            ),
        )
    if state.accord is not None:
        dissolve(state)


def _needed(state: State) -> str:
    keys = state.setting.accord.indispensable
    return f", {' and '.join(state.names[state.keys.index(key)] for key in keys)} among them" if keys else ""


def dissolve(state: State) -> None:
    """End the accord: members take back their part of the fund and of the reserve, and settle what it owes banks."""
    accord = state.accord
    if accord is None:
        return
    left = accord.treasury + accord.penalties - accord.debt
    state.log.note(
        state.now,
        "exit",
        accord.members,
        (
            f"{state.setting.accord.name} is dissolved after {counted(state.now - accord.founded, 'year')}; "
            f"{usd(left)} and {accord.reserve.sum():,.0f} t go back to its members."
        ),
        about=ACCORD,
        follows=(ACCORD,),
    )
    for member in accord.members:
        return_reserve(state, member)
    weights = accord.contributions()
    part = (
        weights / weights.sum()
        if weights.sum() > 0
        else np.isin(np.arange(len(weights)), accord.members) / len(accord.members)
    )
    loans.come_back(state, left * part + accord.owed)
    state.accord, state.next_try = None, state.now + RETRY_YEARS


def return_reserve(state: State, number: int) -> None:
    """Give a nation back what it holds of the shared reserve."""
    if state.accord is not None:
        state.books.stock[number] += state.accord.reserve[number]
        state.accord.reserve[number] = state.accord.reserve_cost[number] = 0.0


def _live_articles(state: State, accord: Accord) -> None:
    """Pay for the further articles, and let each take its yearly effect."""
    for paid in accord.yearly_cost(state.books).values():
        state.book.money["administration"] += paid
    for name, level in accord.text.more:
        lived = hook(name, "live")
        if lived is not None:
            lived(state, accord.members, level)


def contribute_and_build(state: State) -> None:
    """Pay the year's contributions into the fund, let it build, and buy for the reserve."""
    accord = state.accord
    if accord is None:
        return
    paid = accord.contributions()
    for nation in state.nations:
        nation.spend(float(paid[nation.number]))
    state.book.money["transfers"] -= paid
    accord.treasury += float(paid.sum())
    accord.paid_in += paid
    values, others = accord.values, len(accord.members) - 1
    each = state.setting.accord.admin_cost + values.oversight + values.coordination * others
    state.book.money["administration"][list(accord.members)] += each
    _live_articles(state, accord)
    fund.build(state)
    state.reserve_purchase = accord.purchases()
