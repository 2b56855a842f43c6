"""Final demand: a line through the reference point, cut off where going without costs less than the price."""

from __future__ import annotations

import numpy as np

from market.network import Floats
from market.quarter import Quarter

TINY = 1e-12
FLAT = 1e-3
"""Rise of a price that is meant to be flat, share of it, from the first to the last tonne; makes flows unique."""


def demand_lines(quarter: Quarter) -> tuple[Floats, Floats]:
    """Return the choke price (USD/kg) and fall (USD/kg per t/yr) of demand, shape (nations, uses, 2).

    The line passes through the reference price and demand with the end use's elasticity.
    """
    wanted = np.maximum(quarter.demand, TINY)
    choke = quarter.reference_price * (1.0 - 1.0 / quarter.elasticity[:, None])
    fall = quarter.reference_price / -quarter.elasticity[:, None] / wanted
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
    choke, fall = demand_lines(quarter)
    wanted = np.where(quarter.demand > 0, np.maximum(choke - quarter.shortage_price, 0.0), 0.0)
    essential = np.sum(wanted / fall, axis=1)
    rise = FLAT * quarter.shortage_price / np.maximum(essential, FLAT)
    unserved = essential / (1.0 + rise * np.sum(np.where(wanted > 0, 1.0 / fall, 0.0), axis=1))
    beyond = np.maximum(wanted - (rise * unserved)[:, None], 0.0)
    result: Floats = np.sum(beyond**2 / (2 * fall), axis=1) + 0.5 * rise * unserved**2
    return result
