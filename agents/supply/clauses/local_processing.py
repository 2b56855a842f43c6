"""Local processing in an agreement: part of the ore stays with the seller, to be separated where it is mined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.supply.clauses import LEAST, Clause, Use, mined
from agents.world.plant_support import IDLE
from market.vintages import Vintages
from negotiation.bargaining.terms import Issue

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Outcome, Quarter

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


def turns(books: Books, quarter: Quarter, use: Use, calm: Outcome) -> float:
    """Ore kept at home from which the seller's plant stays open, t/yr; 0 where it is open anyhow.

    A plant that is idle in calm years has closed when a crisis comes. Unused capacity of the mines is exported
    first.
    """
    seller, material = use.lane.seller, use.lane.material
    least = IDLE * Vintages.of(quarter).cheap[seller, 0, material]
    if calm.vintages[0, seller, 0, material] >= least:
        return 0.0
    ore = books.shape.mine_light if material == 0 else books.shape.mine_heavy
    spare = (ore * (quarter.mine_capacity - calm.mined))[books.shape.mine_nation == seller].sum()
    return float(least + spare)


def act(books: Books, quarter: Quarter, uses: Sequence[Use], relief: Array) -> tuple[Quarter, Array]:
    """Limit the seller's exports of ore to what need not stay at home; tonnes that stay add up over agreements."""
    quota, kept = quarter.quota.copy(), defaultdict[tuple[int, int], float](float)
    for use in uses:
        kept[use.lane.seller, use.lane.material] += use.level * use.tonnes
    for (seller, material), tonnes in kept.items():
        if tonnes <= 0:
            continue
        limit = max(mined(books, quarter, seller, material) - tonnes, 0.0)
        quota[seller, 0, material] = min(quota[seller, 0, material], limit)
    return replace(quarter, quota=quota), relief
