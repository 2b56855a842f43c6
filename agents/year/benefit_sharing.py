"""The pool that members share: only what can be observed and booked, never the accord's estimated worth.

It holds the returns of the fund's plants, what the shared reserve sold above its cost (the avoided cost of a crisis,
booked by that formula), and penalties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.accord.coalitions import claims, divide
from agents.articles import USD_M
from agents.state import State
from agents.world.wording import rule_name

Array = NDArray[np.float64]
SMALLEST = 0.05
"""USD m below which nothing is distributed."""


@dataclass(frozen=True, kw_only=True)
class Pie:
    """The income of the pool in a year, and who held it."""

    plants: Array
    """(nations,) USD m earned by the fund's plants, where they stand."""
    reserve: Array
    """(nations,) USD m from the reserve above its cost, by holder."""
    penalties: float

    @property
    def total(self) -> float:
        """All of it, USD m."""
        return float(self.plants.sum() + self.reserve.sum()) + self.penalties


def book_reserve(accord: Accord, bought: Array, sold: Array, *, paid: Array, earned: Array) -> None:
    """Keep the reserve's books: what it cost, and what it sold above that.

    Parameters
    ----------
    bought, sold : (nations, materials) t of the quarter.
    paid, earned : (nations, materials) USD/kg of oxide, where the holder buys and where it sells.
    """
    held = np.maximum(accord.reserve, 1e-12)
    part = np.clip(sold / held, 0.0, 1.0)
    cost = accord.reserve_cost * part
    accord.reserve_gain += np.clip(sold * earned * USD_M - cost, 0.0, None).sum(axis=1)
    accord.reserve_cost += bought * paid * USD_M - cost


def gather(state: State, accord: Accord) -> Pie:
    """Collect the year's income."""
    earned = accord.returns(state.books, state.book.price, state.books.working())
    pie = Pie(plants=earned, reserve=accord.reserve_gain.copy(), penalties=accord.penalties)
    accord.reserve_gain[:], accord.penalties = 0.0, 0.0
    return pie


def pay_to_stay(accord: Accord, available: float) -> Array:
    """Payments to members this year for staying, (nations,) USD m; cut in proportion where the money is not enough."""
    paid = np.zeros(len(accord.split))
    for member, amount in accord.kept.items():
        paid[member] = amount
    return paid * min(1.0, max(available, 0.0) / paid.sum()) if paid.sum() > 0 else paid


def share_benefits(state: State) -> None:
    """Divide the year's pool by the benefit rule; those paid to stay come first, from the fund if need be."""
    accord = state.accord
    if accord is None:
        return
    pie = gather(state, accord)
    accord.paid_out = 0.0
    staying = pay_to_stay(accord, pie.total + accord.treasury)
    from_fund = max(float(staying.sum()) - pie.total, 0.0)
    left = pie.total - (float(staying.sum()) - from_fund)
    if pie.total + float(staying.sum()) <= SMALLEST:
        accord.treasury += pie.penalties
        return
    accord.treasury -= from_fund
    shared = divide(accord.values, accord.members, accord.text, left, accord.bloc, _claim(accord))
    accord.paid_in = np.maximum(accord.paid_in - np.clip(shared, 0, None), 0.0)
    accord.paid_out = pie.total + from_fund
    state.book.money["transfers"] += shared + staying - pie.plants - pie.reserve
    state.log.note(state.now, "benefit", accord.members, _told(state, accord, pie, shared, staying))


def _claim(accord: Accord) -> Array:
    """Each member's claim on this year's pool, (members,) USD m."""
    rows = list(accord.members)
    if accord.values.rules.claim_by == "contribution":
        return accord.paid_in[rows]
    return claims(accord.values, accord.members, accord.text) / accord.values.annuities[rows]


def _told(state: State, accord: Accord, pie: Pie, shared: Array, staying: Array) -> str:
    """Log how much there was and who received it."""
    sources = (
        ("plants of the fund", float(pie.plants.sum())),
        ("the reserve above its cost", float(pie.reserve.sum())),
        ("penalties", pie.penalties),
    )
    came = ", ".join(f"{amount:,.1f} from {name}" for name, amount in sources if amount > SMALLEST)
    # Adding nothing turns what is rounded to -0 into 0.
    parts = ", ".join(f"{state.names[m]} {round(float(shared[m]), 1) + 0.0:,.1f}" for m in accord.members)
    kept = ", ".join(f"{state.names[m]} {staying[m]:,.1f}" for m in accord.members if staying[m] > 0)
    first = f" First for staying: {kept}." if kept else ""
    rule = rule_name(accord.text.benefit_rule)
    return f"The pool holds USD m {came or '0'}.{first} By the {rule} rule: {parts}."
