"""Newton steps on node prices, with searches of their own for the islands of a market."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.kernel.arcs import Live
from market.kernel.equations import assemble, empty_columns, factor_columns, solve_columns
from market.kernel.response import move, weigh
from market.network import Floats, Ints

ROUNDING = 5e-15
"""Relative rounding of a price."""
FUZZ = 1e-13
"""Share of the highest price within which a margin counts as on its bound."""
RECENTRED = 20
"""How often the anchor may be laid anew."""
MINOR = 1e-6
"""Share of the largest leftover below which islands are not worth a search of their own."""
DONE = 1e-10
"""Leftover share at which steps that hardly go are no longer tried."""
SLOW = 1e-2
"""Share of a step's way below which the step counts as slow."""


@compiled
def find(island: Ints, v: int) -> int:
    """Return the root of a node's island, shortening the way."""
    while island[v] != v:
        island[v] = island[island[v]]
        v = island[v]
    return v


@compiled
def islands(arcs: Live, weight: Floats, island: Ints) -> None:
    """Fill the root of each node's island: nodes, and the outside, that free arcs tie together."""
    for v in range(len(island)):
        island[v] = v
    for e in range(len(weight)):
        if weight[e] > 0.0:
            a = find(island, arcs.tail[e])
            island[a] = find(island, arcs.head[e])
            if e >= arcs.single:
                island[find(island, arcs.tail[e])] = find(island, arcs.second[e - arcs.single])
    for v in range(len(island)):
        island[v] = find(island, v)


@compiled
def descend(
    arcs: Live,
    anchor: Floats,
    pull: float,
    price: Floats,
    flow: Floats,
    tolerance: float,
    limit: int,
    patience: int,
    damper: float,
    anchored: Floats,
) -> tuple[float, int]:
    """Improve ``price`` (nodes + 1, the last being 0) and fill ``flow``, in place; return (leftover share, iterations).

    The anchor first chooses among the prices that the market leaves open. Then it is laid at the prices found,
    again and again, until it moves nothing: so it leaves no trace in prices that the market does fix. The prices before
    it was first laid anew go into ``anchored`` (nodes): from there a market that differs a little is soon found.
    """
    nodes = len(arcs.given)
    live = len(arcs.tail)
    margin, margin_there = np.empty(live), np.empty(live)
    moving, moving_there = np.empty(live), np.empty(live)
    left, left_there = np.empty(nodes + 1), np.empty(nodes + 1)
    there = price.copy()
    change = np.empty(live)
    weight = np.empty(live)
    known = np.full(live, -1.0)
    step, part = np.zeros(nodes + 1), np.zeros(nodes + 1)
    island = np.empty(nodes + 1, np.int64)
    weighty = np.empty(nodes + 1)
    touched, turning = np.empty(live, np.int64), np.empty(live, np.int64)
    turn = np.empty(live)
    inverse = np.empty(nodes)
    first = np.empty(nodes, np.int64)
    entries = np.empty(arcs.base[nodes])
    columns = empty_columns(nodes, arcs.base[nodes])
    centre = anchor.copy()
    widest = np.max(arcs.width) if live else 0.0
    scale = 1.0
    for v in range(nodes):
        scale = max(scale, abs(arcs.given[v]))
    damped = 0.0
    last = np.inf
    iterations = 0
    rounds = 0
    slow = 0
    worst, most = weigh(arcs, price, centre, pull, margin, moving, left)
    while True:
        most = max(most, scale)
        # Once steps gain nothing, what is left is the rounding of prices times the widest arc.
        highest = np.max(np.abs(price))
        enough = tolerance * most
        if worst > 0.3 * last:
            enough = max(enough, ROUNDING * widest * highest)
        last = worst
        if worst <= enough:
            drift = 0.0
            for v in range(nodes):
                drift = max(drift, pull * abs(price[v] - centre[v]))
            if drift <= tolerance * most or rounds >= RECENTRED:
                worst += drift
                break
            if rounds == 0:
                anchored[:] = price[:nodes]
            rounds += 1
            centre[:] = price[:nodes]
            last = np.inf
            worst, most = weigh(arcs, price, centre, pull, margin, moving, left)
        if iterations >= limit or slow >= patience or (slow > 3 and worst <= DONE * most):
            break
        iterations += 1
        for v in range(nodes):
            step[v] = -left[v]
        same = True
        # After a step that hardly went, arcs within rounding of a bound count as free: one of them held it up.
        near = FUZZ * highest if slow % 2 == 1 else 0.0
        for e in range(live):
            x = margin[e] * arcs.width[e]
            close = near * arcs.width[e]
            weight[e] = arcs.width[e] if arcs.lower[e] - close < x < arcs.upper[e] + close else 0.0
            same = same and weight[e] == known[e]
        if not same or not 0.5 * damped <= pull + damper * worst <= 2.0 * damped:
            damped = pull + damper * worst
            known[:] = weight
            assemble(arcs, weight, damped, entries, first)
            factor_columns(arcs.base, entries, first, inverse, columns)
        solve_columns(inverse, columns, step)
        for v in range(nodes):
            there[v] = price[v] + step[v]
        worst_there, most = weigh(arcs, there, centre, pull, margin_there, moving_there, left_there)
        share = 1.0
        if worst_there > 0.5 * worst:
            there[:] = price
            margin_there[:] = margin
            moving_there[:] = moving
            left_there[:] = left
            # An island that no free arc ties to the world drifts far until it meets a bound. It goes its own way, so
            # that the rest need not stop where it stops. Islands where little is left over wait for their turn.
            islands(arcs, weight, island)
            world = island[nodes]
            weighty[:] = 0.0
            for v in range(nodes):
                weighty[island[v]] = max(weighty[island[v]], abs(left[v]))
            # The world comes last.
            for root in range(nodes + 1):
                last_one = root == nodes
                if not last_one and (island[root] != root or root == world or weighty[root] <= MINOR * worst):
                    continue
                its = world if last_one else root
                for v in range(nodes):
                    part[v] = step[v] if island[v] == its else 0.0
                share = move(
                    arcs,
                    part,
                    pull,
                    there,
                    margin_there,
                    moving_there,
                    left_there,
                    touched,
                    change,
                    turning,
                    turn,
                    not last_one,
                )
            # Begin again from the prices, so that no rounding adds up.
            worst_there, most = weigh(arcs, there, centre, pull, margin_there, moving_there, left_there)
        slow = slow + 1 if share < SLOW else 0
        price[:] = there
        worst = worst_there
        margin, margin_there = margin_there, margin
        moving, moving_there = moving_there, moving
        left, left_there = left_there, left
    flow[:] = moving
    return worst / most, iterations
