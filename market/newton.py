"""Node prices found by a semismooth Newton method on the convex dual of the market, in compiled code.

Each arc answers prices with the flow ``clip(margin / slope, lower, upper)``. The prices sought leave no
goods over at any node. What is left over is the slope of a convex function of the prices, pieced
together from parabolas, so a Newton step with an exact search along it ends after finitely many pieces.
From a good start that takes a few steps. From a poor one a primal-dual interior-point method comes
first: it is steady from anywhere and near enough for Newton to finish exactly.

The compiled code stands in `market/kernel`.

Source: Qi and Sun (1993), a nonsmooth version of Newton's method; Mehrotra (1992), on the implementation
of a primal-dual interior point method; Samuelson (1952) and Takayama and Judge (1971) for prices as duals.
"""

from __future__ import annotations

import numpy as np

from market.compiled import compiled_aside
from market.kernel.approach import approach
from market.kernel.arcs import Live, make_live
from market.kernel.descent import descend
from market.network import Floats, Ints

TRIES = 60
"""Newton steps granted from the start that was given."""
PATIENCE = 12
"""Slow steps running after which the start is given up."""
FINISH = 100
"""Newton steps granted after the interior method."""
NEAR = 1e-12
"""Relative accuracy at which the interior method hands over."""


@compiled_aside
def settle(
    tail: Ints,
    heads: Ints,
    yields: Floats,
    cost: Floats,
    slope: Floats,
    lower: Floats,
    upper: Floats,
    supply: Floats,
    anchor: Floats,
    start: Floats,
    near: bool,
    pull: float,
    tolerance: float,
    damper: float,
) -> tuple[Floats, Floats, float, int, Floats]:
    """Return (price, flow, leftover share, iterations, anchored price); ``near`` says whether the start may be close.

    The anchored price is the best start for a market that differs a little.
    """
    flow = np.zeros(len(tail))
    arcs = make_live(tail, heads, yields, cost, slope, lower, upper, supply, flow)
    price, moving, share_left, iterations, anchored = settle_live(arcs, anchor, start, near, pull, tolerance, damper)
    for i in range(len(moving)):
        flow[arcs.which[i]] = moving[i]
    return price[: len(supply)].copy(), flow, share_left, iterations, anchored


@compiled_aside
def settle_live(
    arcs: Live, anchor: Floats, start: Floats, near: bool, pull: float, tolerance: float, damper: float
) -> tuple[Floats, Floats, float, int, Floats]:
    """Do the same for arcs that can move; prices have an entry more, 0 for the place outside."""
    nodes = len(arcs.given)
    moving = np.zeros(len(arcs.tail))
    price = np.zeros(nodes + 1)
    price[:nodes] = start
    anchored = np.full(nodes, np.inf)
    share_left = np.inf
    iterations = 0
    for attempt in range(0 if near else 1, 2):
        if attempt == 1:
            price[:nodes] = anchor
            iterations += approach(arcs, anchor, pull, price, 100, NEAR)
        limit, patience = (TRIES, PATIENCE) if attempt == 0 else (FINISH, FINISH)
        share_left, steps = descend(arcs, anchor, pull, price, moving, tolerance, limit, patience, damper, anchored)
        iterations += steps
        if share_left <= 1e-9:
            break
    for v in range(nodes):
        # A search that ran into not-a-number compares as settled; it is not, and the next method takes over.
        if not abs(price[v]) < np.inf:
            share_left = np.inf
    if nodes and not abs(anchored[0]) < np.inf:
        anchored[:] = price[:nodes]
    return price, moving, share_left, iterations, anchored
