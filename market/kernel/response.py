"""How flows answer prices, and how far to go along a step."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.kernel.arcs import Live
from market.network import Floats, Ints


@compiled
def respond(arcs: Live, price: Floats, margin: Floats, flow: Floats, left: Floats) -> float:
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
def along(arcs: Live, margin: Floats, touched: Ints, change: Floats, t: float) -> tuple[float, float]:
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
def search(arcs: Live, margin: Floats, touched: Ints, change: Floats, begin: float, flat: float, bend: float) -> float:
    """Find the share of a step at which the dual stops falling, by safeguarded Newton on its slope.

    ``begin`` is the dual's slope at the start (below 0); flat + t * bend is the part of it outside the touched arcs.
    """
    low = 0.0
    high = np.inf
    t = 1.0
    for _ in range(40):
        slope, curve = along(arcs, margin, touched, change, t)
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
def move(
    arcs: Live,
    part: Floats,
    pull: float,
    price: Floats,
    margin: Floats,
    flow: Floats,
    left: Floats,
    touched: Ints,
    change: Floats,
    turning: Ints,
    turn: Floats,
    keep_up: bool,
) -> float:
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
    slope, _ = along(arcs, margin, turning[:turns], turn[:turns], 1.0)
    if beside + firm + slope + firm_bend >= 0.05 * begin:
        share = search(arcs, margin, turning[:turns], turn[:turns], begin, beside + firm, firm_bend)
        share = min(share, 1.0)
    else:
        share = search(arcs, margin, touched[:count], change[:count], begin, beside, bend)
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
def weigh(
    arcs: Live, price: Floats, centre: Floats, pull: float, margin: Floats, flow: Floats, left: Floats
) -> tuple[float, float]:
    """Fill margins, flows and leftovers at some prices; return the largest leftover in size and the largest flow."""
    nodes = len(arcs.given)
    for v in range(nodes):
        left[v] = arcs.given[v] + pull * (price[v] - centre[v])
    left[nodes] = 0.0
    most = respond(arcs, price, margin, flow, left)
    worst = 0.0
    for v in range(nodes):
        worst = max(worst, abs(left[v]))
    return worst, most
