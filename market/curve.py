"""Final demand whose elasticity is the same at every price: ``demand * (price / usual) ** elasticity``.

Below a tenth of the usual price the curve goes on as a straight line, since no one would use without end for nothing.
"""

from __future__ import annotations

import numpy as np

from market.elementary import log, power
from market.network import Floats
from market.quarter import Quarter

LEAST = 0.1
"""Share of the usual price below which the curve goes on straight."""
THOUSAND = 1000.0


def wanted(quarter: Quarter, price: Floats) -> Floats:
    """Return what end users want at magnet prices of shape (nations, 2), t/yr, shape (nations, uses, 2)."""
    usual, elasticity = quarter.asking_price[:, None], quarter.elasticity[:, None]
    floor = LEAST * usual
    # Goods that nobody wants cost a little to be rid of; that tempts no one to use more.
    paid = np.maximum(price, 0.0)[:, None]
    curve = quarter.demand * power(np.maximum(paid, floor) / usual, elasticity)
    result: Floats = curve * (1.0 + elasticity * (np.minimum(paid, floor) - floor) / floor)
    return result


def consumer_surplus(quarter: Quarter, magnet_price: Floats) -> Floats:
    """Return the area under the curves from magnet prices of shape (nations, 2) to the shortage price, USD m/yr.

    Shape (nations,).
    """
    usual, elasticity = quarter.asking_price[:, None], quarter.elasticity[:, None]
    cap, floor = quarter.shortage_price, LEAST * usual
    price = np.minimum(magnet_price[:, None], cap)
    at = np.maximum(price, floor)
    rise = 1.0 + elasticity
    with np.errstate(divide="ignore", invalid="ignore"):
        area = (power(cap, rise) - power(at, rise)) / rise
    area = np.where(np.abs(rise) < 1e-9, log(cap / at), area) * power(usual, -elasticity) * quarter.demand
    low = quarter.demand * power(LEAST, elasticity)
    # The straight part below the floor: a trapezium.
    depth = floor - np.minimum(price, floor)
    area = area + depth * low * (1.0 - 0.5 * elasticity * depth / floor)
    result: Floats = area.sum(axis=(1, 2)) / THOUSAND
    return result
