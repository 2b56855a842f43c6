"""Loans of development banks to investors and to the joint fund, and their repayment (``articles/bank_loans.py``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.articles.bank_loans import LOSS, RATE, YEARS
from agents.state import State
from agents.world.rates import annuity

Array = NDArray[np.float64]
SMALLEST = 0.01
"""USD m below which a loan counts as paid back."""


def level_for(state: State, number: int) -> float:
    """Share of a plant's cost that is lent to investors in a nation (0-1)."""
    return state.level("bank_loans", number)


def years(state: State, number: int) -> float:
    """Present value of one a year over a plant's life to investors in a nation, loans counted."""
    market, lent = state.setting.market, level_for(state, number)
    return annuity((1 - lent) * market.hurdle_rate + lent * RATE, market.plant_life)


def repay(state: State, accord: Accord) -> None:
    """Pay the banks a year's interest and part of what the joint fund owes, as far as its treasury goes."""
    paid = min(max(accord.treasury, 0.0), accord.debt * (RATE + 1 / YEARS))
    if accord.debt <= 0:
        return
    to_each = paid * accord.owed / accord.debt
    accord.treasury -= paid
    accord.owed = accord.owed * (1 + RATE) - to_each
    come_back(state, to_each)


def come_back(state: State, to_each: Array) -> None:
    """Return money to members and to the budgets from which it came, (nations,) USD m; below 0 they pay."""
    state.book.money["transfers"] += to_each
    for nation in state.nations:
        nation.spend(-float(to_each[nation.number]))


def each_lends(state: State, loan: float, lenders: list[bool]) -> Array:
    """Each nation's part of a loan in USD m, (nations,): by value added, and no more than its budget holds.

    Where budgets are too small, the parts add up to less than the loan.
    """
    base = np.array([nation.profile.dependent_value_added for nation in state.nations]) * lenders
    if loan <= 0 or base.sum() <= 0:
        return np.zeros(len(base))
    lent: Array = np.minimum(loan * base / base.sum(), [max(nation.savings, 0.0) for nation in state.nations])
    return lent


def lend(state: State, number: int, cost: float) -> bool:
    """Lend investors in a nation part of a plant's cost in USD m; False where the lenders' budgets are too small.

    The plant itself is booked as its nation's investment, whichever bank lends; the loan and its
    repayment change hands.
    """
    loan = level_for(state, number) * cost
    each = each_lends(state, loan, [level_for(state, nation.number) > 0 for nation in state.nations])
    if each.sum() < (1 - 1e-9) * loan:
        return False
    _pay_out(state, each)
    state.book.money["transfers"][number] += loan
    owed = np.zeros_like(state.lent)
    owed[:, number] = (1 - LOSS) * each
    state.lent = state.lent + owed
    return True


def serve(state: State) -> None:
    """Let investors pay a year's interest and part of what they owe; bad loans are no longer counted."""
    if not state.lent.any():
        return
    paid = np.where(state.lent < SMALLEST, state.lent, state.lent * (RATE + 1 / YEARS))
    state.lent = np.where(state.lent < SMALLEST, 0.0, state.lent * (1 + RATE) - paid)
    state.book.money["transfers"] -= paid.sum(axis=0)
    come_back(state, paid.sum(axis=1))


def lend_to_fund(state: State, accord: Accord, each: Array) -> None:
    """Lend the joint fund what each member's bank has, (nations,) USD m; all of it is owed, and paid back."""
    _pay_out(state, each)
    accord.owed = accord.owed + each


def _pay_out(state: State, each: Array) -> None:
    """Take a loan out of the lenders' budgets, (nations,) USD m."""
    state.book.loans += float(each.sum())
    come_back(state, -each)
