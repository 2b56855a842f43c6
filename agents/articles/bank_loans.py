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

Array = NDArray[np.float64]
RECKONED, NEEDS = "agents/borrowing.py", "fund_rate"
RATE, YEARS, LOSS, SLOWER = 0.05, 10, 0.15, 1
"""Rate of the bank, share a year; years to pay it back; part of a loan that investors never pay back;
years that its conditions (environmental review, local content) take. Own estimates: JOGMEC, EXIM and EFA lend at or
below this rate; Lynas's loan of 2011 was put off twice and paid back, Molycorp's creditors lost most."""
SMALLEST = 0.01
"""USD m below which a loan counts as paid back."""
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
    cost="Loans leave members' budgets by magnet-dependent value added, as far as these reach, and come back with "
    f"interest: from the joint fund in full, for members answer for it; from investors all but {percent(LOSS)}, which "
    "their lenders lose.",
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
    come_back(model, to_each)


def come_back(model: AllianceModel, to_each: Array) -> None:
    """Hand money back to members and to the budgets from which it came, (nations,) USD m; below 0 they pay."""
    model.book.money["transfers"] += to_each
    for nation in model.nations:
        nation.spend(-float(to_each[nation.number]))


def each_lends(model: AllianceModel, loan: float, lenders: list[bool]) -> Array:
    """What each nation's bank lends of a loan in USD m, (nations,): by value added, and no more than its budget holds.

    Where budgets do not reach, the parts come to less than the loan.
    """
    base = np.array([nation.profile.dependent_value_added for nation in model.nations]) * lenders
    if loan <= 0 or base.sum() <= 0:
        return np.zeros(len(base))
    lent: Array = np.minimum(loan * base / base.sum(), [max(nation.savings, 0.0) for nation in model.nations])
    return lent


def lend(model: AllianceModel, number: int, cost: float) -> bool:
    """Lend investors in a nation their part of a plant's cost in USD m; False where the lenders' budgets do not reach.

    The plant itself is booked as the nation's investment, whoever lends; the loan and what is paid back change hands.
    """
    loan = level_for(model, number) * cost
    each = each_lends(model, loan, [level_for(model, nation.number) > 0 for nation in model.nations])
    if each.sum() < (1 - 1e-9) * loan:
        return False
    _pay_out(model, each)
    model.book.money["transfers"][number] += loan
    owed = np.zeros_like(model.lent)
    owed[:, number] = (1 - LOSS) * each
    model.lent = model.lent + owed
    return True


def serve(model: AllianceModel) -> None:
    """Let investors pay a year's interest and part of what they owe; what they never pay is no longer counted."""
    if not model.lent.any():
        return
    paid = np.where(model.lent < SMALLEST, model.lent, model.lent * (RATE + 1 / YEARS))
    model.lent = np.where(model.lent < SMALLEST, 0.0, model.lent * (1 + RATE) - paid)
    model.book.money["transfers"] -= paid.sum(axis=0)
    come_back(model, paid.sum(axis=1))


def lend_to_fund(model: AllianceModel, accord: Accord, each: Array) -> None:
    """Lend the joint fund what each member's bank has, (nations,) USD m; all of it is owed, and paid back."""
    _pay_out(model, each)
    accord.owed = accord.owed + each


def _pay_out(model: AllianceModel, each: Array) -> None:
    """Take a loan out of the lenders' budgets, (nations,) USD m."""
    model.book.loans += float(each.sum())
    come_back(model, -each)
