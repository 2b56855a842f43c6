"""Node prices found by a semismooth Newton method on the convex dual of the market, in compiled code.

Each arc answers prices with the flow ``clip(margin / slope, lower, upper)``. The prices sought leave no
goods over at any node. What is left over is the slope of a convex function of the prices, pieced
together from parabolas, so a Newton step with an exact search along it ends after finitely many pieces.
From a good start that takes a few steps. From a poor one a primal-dual interior-point method comes
first: it is steady from anywhere and near enough for Newton to finish exactly.

All compiled code stands in this one file, since what is kept on disk is renewed only when its own file changes.

Source: Qi and Sun (1993), a nonsmooth version of Newton's method; Mehrotra (1992), on the implementation
of a primal-dual interior point method; Samuelson (1952) and Takayama and Judge (1971) for prices as duals.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from market.compiled import compiled
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

TRIES = 60
"""Newton steps granted from the start that was given."""
PATIENCE = 12
"""Slow steps running after which the start is given up."""
FINISH = 100
"""Newton steps granted after the interior method."""
NEAR = 1e-12
"""Relative accuracy at which the interior method hands over."""


class Live(NamedTuple):
    """The arcs whose flow can move, those with one head first; the place outside is node number ``nodes``."""

    which: Ints
    """Number of each arc in the network."""
    single: int
    """How many have one head."""
    tail: Ints
    head: Ints
    gain: Floats
    """What the head receives of a unit."""
    second: Ints
    """Second head of the arcs from ``single`` on."""
    extra: Floats
    """What the second head receives of a unit."""
    cost: Floats
    slope: Floats
    width: Floats
    """One over the slope."""
    lower: Floats
    upper: Floats
    given: Floats
    """Shape (nodes,): supply, and what the arcs that cannot move bring."""
    reach: Ints
    """Shape (nodes,): first column that each row of the equations can ever touch."""
    base: Ints
    """Shape (nodes + 1,): the entry of row i and column j of the equations is number base[i] + j; last, their count."""


@compiled
def make_live(tail: Ints, heads: Ints, yields: Floats, cost: Floats, slope: Floats, lower: Floats, upper: Floats,
              supply: Floats, flow: Floats) -> Live:
    """Sort out the arcs that can move; write the flow of the others into ``flow``."""
    nodes = len(supply)
    given = supply.copy()
    joint = 0
    live = 0
    for e in range(len(tail)):
        if upper[e] > lower[e]:
            live += 1
            if heads[0, e] >= 0 and heads[1, e] >= 0:
                joint += 1
    which = np.empty(live, np.int64)
    single = live - joint
    next_single = 0
    next_joint = single
    for e in range(len(tail)):
        if upper[e] > lower[e]:
            if heads[0, e] >= 0 and heads[1, e] >= 0:
                which[next_joint] = e
                next_joint += 1
            else:
                which[next_single] = e
                next_single += 1
        else:
            x = lower[e]
            flow[e] = x
            if x != 0.0:
                if tail[e] >= 0:
                    given[tail[e]] -= x
                for k in range(2):
                    if heads[k, e] >= 0:
                        given[heads[k, e]] += yields[k, e] * x
    t = np.empty(live, np.int64)
    h = np.empty(live, np.int64)
    y = np.empty(live)
    second = np.empty(joint, np.int64)
    extra = np.empty(joint)
    reach = np.arange(nodes)
    for i in range(live):
        e = which[i]
        k = 0 if heads[0, e] >= 0 else 1
        t[i] = tail[e] if tail[e] >= 0 else nodes
        h[i] = heads[k, e] if heads[k, e] >= 0 else nodes
        y[i] = yields[k, e] if heads[k, e] >= 0 else 0.0
        least = min(t[i], h[i])
        if i >= single:
            second[i - single] = heads[1, e]
            extra[i - single] = yields[1, e]
            least = min(least, heads[1, e])
            reach[heads[1, e]] = min(reach[heads[1, e]], least)
        if t[i] < nodes:
            reach[t[i]] = min(reach[t[i]], least)
        if h[i] < nodes:
            reach[h[i]] = min(reach[h[i]], least)
    base = np.empty(nodes + 1, np.int64)
    size = 0
    for v in range(nodes):
        base[v] = size - reach[v]
        size += v - reach[v] + 1
    base[nodes] = size
    return Live(which, single, t, h, y, second, extra, cost[which], slope[which], 1.0 / slope[which], lower[which],
                upper[which], given, reach, base)


@compiled
def fall(arcs: Live, value: Floats, result: Floats) -> None:
    """Fill what each arc's heads gain over its tail in a value at the nodes (nodes + 1, the last being 0)."""
    for e in range(len(arcs.tail)):
        result[e] = arcs.gain[e] * value[arcs.head[e]] - value[arcs.tail[e]]
    for e in range(len(arcs.second)):
        result[arcs.single + e] += arcs.extra[e] * value[arcs.second[e]]


