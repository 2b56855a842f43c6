"""The figures behind keeping or breaking a promise: sanction, relation, and the other side's possible claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.world.conduct import SupplyRules
from market.chain import Outcome
from market.elementary import power
from negotiation.compliance.breach import weight_ahead
from negotiation.compliance.reciprocity import effort
from negotiation.disputes.claim import merit
from negotiation.disputes.settlement import shadow
from negotiation.least_worth import exceeds

if TYPE_CHECKING:
    from agents.supply.promises import Account, Promises

Array = NDArray[np.float64]
STRANGERS = 0.5
"""Trust between nations that know nothing of each other: it earns neither favour nor reproach."""
FORGOTTEN = 8
"""Quarters after which an old shortfall is forgotten."""


def held_back(promises: Promises, debtor: int, creditor: int, trust: Array) -> float:
    """Share of a promise that a nation withholds if it breaks it (0-1): less from a partner that kept its own."""
    return 1 - effort(0.0, float(trust[debtor, creditor]), STRANGERS, promises.setting.trust.reciprocity)


def sanction(promises: Promises, account: Account, loss: float) -> float:
    """Expected payment that the forum would impose for a breach that caused such a loss, both USD m."""
    terms = promises.terms()
    return shadow(loss, merit(terms.complainant_wins), promises.forum(account), terms) if exceeds(loss) else 0.0


def patience(rules: SupplyRules) -> float:
    """Weight of the next quarter against this one (0-1)."""
    return power(rules.patience, 0.25)


def let_down(promises: Promises, nation: int, partner: int, season: int) -> int:
    """Count the quarters of the last two years for which a partner still owes a nation something.

    They include overdue tonnes, claims that failed, and claims still in dispute.
    """
    overdue = sum(
        (arrear.obligation.creditor, arrear.obligation.debtor) == (nation, partner)
        for account in promises.accounts
        if nation in account.pair
        for arrear in account.arrears
    )
    vain = (
        len(case.obligations)
        for case in promises.disputes
        if (case.claimant, case.respondent) == (nation, partner)
        and season - case.opened < FORGOTTEN
        and case.outcome in ("", "unpaid", "no forum", "dropped")
    )
    return overdue + sum(vain)


def relation(promises: Promises, debtor: int, creditor: int, trust: Array, season: int) -> float:
    """Loss to a nation, per quarter, if it breaks its word, USD m, on average over its look-ahead.

    It counts all agreements with the partner, as far as it trusts the partner to keep them, and agreements with
    others as far as these hear of the breach and believe it (gossip). Each counts for its remaining quarters:
    the last shipment of one agreement is not the last that others hear of.
    """
    rules, gossip, worth = promises.setting.supply, promises.setting.trust.gossip, 0.0
    weight = patience(rules)
    whole = weight_ahead(weight, rules.look_ahead)
    if whole <= 0:
        return 0.0
    for account in promises.accounts:
        if account.status != "in force" or debtor not in account.pair:
            continue
        own = max(account.worth[account.pair.index(debtor)], 0.0)
        other = account.pair[1 - account.pair.index(debtor)]
        left = max(4 * account.agreement.ends - season - 1, 0)
        part = weight_ahead(weight, min(rules.look_ahead, left)) / whole
        worth += own * part * (trust[debtor, creditor] if other == creditor else gossip * trust[other, creditor])
    return float(worth)


def loss_of(account: Account, price: float, tonnes: float, outcome: Outcome, side: str) -> float:
    """The other side's possible claim for missing tonnes, USD m.

    For a buyer, replacement at its spot price times the damages agreed; for a seller, what take-or-pay owes it.
    """
    lane = account.agreement.lane
    if side == "seller":
        there = float(outcome.price[lane.buyer, lane.stage, lane.material])
        return account.agreement.damages * max(there - price, 0.0) * tonnes * USD_M
    here = float(outcome.producer_price[lane.seller, lane.stage, lane.material])
    return max(price - here, 0.0) * tonnes * USD_M
