"""List the arcs of a market, group by group, in the order of the figures that rule them."""

from __future__ import annotations

import numpy as np

from market.arc_kind import ArcKind
from market.compiled import compiled
from market.network import Flags, Ints

KINDS = len(ArcKind)


@compiled
def list_arcs(
    node: Ints,
    plant: Flags,
    dear: Flags,
    recycling: Flags,
    demand: Flags,
    returned: Flags,
    holders: bool,
    mine_nation: Ints,
) -> tuple[Ints, Ints, Ints]:
    """Return what each arc is, how many there are of each kind, and the arcs of each kind in turn.

    Parameters
    ----------
    node
        Shape (3, nations, 3, 2) by kind of node: its number, or -1 where there is none.
    returned
        Shape (nations, nations, 3, 2): committed deliveries that may have to fail; empty for none.
    holders
        Whether private holders of stock are in the market.

    Returns
    -------
    Arcs, shape (7, arcs): kind as in ``ArcKind``, place in the array that rules it, tail, first head, second
    head, pair of nations (0 except for trade), where the export tax is looked up (-1 for nowhere). Then how many there
    are of each kind. Then nations of the two ends that exist, shape (2, arcs).
    """
    nations, uses = demand.shape[0], demand.shape[1]
    home, own, hub = node[0], node[1], node[2]
    goods = nations * 6
    most = nations * goods + 10 * goods + nations * (12 + 2 * uses) + returned.size + len(mine_nation)
    arcs = np.empty((7, most), np.int64)
    counts = np.zeros(KINDS, np.int64)
    ends = np.empty((2, most), np.int64)
    e = 0
    for i in range(nations):
        for j in range(nations):
            for s in range(3):
                for m in range(2):
                    if i != j and own[i, s, m] >= 0 and home[j, s, m] >= 0:
                        good, limited = (i * 3 + s) * 2 + m, hub[i, s, m] >= 0
                        arcs[0, e], arcs[1, e] = 0, ((i * nations + j) * 3 + s) * 2 + m
                        arcs[2, e] = hub[i, s, m] if limited else own[i, s, m]
                        arcs[3, e], arcs[4, e] = home[j, s, m], -1
                        arcs[5, e], arcs[6, e] = i * nations + j, -1 if limited else good
                        ends[0, e], ends[1, e] = i, j
                        e += 1
    counts[0] = e
    for k in range(1, KINDS):
        begin = e
        if k in (
            ArcKind.HOME,
            ArcKind.LICENCE,
            ArcKind.SMUGGLING,
            ArcKind.RELEASE,
            ArcKind.PURCHASE,
            ArcKind.DUMP_OWN,
            ArcKind.DUMP_HOME,
            ArcKind.SHORTFALL,
            ArcKind.HOARD,
            ArcKind.UNLOAD,
        ):
            if k >= ArcKind.HOARD and not holders:
                continue
            for i in range(nations):
                for s in range(3):
                    for m in range(2):
                        h, o, x = home[i, s, m], own[i, s, m], hub[i, s, m]
                        tail, head = -1, -1
                        if k == ArcKind.HOME:
                            there, tail, head = h >= 0 and o >= 0, o, h
                        elif k in (ArcKind.LICENCE, ArcKind.SMUGGLING):
                            there, tail, head = x >= 0, o, x
                        elif k in (ArcKind.RELEASE, ArcKind.SHORTFALL, ArcKind.UNLOAD):
                            there, head = o >= 0, o
                        elif k == ArcKind.DUMP_OWN:
                            there, tail = o >= 0, o
                        else:  # purchase, dump_home, hoard
                            there, tail = h >= 0, h
                        if there:
                            arcs[0, e], arcs[1, e], arcs[2, e], arcs[3, e] = k, (i * 3 + s) * 2 + m, tail, head
                            ends[0, e], ends[1, e] = i, i
                            e += 1
        elif k in (ArcKind.PLANT, ArcKind.DEAR_PLANT):
            for i in range(nations):
                for s in range(2):
                    for m in range(2):
                        if plant[i, s, m] and (k == ArcKind.PLANT or dear[i, s, m]):
                            arcs[0, e], arcs[1, e] = k, (i * 2 + s) * 2 + m
                            arcs[2, e], arcs[3, e] = home[i, s, m], own[i, s + 1, m]
                            ends[0, e], ends[1, e] = i, i
                            e += 1
        elif k == ArcKind.RECYCLING:
            for i in range(nations):
                for m in range(2):
                    if recycling[i, m]:
                        arcs[0, e], arcs[1, e], arcs[2, e], arcs[3, e] = k, i * 2 + m, -1, own[i, 1, m]
                        ends[0, e], ends[1, e] = i, i
                        e += 1
        elif k == ArcKind.DEMAND:
            for i in range(nations):
                for u in range(uses):
                    for m in range(2):
                        if demand[i, u, m]:
                            arcs[0, e], arcs[1, e] = k, (i * uses + u) * 2 + m
                            arcs[2, e], arcs[3, e] = home[i, 2, m], -1
                            ends[0, e], ends[1, e] = i, i
                            e += 1
        elif k == ArcKind.SHORTAGE:
            for i in range(nations):
                for m in range(2):
                    if demand[i, :, m].any():
                        arcs[0, e], arcs[1, e], arcs[2, e], arcs[3, e] = k, i * 2 + m, -1, home[i, 2, m]
                        ends[0, e], ends[1, e] = i, i
                        e += 1
        elif k == ArcKind.RETURNED:
            for i in range(returned.shape[0]):
                for j in range(nations):
                    for s in range(3):
                        for m in range(2):
                            if returned[i, j, s, m]:
                                arcs[0, e], arcs[1, e] = k, ((i * nations + j) * 3 + s) * 2 + m
                                arcs[2, e], arcs[3, e] = home[j, s, m], own[i, s, m]
                                ends[0, e], ends[1, e] = j, i
                                e += 1
        else:  # mine
            for mine in range(len(mine_nation)):
                i = mine_nation[mine]
                arcs[0, e], arcs[1, e], arcs[2, e], arcs[3, e] = k, mine, -1, own[i, 0, 0]
                ends[0, e], ends[1, e] = i, i
                e += 1
        counts[k] = e - begin
        for at in range(begin, e):
            arcs[4, at], arcs[5, at], arcs[6, at] = -1, 0, -1
            if k == ArcKind.MINE:
                arcs[4, at] = own[mine_nation[arcs[1, at]], 0, 1]
    return arcs[:, :e].copy(), counts, ends[:, :e].copy()
