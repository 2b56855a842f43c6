"""Standard level of an agreement: the tonnes come from mining that keeps the Green Mineral Standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.supply.clauses import LEAST, Clause, Use, mined, ore_behind
from negotiation.bargaining.terms import Issue

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
CLAUSE = Clause(
    issue=Issue("standard level", (0, 1, 2, 3), "level of the Green Mineral Standard"),
    meaning="How strictly the seller's mines keep waste, water, carbon and radioactive residue in check for these "
    "tonnes; each level adds to the cost of mining and spares damage and stoppages.",
    said="mined to level {0:g} of the Green Mineral Standard",
)


def matters(books: Books, quarter: Quarter, use: Use) -> bool:
    """Tell whether the seller mines what it sells."""
    return mined(books, quarter, use.lane.seller, use.lane.material) >= LEAST


def reach(books: Books, quarter: Quarter, use: Use) -> float:
    """Tonnes that take all of the seller's ore, t/yr."""
    return mined(books, quarter, use.lane.seller, use.lane.material) / ore_behind(quarter, replace(use, tonnes=1.0))


def raised(books: Books, quarter: Quarter, uses: Sequence[Use], relief: Array) -> Array:
    """Rise in the standard of each nation's mines by agreements, on average over all its ore, (nations,).

    A mine keeps the stricter of two standards, not both.
    """
    effect, more = books.setting.accord.standard_effect, np.zeros(len(relief))
    left = np.ones(len(relief))
    for use in uses:
        here = relief[use.lane.seller] / effect if effect > 0 else 0.0
        share = min(use.tonnes / max(reach(books, quarter, use), 1e-9), left[use.lane.seller])
        left[use.lane.seller] -= share
        more[use.lane.seller] += share * max(use.level - here, 0.0)
    return more


def act(books: Books, quarter: Quarter, uses: Sequence[Use], relief: Array) -> tuple[Quarter, Array]:
    """Let the mines behind the tonnes cost more and harm less, as the article does for all of a member's mines."""
    rules, more = books.setting.accord, raised(books, quarter, uses, relief)
    cost = quarter.mine_cost + rules.standard_cost * more[books.shape.mine_nation]
    return replace(quarter, mine_cost=cost), np.minimum(relief + rules.standard_effect * more, 1.0)