@compiled
def gather(arcs: Live, flow: Floats, left: Floats) -> None:
    """Add what each flow brings to the nodes (nodes + 1, the last being the place outside)."""
    for e in range(len(arcs.tail)):
        left[arcs.tail[e]] -= flow[e]
        left[arcs.head[e]] += arcs.gain[e] * flow[e]
    for e in range(len(arcs.second)):
        left[arcs.second[e]] += arcs.extra[e] * flow[arcs.single + e]


@compiled
def _couple(base: Ints, entries: Floats, first: Ints, a: int, b: int, weight: float) -> None:
    """Add a coupling of two different nodes to the lower triangle."""
    row = max(a, b)
    column = min(a, b)
    entries[base[row] + column] += weight
    first[row] = min(first[row], column)


@compiled
def assemble(arcs: Live, weight: Floats, damping: float, entries: Floats, first: Ints) -> None:
    """Fill the lower triangle, row after row, with the weighted arcs and the damping; note where each row begins."""
    nodes = len(first)
    base = arcs.base
    entries[:] = 0.0
    for v in range(nodes):
        entries[base[v] + v] = damping
        first[v] = v
    for e in range(len(weight)):
        w = weight[e]
        if w == 0.0:
            continue
        a = arcs.tail[e]
        b = arcs.head[e]
        y = arcs.gain[e]
        if a < nodes:
            entries[base[a] + a] += w
            if b < nodes:
                _couple(base, entries, first, a, b, -y * w)
        if b < nodes:
            entries[base[b] + b] += y * y * w
        if e >= arcs.single:
            c = arcs.second[e - arcs.single]
            k = arcs.extra[e - arcs.single]
            entries[base[c] + c] += k * k * w
            if b < nodes:
                _couple(base, entries, first, b, c, y * k * w)
            if a < nodes:
                _couple(base, entries, first, a, c, -k * w)


@compiled
def factor(base: Ints, entries: Floats, first: Ints, inverse: Floats) -> None:
    """Turn the lower triangle into its Cholesky factor, row by row inside its envelope."""
    for i in range(len(first)):
        begin = first[i]
        row = base[i]
        pivot = entries[row + i]
        floor = 1e-15 * pivot
        for j in range(begin, i):
            other = base[j]
            s = entries[row + j]
            for k in range(max(begin, first[j]), j):
                s -= entries[row + k] * entries[other + k]
            s *= inverse[j]
            entries[row + j] = s
            pivot -= s * s
        inverse[i] = 1.0 / np.sqrt(max(pivot, floor))


