"""Local processing in an agreement: part of the ore stays with the seller, to be separated where it is mined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.clauses import LEAST, Clause, Use, mined
from negotiation.terms import Issue

if TYPE_CHECKING:
    from agents.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
CLAUSE = Clause(
    issue=Issue("local processing", (0.0, 0.25, 0.5), "share of the ore"),
    meaning="The part of the agreed ore that stays with the seller, who separates it at home and sells the oxide on "
    "the market.",
    said="{0:.0%} of the ore is separated where it is mined",
)


def matters(books: Books, quarter: Quarter, use: Use) -> bool:
    """Tell whether it is ore, and the seller has plants to separate it."""
    return use.lane.stage == 0 and bool(quarter.capacity[use.lane.seller, 0, use.lane.material] >= LEAST)


def delivered(level: float) -> float:
    """Part of the agreed ore that is shipped as ore."""
    return 1.0 - level


def act(books: Books, quarter: Quarter, uses: Sequence[Use], relief: Array) -> tuple[Quarter, Array]:
    """Limit the seller's exports of ore to what need not stay at home; what stays adds up over agreements."""
    quota, kept = quarter.quota.copy(), defaultdict[tuple[int, int], float](float)
    for use in uses:
        kept[use.lane.seller, use.lane.material] += use.level * use.tonnes
    for (seller, material), tonnes in kept.items():
        if tonnes <= 0:
            continue
        limit = max(mined(books, quarter, seller, material) - tonnes, 0.0)
        quota[seller, 0, material] = min(quota[seller, 0, material], limit)
    return replace(quarter, quota=quota), relief
