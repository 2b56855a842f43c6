"""Joint logistics: shared ports, corridors and customs make transport between members cheaper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.scene import Scene, shared

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
OFFICE = 2.0
"""Cost for each member of corridors and customs that would save all freight, USD m/yr. Own estimate."""
ARTICLE = Article(
    name="joint_logistics",
    title="Joint logistics",
    principle="diversification",
    meaning="Share of the transport cost between members that shared ports, corridors and customs spare.",
    unit="share",
    high=0.5,
    said="transport between members {0:.0%} cheaper",
    mechanism="Freight between members falls by the share; so their flows grow and turn to each other.",
    cost=f"{OFFICE:g} USD m a year for each member times the share; members pay by magnet-dependent value added.",
    metric="member_trade",
    source="own estimate; freight of 0.3 to 0.8 USD/kg leaves little to spare",
    political=0.25,
)


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Make freight between members cheaper."""
    freight, rows = quarter.freight.copy(), list(members)
    freight[np.ix_(rows, rows)] *= 1 - level
    return replace(quarter, freight=freight)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Members' payments for the corridors, (nations,) USD m/yr."""
    return shared(books, members, OFFICE * level)
