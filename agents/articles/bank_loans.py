"""Development-bank finance: cheaper capital for plants in member nations, with conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.rates import annuity
from agents.saying import percent

if TYPE_CHECKING:
    from agents.accord import Accord
    from agents.model import AllianceModel

RATE, YEARS, LOSS, SLOWER = 0.05, 10, 0.15, 1
"""Rate of the bank, share a year; years to pay it back; part of a loan that members lose to default and soft terms;
years that its conditions (environmental review, local content) take. Own estimates: JOGMEC, EXIM and EFA lend at or
below this rate; Lynas's loan of 2011 was put off twice and paid back, Molycorp's creditors lost most."""
ARTICLE = Article(
    name="bank_loans",
    title="Development-bank finance",
    principle="diversification",
    meaning="Share of a new plant's cost that members' banks lend, for plants in member nations.",
    unit="share",
    high=0.6,
    said="development banks lend {0:.0%} of a plant",
    mechanism=f"The joint fund builds larger plants with its own money and loans at {percent(RATE)}; investors there "
    "ask for their usual return on their own part only. Review and conditions take a year.",
    cost=f"{percent(LOSS)} of each loan is lost to default and soft terms; members bear it by magnet-dependent "
    "value added. What the fund borrows leaves members' banks when it builds and comes back to them with interest.",
    metric="loans",
    source="Lynas 2011: JOGMEC and Sojitz, USD 250 m; Iluka: AUD 1.65 bn of 1.75 bn; losses are judged",
    confidence="looked_up",
    political=0.25,
)


def level_for(model: AllianceModel, number: int) -> float:
    """Share of a plant's cost that is lent to investors in a nation (0-1)."""
    from agents.alliances import level

    return level(model, "bank_loans", number)


def years(model: AllianceModel, number: int) -> float:
    """Present value of one a year over a plant's life to investors in a nation, loans counted."""
    market, lent = model.setting.market, level_for(model, number)
    return annuity((1 - lent) * market.hurdle_rate + lent * RATE, market.plant_life)


def repay(model: AllianceModel, accord: Accord) -> None:
    """Pay the banks a year's interest and part of what the joint fund owes, as far as its treasury goes."""
    paid = min(max(accord.treasury, 0.0), accord.debt * (RATE + 1 / YEARS))
    if accord.debt <= 0:
        return
    to_each = paid * accord.owed / accord.debt
    accord.treasury -= paid
    accord.owed = accord.owed * (1 + RATE) - to_each
    model.book.money["transfers"] += to_each


def lend(model: AllianceModel, number: int, cost: float) -> None:
    """Lend investors in a nation their part of a plant's cost in USD m, and let members bear what will be lost of it.

    The plant itself is booked as the nation's investment; only the loss is money beyond it.
    """
    _lose(model, level_for(model, number) * cost, [level_for(model, nation.number) > 0 for nation in model.nations])


def lend_to_fund(model: AllianceModel, accord: Accord, loan: float) -> None:
    """Lend the joint fund some USD m: members' banks pay it out by magnet-dependent value added and are owed it."""
    members = [nation.number in accord.members for nation in model.nations]
    each = _lose(model, loan, members)
    accord.owed = accord.owed + each
    model.book.money["transfers"] -= each


def _lose(model: AllianceModel, loan: float, lenders: list[bool]) -> NDArray[np.float64]:
    """Book a loan and its expected loss; returns what each nation's bank lends, (nations,) USD m."""
    base = np.array([nation.profile.dependent_value_added for nation in model.nations]) * lenders
    if loan <= 0 or base.sum() <= 0:
        return np.zeros(len(base))
    each = loan * base / base.sum()
    model.book.loans += loan
    model.book.money["administration"] += LOSS * each
    return each
