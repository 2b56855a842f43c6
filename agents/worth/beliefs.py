"""Nations' beliefs and weights, and the present value they give to a plant's later years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.world.plants import Plan
from agents.world.rates import annuity
from agents.worth.valuation import Appraiser
from market.elementary import power

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Beliefs:
    """Nations' beliefs and weights, one figure each."""

    crisis_time: Array
    """Share of time in crisis (0-1)."""
    risk_aversion: Array
    discount: Array
    budget: Array
    """USD m/yr."""


def plant_years(chosen: Plan, appraiser: Appraiser, beliefs: Beliefs) -> Array:
    """Present value of one a year over a plant's life, once it is built, (nations,)."""
    life = appraiser.books.setting.market.plant_life
    return np.array([power(1 + rate, -chosen.lead) * annuity(rate, life) for rate in beliefs.discount])