@compiled
def solve_factored(base: Ints, entries: Floats, first: Ints, inverse: Floats, vector: Floats) -> None:
    """Solve in place with the factor; ``vector`` has an entry for each node, and more are left alone."""
    nodes = len(first)
    for i in range(nodes):
        s = vector[i]
        row = base[i]
        for k in range(first[i], i):
            s -= entries[row + k] * vector[k]
        vector[i] = s * inverse[i]
    for i in range(nodes - 1, -1, -1):
        s = vector[i] * inverse[i]
        vector[i] = s
        row = base[i]
        for k in range(first[i], i):
            vector[k] -= entries[row + k] * s


@compiled
def _respond(arcs: Live, price: Floats, margin: Floats, flow: Floats, left: Floats) -> float:
    """Fill margins, the flows that answer them, and what these bring to the nodes; return the largest flow."""
    most = 0.0
    for e in range(arcs.single):
        tail = arcs.tail[e]
        head = arcs.head[e]
        gain = arcs.gain[e]
        z = gain * price[head] - price[tail] - arcs.cost[e]
        x = min(max(z * arcs.width[e], arcs.lower[e]), arcs.upper[e])
        margin[e] = z
        flow[e] = x
        if x != 0.0:
            left[tail] -= x
            left[head] += gain * x
            most = max(most, abs(x))
    for e in range(arcs.single, len(flow)):
        tail = arcs.tail[e]
        head = arcs.head[e]
        second = arcs.second[e - arcs.single]
        extra = arcs.extra[e - arcs.single]
        z = arcs.gain[e] * price[head] + extra * price[second] - price[tail] - arcs.cost[e]
        x = min(max(z * arcs.width[e], arcs.lower[e]), arcs.upper[e])
        margin[e] = z
        flow[e] = x
        left[tail] -= x
        left[head] += arcs.gain[e] * x
        left[second] += extra * x
        most = max(most, abs(x))
    return most


@compiled
def _along(arcs: Live, margin: Floats, touched: Ints, change: Floats, t: float) -> tuple[float, float]:
    """Return slope and curvature of the touched arcs' part of the dual at the share t of a step."""
    slope = 0.0
    curve = 0.0
    for i in range(len(touched)):
        e = touched[i]
        dz = change[i]
        width = arcs.width[e]
        x = (margin[e] + t * dz) * width
        if x <= arcs.lower[e]:
            slope += arcs.lower[e] * dz
        elif x >= arcs.upper[e]:
            slope += arcs.upper[e] * dz
        else:
            slope += x * dz
            curve += width * dz * dz
    return slope, curve


@compiled
def _search(arcs: Live, margin: Floats, touched: Ints, change: Floats, begin: float, flat: float, bend: float) -> float:
    """Find the share of a step at which the dual stops falling, by safeguarded Newton on its slope.

    ``begin`` is the dual's slope at the start (below 0); flat + t * bend is the part of it outside the touched arcs.
    """
    low = 0.0
    high = np.inf
    t = 1.0
    for _ in range(40):
        slope, curve = _along(arcs, margin, touched, change, t)
        slope += flat + t * bend
        curve += bend
        if abs(slope) <= -0.05 * begin:
            break
        if slope < 0.0:
            low = t
        else:
            high = t
        guess = t - slope / curve if curve > 0.0 else np.inf
        if not low < guess < high:
            guess = 0.5 * (low + high) if high < np.inf else 4.0 * t
        elif high == np.inf:
            guess = min(guess, 10.0 * t)
        if guess > 1e8 or abs(guess - t) <= 1e-14 * t:
            break
        t = guess
    return t


