"""A primal-dual interior-point method, for a start that Newton can finish from."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.kernel.arcs import Live, fall, gather
from market.kernel.equations import assemble, factor, solve_factored
from market.network import Floats


@compiled
def approach(arcs: Live, anchor: Floats, pull: float, price: Floats, limit: int, accuracy: float) -> int:
    """Bring ``price`` (nodes + 1, the last being 0) near the equilibrium, in place; return the iterations."""
    nodes = len(arcs.given)
    live = len(arcs.tail)
    lower, upper, slope = arcs.lower, arcs.upper, arcs.slope
    money = 1.0
    for e in range(live):
        money = max(money, abs(arcs.cost[e]))
    goods = 0.0
    bounded = 0
    for e in range(live):
        if upper[e] < np.inf:
            goods += upper[e] - lower[e]
            bounded += 1
    for v in range(nodes):
        goods += abs(arcs.given[v])
    goods = max(goods / max(bounded, 1), 1e-6)
    x = np.empty(live)
    low = np.empty(live)
    high = np.empty(live)
    for e in range(live):
        x[e] = lower[e] + min(0.5 * (upper[e] - lower[e]), goods)
        low[e] = 0.1 * money
        high[e] = 0.1 * money if upper[e] < np.inf else 0.0
    dx = np.empty(live)
    dlow = np.empty(live)
    dhigh = np.empty(live)
    weight = np.empty(live)
    push = np.empty(live)
    gap = np.empty(live)
    wrong = np.empty(live)
    left = np.empty(nodes + 1)
    step = np.zeros(nodes + 1)
    inverse = np.empty(nodes)
    first = np.empty(nodes, np.int64)
    entries = np.empty(arcs.base[nodes])
    sides = live + bounded
    iterations = 0
    while iterations < limit:
        fall(arcs, price, gap)
        worst = 0.0
        mu = 0.0
        most = 0.0
        for e in range(live):
            wrong[e] = slope[e] * x[e] + arcs.cost[e] - gap[e] - low[e] + high[e]
            worst = max(worst, abs(wrong[e]))
            mu += (x[e] - lower[e]) * low[e]
            most = max(most, abs(x[e]))
            if upper[e] < np.inf:
                mu += (upper[e] - x[e]) * high[e]
        mu /= max(sides, 1)
        for v in range(nodes):
            left[v] = arcs.given[v] + pull * (price[v] - anchor[v])
        left[nodes] = 0.0
        gather(arcs, x, left)
        over = 0.0
        for v in range(nodes):
            over = max(over, abs(left[v]))
        if worst <= accuracy * money and over <= accuracy * max(most, goods) and mu <= accuracy * money * goods:
            break
        iterations += 1
        for e in range(live):
            w = slope[e] + low[e] / (x[e] - lower[e])
            if upper[e] < np.inf:
                w += high[e] / (upper[e] - x[e])
            weight[e] = 1.0 / w
        assemble(arcs, weight, pull, entries, first)
        factor(arcs.base, entries, first, inverse)
        target = 0.0
        stride = 1.0
        for stage in range(2):
            for e in range(live):
                room = x[e] - lower[e]
                push[e] = target / room - low[e] - wrong[e]
                if stage == 1:
                    push[e] -= dx[e] * dlow[e] / room
                if upper[e] < np.inf:
                    spare = upper[e] - x[e]
                    push[e] -= target / spare - high[e]
                    if stage == 1:
                        push[e] -= dx[e] * dhigh[e] / spare
                gap[e] = weight[e] * push[e]
            for v in range(nodes):
                step[v] = left[v]
            gather(arcs, gap, step)
            for v in range(nodes):
                step[v] = -step[v]
            step[nodes] = 0.0
            solve_factored(arcs.base, entries, first, inverse, step)
            fall(arcs, step, gap)
            stride = 1.0
            for e in range(live):
                room = x[e] - lower[e]
                d = weight[e] * (gap[e] + push[e])
                aim = target - (dx[e] * dlow[e] if stage == 1 else 0.0)
                dl = (aim - low[e] * d) / room - low[e]
                dh = 0.0
                if d < 0.0:
                    stride = min(stride, -room / d)
                if upper[e] < np.inf:
                    spare = upper[e] - x[e]
                    aim = target + (dx[e] * dhigh[e] if stage == 1 else 0.0)
                    dh = (aim + high[e] * d) / spare - high[e]
                    if d > 0.0:
                        stride = min(stride, spare / d)
                    if dh < 0.0:
                        stride = min(stride, -high[e] / dh)
                if dl < 0.0:
                    stride = min(stride, -low[e] / dl)
                dx[e] = d
                dlow[e] = dl
                dhigh[e] = dh
            if stage == 0:
                after = 0.0
                for e in range(live):
                    after += (x[e] + stride * dx[e] - lower[e]) * (low[e] + stride * dlow[e])
                    if upper[e] < np.inf:
                        after += (upper[e] - x[e] - stride * dx[e]) * (high[e] + stride * dhigh[e])
                after /= max(sides, 1)
                left_over = after / mu
                target = mu * left_over * left_over * left_over
        stride = min(1.0, 0.995 * stride)
        for e in range(live):
            x[e] += stride * dx[e]
            low[e] += stride * dlow[e]
            high[e] += stride * dhigh[e]
        for v in range(nodes):
            price[v] += stride * step[v]
    return iterations
