"""Emergency plants on retainer: capacity that stands ready and works only while exports are restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M, Article
from agents.world.scene import inside
from agents.world.wording import percent

if TYPE_CHECKING:
    from agents.world.books import Books

Array = NDArray[np.float64]
RETAINER = 0.12
"""Cost of holding capacity ready, share of its capital cost a year: capital and crew. Own estimate."""
ARTICLE = Article(
    name="standby",
    title="Emergency plants on retainer",
    principle="reserve and risk",
    meaning="Spare capacity for separation and magnets that members hold ready, share of what they have.",
    unit="share",
    high=0.5,
    said="{0:.0%} of capacity held ready for emergencies",
    mechanism="The spare plants work while the dominant supplier restricts exports, and cost to run what new ones do.",
    cost=f"{percent(RETAINER)} of the plants' capital cost a year, paid by the member that has them.",
    metric="supply_gap_members",
    source="own estimate; retainers for idle oil and gas capacity are of this size",
    political=0.25,
)


def standby(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Capacity that works in a crisis only, (nations, conversions, materials) t/yr."""
    return level * books.base.capacity * inside(books.shape.nations, members)[:, None, None]


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of the retainer, (nations,) USD m/yr."""
    capex = books.setting.market.capex
    unit = np.array([capex.get("separation", 0.0), capex.get("magnet", 0.0)])
    found: Array = RETAINER * (standby(books, members, level).sum(axis=2) * unit).sum(axis=1) * USD_M
    return found
