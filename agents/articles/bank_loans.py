"""Development-bank finance: cheaper capital for plants in member nations, with conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    "value added.",
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


def repay(accord: Accord) -> None:
    """Pay a year's interest and part of what the joint fund owes, as far as its treasury goes."""
    due = accord.debt * (RATE + 1 / YEARS)
    paid = min(max(accord.treasury, 0.0), due)
    accord.treasury -= paid
    accord.debt = accord.debt * (1 + RATE) - paid


def lend(model: AllianceModel, number: int, cost: float) -> None:
    """Lend a part of a plant's cost in USD m, and let members bear what will be lost of it."""
    loan = level_for(model, number) * cost
    base = np.array([nation.profile.dependent_value_added for nation in model.nations])
    part = base * [level_for(model, nation.number) > 0 for nation in model.nations]
    if loan <= 0 or part.sum() <= 0:
        return
    model.book.loans += loan
    model.book.money["administration"] += LOSS * loan * part / part.sum()
