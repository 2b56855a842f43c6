"""Price floor for offtake: members' separation is paid a price above the dominant supplier's, whatever it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
ARTICLE = Article(
    name="price_floor",
    title="Price floor for offtake",
    principle="diversification",
    meaning="Floor for oxide that members make, share over the dominant supplier's price; members that use it pay.",
    unit="share",
    high=2.0,
    levels=(0.0, 0.1, 0.2, 0.4),
    said="price floor {0:.0%} over the dominant supplier",
    mechanism="Members' separation plants are paid the gap for each kilogram, so that undercutting closes none.",
    cost="Members pay it by their part of use.",
    metric="floor_paid",
    source="United States and MP Materials, July 2025: 110 USD/kg for ten years at a price of about 60",
    confidence="looked_up",
)


def with_floor(
    books: Books, quarter: Quarter, members: tuple[int, ...], floor: float, price: Array
) -> tuple[Quarter, Array]:
    """Pay members' separation plants the gap between the dominant supplier's price and the floor over it.

    Returns
    -------
    The market, and the payment for a tonne of input, (materials,) USD/kg.
    """
    keys = [nation.key for nation in books.setting.nations]
    unit = floor * price[keys.index(books.setting.risks.dominant), 1]
    cost = quarter.making_cost.copy()
    for member in members:
        cost[member, 0] -= unit * quarter.recovery[member, 0]
    return quarter.changed(making_cost=cost), unit