@compiled
def _move(arcs: Live, part: Floats, pull: float, price: Floats, margin: Floats, flow: Floats, left: Floats,
          touched: Ints, change: Floats, turning: Ints, turn: Floats, keep_up: bool) -> float:
    """Go along a part of a step (nodes + 1) as far as the dual falls; return the share gone.

    Prices are updated in place, and with ``keep_up`` margins, flows and leftovers too.
    """
    nodes = len(arcs.given)
    begin = 0.0
    bend = 0.0
    for v in range(nodes):
        begin += left[v] * part[v]
        bend += pull * part[v] * part[v]
    if begin >= 0.0:
        return 1.0
    count = 0
    turns = 0
    beside = begin
    firm = 0.0
    firm_bend = bend
    for e in range(len(arcs.tail)):
        dz = arcs.gain[e] * part[arcs.head[e]] - part[arcs.tail[e]]
        if e >= arcs.single:
            dz += arcs.extra[e - arcs.single] * part[arcs.second[e - arcs.single]]
        if dz != 0.0:
            touched[count] = e
            change[count] = dz
            count += 1
            beside -= flow[e] * dz
            here = margin[e] * arcs.width[e]
            there = (margin[e] + dz) * arcs.width[e]
            low, high = min(here, there), max(here, there)
            if high <= arcs.lower[e]:
                firm += arcs.lower[e] * dz
            elif low >= arcs.upper[e]:
                firm += arcs.upper[e] * dz
            elif low >= arcs.lower[e] and high <= arcs.upper[e]:
                firm += here * dz
                firm_bend += arcs.width[e] * dz * dz
            else:
                # Only arcs that meet a bound on the way need a look at every try.
                turning[turns] = e
                turn[turns] = dz
                turns += 1
    slope, _ = _along(arcs, margin, turning[:turns], turn[:turns], 1.0)
    if beside + firm + slope + firm_bend >= 0.05 * begin:
        share = _search(arcs, margin, turning[:turns], turn[:turns], begin, beside + firm, firm_bend)
        share = min(share, 1.0)
    else:
        share = _search(arcs, margin, touched[:count], change[:count], begin, beside, bend)
    for v in range(nodes):
        price[v] += share * part[v]
    if keep_up:
        for v in range(nodes):
            left[v] += pull * share * part[v]
        for i in range(count):
            e = touched[i]
            margin[e] += share * change[i]
            x = min(max(margin[e] * arcs.width[e], arcs.lower[e]), arcs.upper[e])
            more = x - flow[e]
            if more != 0.0:
                flow[e] = x
                left[arcs.tail[e]] -= more
                left[arcs.head[e]] += arcs.gain[e] * more
                if e >= arcs.single:
                    left[arcs.second[e - arcs.single]] += arcs.extra[e - arcs.single] * more
    return share


@compiled
def _weigh(arcs: Live, price: Floats, centre: Floats, pull: float, margin: Floats, flow: Floats,
           left: Floats) -> tuple[float, float]:
    """Fill margins, flows and leftovers at some prices; return the largest leftover in size and the largest flow."""
    nodes = len(arcs.given)
    for v in range(nodes):
        left[v] = arcs.given[v] + pull * (price[v] - centre[v])
    left[nodes] = 0.0
    most = _respond(arcs, price, margin, flow, left)
    worst = 0.0
    for v in range(nodes):
        worst = max(worst, abs(left[v]))
    return worst, most


@compiled
def _find(island: Ints, v: int) -> int:
    """Return the root of a node's island, shortening the way."""
    while island[v] != v:
        island[v] = island[island[v]]
        v = island[v]
    return v


@compiled
def _islands(arcs: Live, weight: Floats, island: Ints) -> None:
    """Fill the root of each node's island: nodes, and the outside, that free arcs tie together."""
    for v in range(len(island)):
        island[v] = v
    for e in range(len(weight)):
        if weight[e] > 0.0:
            a = _find(island, arcs.tail[e])
            island[a] = _find(island, arcs.head[e])
            if e >= arcs.single:
                island[_find(island, arcs.tail[e])] = _find(island, arcs.second[e - arcs.single])
    for v in range(len(island)):
        island[v] = _find(island, v)


