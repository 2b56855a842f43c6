"""Final demand whose elasticity is the same at every price, cleared exactly by tangents.

A straight line of demand chokes at a few times the usual price; the curve ``demand * (price / usual) ** elasticity``
does not. The market is cleared with the curve's tangent at the last price, again and again; where it settles,
the tangent touches the curve at the market's own price, so the answer is exact. Below a tenth of the usual
price the curve goes on as a straight line, since no one would use without end for nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from market.chain import Chain, Outcome, Quarter
from market.network import Floats

LEAST = 0.1
"""Share of the usual price below which the curve goes on straight."""
ROUNDS = 60
EXACT = 1e-9
"""Largest change of a price, share of the usual one, at which the tangents have settled."""
THOUSAND = 1000.0


def wanted(quarter: Quarter, price: Floats) -> Floats:
    """Return what end users want at magnet prices of shape (nations, 2), t/yr, shape (nations, uses, 2)."""
    usual, elasticity = quarter.asking_price[:, None], quarter.elasticity[:, None]
    floor = LEAST * usual
    # Goods that nobody wants cost a little to be rid of; that tempts no one to use more.
    paid = np.maximum(price, 0.0)[:, None]
    curve = quarter.demand * (np.maximum(paid, floor) / usual) ** elasticity
    result: Floats = curve * (1.0 + elasticity * (np.minimum(paid, floor) - floor) / floor)
    return result


def clear_isoelastic(chain: Chain, quarter: Quarter, start: Outcome | None = None) -> Outcome:
    """Return the outcome of a quarter whose demand is iso-elastic around ``demand`` at the usual price.

    Raises
    ------
    ValueError
        If the tangents do not settle.
    """
    usual = quarter.asking_price
    price = np.array(usual)
    for _ in range(ROUNDS):
        tangent = replace(quarter, demand=wanted(quarter, price), demand_price=price)
        outcome = chain.clear(tangent, start)
        found = np.clip(outcome.state[0, :, 2], LEAST * usual, quarter.shortage_price)
        settled = np.max(np.abs(found - price) / usual) <= EXACT
        # Tangents undershoot a curve bent this way, so prices may leap; half a step in logarithms tames them.
        price, start = np.where(found > 2 * price, np.sqrt(found * price), found), outcome
        if settled:
            return replace(outcome, unserved=np.maximum(quarter.demand - outcome.consumed, 0.0))
    raise ValueError(f"iso-elastic demand did not settle in {ROUNDS} rounds; elasticities were {quarter.elasticity}")


def consumer_surplus(quarter: Quarter, outcome: Outcome) -> Floats:
    """Return the area under the curves from the price to the shortage price, shape (nations,), USD m/yr."""
    usual, elasticity = quarter.asking_price[:, None], quarter.elasticity[:, None]
    cap, floor = quarter.shortage_price, LEAST * usual
    price = np.minimum(outcome.state[0, :, None, 2], cap)
    at = np.maximum(price, floor)
    power = 1.0 + elasticity
    with np.errstate(divide="ignore", invalid="ignore"):
        area = (cap**power - at**power) / power
    area = np.where(np.abs(power) < 1e-9, np.log(cap / at), area) * usual**-elasticity * quarter.demand
    low = quarter.demand * LEAST**elasticity
    # The straight part below the floor: a trapezium.
    depth = floor - np.minimum(price, floor)
    area = area + depth * low * (1.0 - 0.5 * elasticity * depth / floor)
    result: Floats = area.sum(axis=(1, 2)) / THOUSAND
    return result
