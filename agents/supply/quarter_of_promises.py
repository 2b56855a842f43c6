"""A quarter of promises: each is delivered or broken, the market clears, and disputes move on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.questions.asking import Ask
from agents.supply import claims, delivery
from agents.supply.agreements import promising
from agents.supply.delivery import Kept
from agents.supply.promises import Account, Promises
from agents.world.events import Note
from market.chain import Outcome, Quarter
from negotiation.disputes.course import advance_all, ledger

Array = NDArray[np.float64]
Draw = Callable[[int], np.random.Generator]
"""Gives the generator of an agreement in this quarter by its number; 0 is that of the disputes."""


@dataclass(frozen=True, kw_only=True)
class QuarterOfPromises:
    """The results of a quarter of promises."""

    outcome: Outcome
    quarter: Quarter
    """The market as it was cleared, deliveries included."""
    kept: tuple[Kept, ...]
    transfers: Array
    """(nations,) USD m of the quarter from agreements, damages and settlements; damages sum to zero, agreements to
    the gain of moving their tonnes, less carriage."""
    costs: Array
    """(nations,) USD m of the quarter spent on litigation and punishment."""
    carriage: float
    """USD m of the quarter paid to carry committed tonnes."""
    amends: Array
    """(nations, nations) payments for claims to the row's nation from the column's, as shares of the stakes."""
    notes: tuple[Note, ...]


def live(
    promises: Promises,
    quarter: Quarter,
    clear: Callable[[Quarter], Outcome],
    *,
    now: int,
    season: int,
    crisis: bool,
    trust: Array,
    ask: Ask,
    draw: Draw,
    settled: Mapping[str, float],
    lost: Array | None = None,
) -> QuarterOfPromises:
    """Deliver or break every promise of a quarter, clear the market, and move all disputes on.

    Parameters
    ----------
    clear : clears a market with committed tonnes in it.
    season : quarter of the run, from 0.
    crisis : whether exports are restricted somewhere.
    trust : (nations, nations) of the row's nation in the column's (0-1).
    ask : asks a nation for a decision.
    draw : gives each agreement its generator, so that one promise never shifts another's chance.
    settled : sums in USD m on which sides of cases have agreed at the table, by case.
    lost : (nations,) share of each nation's mining that outages have taken this quarter (0-1).
    """
    accounts, nations = promises.in_force(now), len(promises.names)
    kept: tuple[Kept, ...] = ()
    met = quarter
    if accounts:
        full = _commit(quarter, [(account, 1.0 + delivery.to_make_up(account)) for account in accounts])
        outcome = clear(full)
        scene = delivery.Scene(
            quarter=quarter,
            expected=outcome,
            season=season,
            crisis=crisis,
            trust=trust,
            lost=np.zeros(nations) if lost is None else lost,
            promised=full.committed.sum(axis=1),
        )
        kept = tuple(
            delivery.decide(account, draw(account.agreement.number), promises, scene, ask) for account in accounts
        )
        met = full
        if any(one.rate != 1.0 + delivery.to_make_up(one.account) for one in kept):
            met = _commit(quarter, [(one.account, one.rate) for one in kept])
            outcome = clear(met)
        kept = tuple(delivery.arrived(one, outcome) for one in kept)
    else:
        outcome = clear(quarter)
    transfers, carriage = _pay(kept, met, outcome, nations)
    transfers += _prepaid(promises, nations)
    notes = [note for one in kept for note in delivery.book(one, outcome, promises, season)]
    rng = draw(0)
    notes += claims.file(promises, season, rng, trust, ask)
    promises.disputes, told = claims.answered(promises, season, trust, ask, settled)
    promises.disputes, news = advance_all(promises.disputes, season, promises.terms(), rng)
    news = (*told, *news)
    notes += claims.told(news, promises)
    amends = claims.amends(news, promises)
    paid, costs = ledger(news, nations)
    return QuarterOfPromises(
        outcome=outcome,
        quarter=met,
        transfers=transfers + paid,
        costs=costs,
        carriage=carriage,
        kept=kept,
        amends=amends,
        notes=tuple(notes),
    )


def _commit(quarter: Quarter, rates: list[tuple[Account, float]]) -> Quarter:
    for account, rate in rates:
        quarter = promising(quarter, account.agreement.lane, rate * account.agreement.tonnes)
    return quarter


def _prepaid(promises: Promises, nations: int) -> Array:
    """Transfer buyers' payments on signing, once, USD m."""
    moved = np.zeros(nations)
    for agreement in promises.advances:
        moved[agreement.lane.seller] += agreement.advance
        moved[agreement.lane.buyer] -= agreement.advance
    promises.advances = ()
    return moved


def _pay(kept: tuple[Kept, ...], quarter: Quarter, outcome: Outcome, nations: int) -> tuple[Array, float]:
    """Settle deliveries: the seller gets the agreed price instead of its spot price, and the buyer pays it.

    USD m.
    """
    transfers, carriage = np.zeros(nations), 0.0
    for one in kept:
        lane, tonnes = one.account.agreement.lane, one.tonnes * USD_M
        here = outcome.producer_price[lane.seller, lane.stage, lane.material]
        there = outcome.price[lane.buyer, lane.stage, lane.material]
        price, way = one.delivery.obligation.price, quarter.freight[lane.seller, lane.buyer]
        transfers[lane.seller] += (price - here) * tonnes
        transfers[lane.buyer] += (there - price - way) * tonnes
        transfers[lane.seller] -= one.refund
        transfers[lane.buyer] += one.refund
        carriage += way * tonnes
    return transfers, carriage
