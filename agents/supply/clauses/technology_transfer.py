"""Technology transfer in an agreement: the side that knows more teaches the other, as far as the tonnes go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles.technology_transfer import PACE, PROGRAMME, better, ratio, taught
from agents.supply.clauses import LEAST, Clause, Use
from agents.world.setting import CONVERSIONS
from market.elementary import power
from negotiation.bargaining.terms import Issue

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
AHEAD = 3
"""Years of learning with which the market is run: the middle of an agreement's usual life."""
GAP = 0.05
"""Difference of know-how below which there is nothing to teach."""
CLAUSE = Clause(
    issue=Issue("technology transfer", (0.0, 0.5, 1.0), "share of the gap in know-how"),
    meaning="How much of the gap in know-how the side that knows more may help the other to close, in the plants that "
    "these tonnes come from or go to.",
    said="{0:.0%} of the gap in know-how is open to the other side",
)


def step_of(books: Books, use: Use) -> tuple[int, int]:
    """The nation that learns, and the conversion in which it does: the seller's that made the good, or the buyer's."""
    learner = use.lane.seller if books.expertise[use.lane.seller] < books.expertise[use.lane.buyer] else use.lane.buyer
    last = len(CONVERSIONS) - 1
    return learner, max(use.lane.stage - 1, 0) if learner == use.lane.seller else min(use.lane.stage, last)


def reach(books: Books, quarter: Quarter, use: Use) -> float:
    """Tonnes that all of the learner's plants would make or take, t/yr."""
    learner, step = step_of(books, use)
    plants = float(quarter.capacity[learner, step, use.lane.material])
    return plants * float(quarter.recovery[learner, step, use.lane.material]) if use.lane.stage > step else plants


def share(books: Books, quarter: Quarter, use: Use) -> float:
    """Part of the learner's plants that the tonnes concern (0-1)."""
    return min(use.tonnes / max(reach(books, quarter, use), 1e-9), 1.0)


def matters(books: Books, quarter: Quarter, use: Use) -> bool:
    """Tell whether one knows more than the other, who has plants to learn in."""
    learner, step = step_of(books, use)
    gap = abs(books.expertise[use.lane.seller] - books.expertise[use.lane.buyer])
    return bool(gap >= GAP and quarter.capacity[learner, step, use.lane.material] >= LEAST)


def lasting(rate: float, years: int, horizon: int) -> float:
    """Present value of what is learned in an agreement of some years, for one a year at ``AHEAD`` years of learning.

    The learner knows more every year that the agreement binds, and keeps it; years count until the horizon, and those
    of the agreement in any case.
    """
    learned = [1 - power(1 - PACE, min(year, years)) for year in range(1, max(years, horizon) + 1)]
    whole = 1 - power(1 - PACE, AHEAD)
    return sum(part / whole * power(1 + rate, -year) for year, part in enumerate(learned, 1))


def ahead(books: Books, quarter: Quarter, uses: Sequence[Use], relief: Array) -> tuple[Quarter, Array]:
    """The market after some years of learning; new plants, which gain most, are left out."""
    for use in uses:
        quarter = better(books, quarter, use.lane.pair, use.level * share(books, quarter, use), AHEAD)
    return quarter, relief


def cost(books: Books, use: Use) -> tuple[float, float]:
    """Cost of the programme to seller and buyer, USD m/yr: the article's, for the part that the tonnes concern."""
    each = PROGRAMME * use.level * share(books, books.base, use)
    return each, each


def live(books: Books, use: Use) -> None:
    """Let the two learn for a year."""
    pair, level = use.lane.pair, use.level * share(books, books.base, use)
    after = taught(books, pair, level, 1.0)
    books.base = better(books, books.base, pair, level, 1.0)
    books.new_cost = books.new_cost * ratio(books, after)
    books.expertise = after
