"""Final demand: a line through the reference point, cut off where going without costs less than the price."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.network import Floats
from market.quarter import Quarter

TINY = 1e-12
FLAT = 1e-3
"""Rise of a price that is meant to be flat, share of it, from the first to the last tonne; makes flows unique."""


def demand_lines(quarter: Quarter) -> tuple[Floats, Floats]:
    """Return the choke price (USD/kg) and fall (USD/kg per t/yr) of demand, shape (nations, uses, 2).

    The line passes through the demand at its price with the end use's elasticity.
    """
    wanted = np.maximum(quarter.demand, TINY)
    price = quarter.asking_price[:, None]
    choke = price * (1.0 - 1.0 / quarter.elasticity[:, None])
    fall = price / -quarter.elasticity[:, None] / wanted
    return np.broadcast_to(choke, wanted.shape), fall


def demand_at_cap(quarter: Quarter) -> Floats:
    """Return what each end use would still want at the shortage price, t/yr, shape (nations, uses, 2)."""
    choke, fall = demand_lines(quarter)
    wanted: Floats = np.where(quarter.demand > 0, np.maximum(choke - quarter.shortage_price, 0.0) / fall, 0.0)
    return wanted


def uncounted_worth(quarter: Quarter) -> Floats:
    """Return the worth of use beyond the shortage price, which does not count, thousand USD/yr, shape (nations, 2).

    It is the area between the demand lines and the price at which, on the way up, the last tonne goes unserved.
    """
    worth = np.zeros((len(quarter.demand), 2))
    _beyond(quarter.demand, quarter.elasticity, quarter.asking_price, quarter.shortage_price, worth)
    return worth


@compiled
def _beyond(demand: Floats, elasticity: Floats, price: Floats, cap: Floats, worth: Floats) -> None:
    """Fill the worth of use beyond the shortage price for each nation and material."""
    nations, uses, materials = demand.shape
    for i in range(nations):
        for m in range(materials):
            essential = 0.0
            answer = 0.0
            for u in range(uses):
                over = price[i, m] * (1.0 - 1.0 / elasticity[u]) - cap[m]
                if over > 0.0 and demand[i, u, m] > 0.0:
                    lost = -elasticity[u] * demand[i, u, m] / price[i, m]
                    essential += over * lost
                    answer += lost
            if essential == 0.0:
                continue
            rise = FLAT * cap[m] / max(essential, FLAT)
            unserved = essential / (1.0 + rise * answer)
            worth[i, m] = 0.5 * rise * unserved * unserved
            for u in range(uses):
                over = price[i, m] * (1.0 - 1.0 / elasticity[u]) - cap[m] - rise * unserved
                if over > 0.0 and demand[i, u, m] > 0.0:
                    worth[i, m] += 0.5 * over * over * -elasticity[u] * demand[i, u, m] / price[i, m]