@compiled
def descend(arcs: Live, anchor: Floats, pull: float, price: Floats, flow: Floats, tolerance: float, limit: int,
            patience: int, damper: float) -> tuple[float, int]:
    """Improve ``price`` (nodes + 1, the last being 0) and fill ``flow``, in place; return (leftover share, iterations).

    The anchor first chooses among the prices that the market leaves open. Then it is laid at the prices found,
    again and again, until it moves nothing: so it leaves no trace in prices that the market does fix.
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
    worst, most = _weigh(arcs, price, centre, pull, margin, moving, left)
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
            rounds += 1
            centre[:] = price[:nodes]
            last = np.inf
            worst, most = _weigh(arcs, price, centre, pull, margin, moving, left)
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
            factor(arcs.base, entries, first, inverse)
        solve_factored(arcs.base, entries, first, inverse, step)
        for v in range(nodes):
            there[v] = price[v] + step[v]
        worst_there, most = _weigh(arcs, there, centre, pull, margin_there, moving_there, left_there)
        share = 1.0
        if worst_there > 0.5 * worst:
            there[:] = price
            margin_there[:] = margin
            moving_there[:] = moving
            left_there[:] = left
            # An island that no free arc ties to the world drifts far until it meets a bound. It goes its own way, so
            # that the rest need not stop where it stops. Islands where little is left over wait for their turn.
            _islands(arcs, weight, island)
            world = island[nodes]
            weighty[:] = 0.0
            for v in range(nodes):
                weighty[island[v]] = max(weighty[island[v]], abs(left[v]))
            for root in range(nodes):
                if island[root] == root and root != world and weighty[root] > MINOR * worst:
                    for v in range(nodes):
                        part[v] = step[v] if island[v] == root else 0.0
                    _move(arcs, part, pull, there, margin_there, moving_there, left_there, touched, change, turning,
                          turn, True)
            for v in range(nodes):
                part[v] = step[v] if island[v] == world else 0.0
            share = _move(arcs, part, pull, there, margin_there, moving_there, left_there, touched, change, turning,
                          turn, False)
            # Begin again from the prices, so that no rounding adds up.
            worst_there, most = _weigh(arcs, there, centre, pull, margin_there, moving_there, left_there)
        slow = slow + 1 if share < SLOW else 0
        price[:] = there
        worst = worst_there
        margin, margin_there = margin_there, margin
        moving, moving_there = moving_there, moving
        left, left_there = left_there, left
    flow[:] = moving
    return worst / most, iterations


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
                target = mu * (after / mu) ** 3
        stride = min(1.0, 0.995 * stride)
        for e in range(live):
            x[e] += stride * dx[e]
            low[e] += stride * dlow[e]
            high[e] += stride * dhigh[e]
        for v in range(nodes):
            price[v] += stride * step[v]
    return iterations


@compiled
def settle(tail: Ints, heads: Ints, yields: Floats, cost: Floats, slope: Floats, lower: Floats, upper: Floats,
           supply: Floats, anchor: Floats, start: Floats, near: bool, pull: float, tolerance: float,
           damper: float) -> tuple[Floats, Floats, float, int]:
    """Return (price, flow, leftover share, iterations); ``near`` says whether the start may be close."""
    nodes = len(supply)
    flow = np.zeros(len(tail))
    arcs = make_live(tail, heads, yields, cost, slope, lower, upper, supply, flow)
    moving = np.zeros(len(arcs.tail))
    price = np.zeros(nodes + 1)
    price[:nodes] = start
    share_left = np.inf
    iterations = 0
    if near:
        share_left, iterations = descend(arcs, anchor, pull, price, moving, tolerance, TRIES, PATIENCE, damper)
    if not share_left <= 1e-9:
        price[:nodes] = anchor
        iterations += approach(arcs, anchor, pull, price, 100, NEAR)
        share_left, more = descend(arcs, anchor, pull, price, moving, tolerance, FINISH, FINISH, damper)
        iterations += more
    for i in range(len(moving)):
        flow[arcs.which[i]] = moving[i]
    return price[:nodes].copy(), flow, share_left, iterations
