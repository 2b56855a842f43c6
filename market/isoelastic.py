"""Clear a market whose demand is a curve of constant elasticity, exactly, by tangents.

A straight line of demand chokes at a few times the usual price; the curve of ``market.curve`` does not. The market
is cleared with the curve's tangent at the last price, again and again; where it settles, the tangent touches the
curve at the market's own price, so the answer is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from market.curve import LEAST, wanted
from market.network import Floats
from market.quarter import Quarter

if TYPE_CHECKING:
    from market.outcome import Outcome

ROUNDS = 60
EXACT = 1e-9
"""Largest change of a price, share of the usual one, at which the tangents have settled."""


def by_tangents(
    clear: Callable[[Quarter, Floats | None], Outcome], quarter: Quarter, start: Floats | None = None
) -> Outcome:
    """Return the outcome of a curved quarter; ``clear`` clears one whose demand falls along lines.

    Raises
    ------
    ValueError
        If the tangents do not settle.
    """
    usual, cap = quarter.asking_price, quarter.shortage_price
    price = np.array(usual) if start is None else np.clip(start[0, :, 2], LEAST * usual, cap)
    for _ in range(ROUNDS):
        tangent = replace(quarter, demand=wanted(quarter, price), demand_price=price, curved=False)
        outcome = clear(tangent, start)
        found = np.clip(outcome.state[0, :, 2], LEAST * usual, cap)
        settled = np.max(np.abs(found - price) / usual) <= EXACT
        # Tangents undershoot a curve bent this way, so prices may leap; half a step in logarithms tames them.
        price, start = np.where(found > 2 * price, np.sqrt(found * price), found), outcome.state
        if settled:
            return outcome.changed(unserved=np.maximum(quarter.demand - outcome.consumed, 0.0))
    raise ValueError(f"iso-elastic demand did not settle in {ROUNDS} rounds; elasticities were {quarter.elasticity}")
