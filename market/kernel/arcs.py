"""The arcs of a market as compiled code takes them, and what they bring to the nodes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from market.compiled import compiled
from market.network import Floats, Ints


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


NOTHING = 1e-12
"""Room of an arc, t/yr, that counts as none: a search that walks inside it runs into not-a-number."""


@compiled
def make_live(
    tail: Ints,
    heads: Ints,
    yields: Floats,
    cost: Floats,
    slope: Floats,
    lower: Floats,
    upper: Floats,
    supply: Floats,
    flow: Floats,
) -> Live:
    """Sort out the arcs that can move; write the flow of the others into ``flow``."""
    nodes = len(supply)
    given = supply.copy()
    joint = 0
    live = 0
    for e in range(len(tail)):
        if upper[e] - lower[e] > NOTHING:
            live += 1
            if heads[0, e] >= 0 and heads[1, e] >= 0:
                joint += 1
    which = np.empty(live, np.int64)
    single = live - joint
    next_single = 0
    next_joint = single
    for e in range(len(tail)):
        if upper[e] - lower[e] > NOTHING:
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
    return Live(
        which,
        single,
        t,
        h,
        y,
        second,
        extra,
        cost[which],
        slope[which],
        1.0 / slope[which],
        lower[which],
        upper[which],
        given,
        reach,
        base,
    )


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
