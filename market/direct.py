"""Clear a market that is given as one row of figures, all in compiled code.

It does what ``Chain.clear`` does step by step: find what the quarter calls for, lay out the arcs and their figures,
find the prices that clear them, and sort out what each nation then mines, makes, trades and uses.
"""

from __future__ import annotations

import numpy as np

from market.arc_kind import ACCOUNT_OF, Account, ArcKind
from market.compiled import compiled, compiled_aside
from market.demand import FLAT, TINY, _beyond
from market.kernel.arcs import NOTHING, Live
from market.network import Flags, Floats, Ints
from market.newton import settle_live
from market.outcome import _sort, _value
from market.packed import (
    ASKING_PRICE,
    BAN,
    BEGIN,
    CAPACITY,
    COMMITTED,
    CONSUMED,
    DEAR_BY,
    DEAR_CAPACITY,
    DEAR_MADE,
    DEMAND,
    DUMPED,
    ELASTICITY,
    EXPORT_TAX,
    FREIGHT,
    HOARD,
    HOARD_PRICE,
    HOARDED,
    MADE,
    MAKING_COST,
    MINE_CAPACITY,
    MINE_COST,
    MINE_RISE,
    MINED,
    PRICE,
    PURCHASE,
    PURCHASED,
    QUOTA,
    QUOTA_RENT,
    RECOVERY,
    RECYCLED,
    RECYCLING_CAPACITY,
    RECYCLING_COST,
    RELEASE,
    RELEASE_PRICE,
    RELEASED,
    RESTING_PRICE,
    SHORTAGE_PRICE,
    SINGLE,
    SMUGGLED,
    SMUGGLING,
    SMUGGLING_COST,
    STATE,
    TARIFF,
    TRADE,
    UNDELIVERED,
    UNLOAD,
    UNLOAD_PRICE,
    UNLOADED,
    UNSERVED,
)
from market.signs import sign, sign_promises
from market.welfare import _settle

SHORT = 1e-6
"""Tonnes a year below which a shortfall is rounding."""
PULL, TOLERANCE, ACCEPTED = 1e-6, 1e-12, 1e-7
DAMPERS = (1e-8, 1e-4)
"""As in ``market.clearing``; a test holds them together."""
ACCOUNTS, KINDS_OF_ARCS = len(Account), len(ArcKind)
PARTS = ACCOUNTS + 4
"""What a nation gains, in parts: the accounts of arcs, then taxes, stock sold, stock bought, private holders."""


@compiled
def number_nodes(signs: Flags, nations: int, node: Ints, place: Ints) -> int:
    """Number the nodes that exist, as ``layout._number_nodes`` does; fill ``node`` and ``place`` and count them."""
    own, used, hub = signs[: 6 * nations], signs[6 * nations : 12 * nations], signs[12 * nations : 18 * nations]
    node[:] = -1
    count = 0
    for half in range(2):
        for turn in range(3):
            stage = 2 - turn if half == 0 else turn
            for step in range(3):
                kind = step if half == 0 else 2 - step
                for i in range(nations):
                    good = (i * 3 + stage) * 2 + half
                    there = used[good] if kind == 0 else own[good] and (kind == 1 or hub[good])
                    if there:
                        at = kind * 6 * nations + good
                        node[at] = count
                        place[count] = at
                        count += 1
    return count


@compiled
def _put(
    ints: Ints,
    floats: Floats,
    e: int,
    kind: int,
    where: int,
    tail: int,
    head: int,
    ends: tuple[int, int],
    gain: float,
    cost: float,
    slope: float,
    upper: float,
) -> int:
    """Write an arc down if it can move, and return the number of the next."""
    if not upper > NOTHING:
        return e
    ints[0, e], ints[1, e], ints[2, e], ints[3, e], ints[4, e], ints[5, e] = kind, where, tail, head, ends[0], ends[1]
    floats[0, e], floats[1, e], floats[2, e], floats[3, e] = gain, cost, slope, upper
    return e + 1


@compiled
def live_arcs(
    q: Floats,
    at: Ints,
    nations: int,
    uses: int,
    node: Ints,
    signs: Flags,
    nodes: int,
    holders: bool,
    promised: bool,
    failing: bool,
    mine_nation: Ints,
    mine_light: Floats,
    mine_heavy: Floats,
) -> tuple[Live, Ints, Ints, Ints]:
    """List the arcs that can move with their figures, in the order of ``listing.list_arcs`` but mines last.

    A test holds them to what ``listing.list_arcs`` and ``figures.programme`` say.

    Parameters
    ----------
    node : shape (3, nations, 3, 2), number of each node by kind, or -1.
    failing : whether promised tonnes may fail to arrive one by one rather than be missing at the seller.

    Returns
    -------
    The arcs; of each its kind, its place in the array that rules it, and the nations of its two ends, shape (2, arcs).
    """
    n = nations
    plant = signs[18 * n : 22 * n]
    mines = len(mine_nation)
    most = 6 * n * n + 60 * n + n * (12 + 2 * uses) + mines + (6 * n * n if failing else 0)
    ints, floats = np.empty((6, most), np.int64), np.empty((4, most))
    given = np.zeros(nodes)
    freight_rise, making_rise, recycling_rise, span = (
        q[at[SINGLE]],
        q[at[SINGLE] + 1],
        q[at[SINGLE] + 2],
        q[at[SINGLE] + 3],
    )
    cap = at[SHORTAGE_PRICE]
    outside = nodes
    promise = np.zeros(6 * n)
    if promised:
        for i in range(n):
            for j in range(n):
                for s in range(3):
                    for m in range(2):
                        x = q[at[COMMITTED] + ((i * n + j) * 3 + s) * 2 + m]
                        if x > 0.0:
                            promise[(i * 3 + s) * 2 + m] += x
                            given[node[1, i, s, m]] -= x
                            given[node[0, j, s, m]] += x
    e = 0
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for s in range(3):
                for m in range(2):
                    own, home = node[1, i, s, m], node[0, j, s, m]
                    route = ((i * n + j) * 3 + s) * 2 + m
                    if own < 0 or home < 0 or q[at[BAN] + route] != 0.0:
                        continue
                    cost = q[at[FREIGHT] + i * n + j] + q[at[TARIFF] + route]
                    hub = node[2, i, s, m]
                    if hub < 0:
                        cost += q[at[EXPORT_TAX] + (i * 3 + s) * 2 + m]
                    tail = hub if hub >= 0 else own
                    e = _put(ints, floats, e, ArcKind.TRADE, route, tail, home, (i, j), 1.0, cost, freight_rise, np.inf)
    for k in range(1, KINDS_OF_ARCS):
        if k in (ArcKind.PLANT, ArcKind.DEAR_PLANT):
            for p in range(4 * n):
                if not plant[p] or (k == ArcKind.DEAR_PLANT and not signs[24 * n + p]):
                    continue
                i, s, m = p // 4, p // 2 % 2, p % 2
                size = q[at[CAPACITY] + p]
                dear = min(q[at[DEAR_CAPACITY] + p], size)
                share = dear / size if dear > 0.0 else 0.0
                cost = (
                    q[at[MAKING_COST] + p] + ((1.0 - share) if k == ArcKind.DEAR_PLANT else -share) * q[at[DEAR_BY] + p]
                )
                upper = dear if k == ArcKind.DEAR_PLANT else size - dear
                slope = max(making_rise * cost, FLAT) / max(upper, FLAT)
                tail, head = node[0, i, s, m], node[1, i, s + 1, m]
                e = _put(ints, floats, e, k, p, tail, head, (i, i), q[at[RECOVERY] + p], cost, slope, upper)
        elif k == ArcKind.RECYCLING:
            for p in range(2 * n):
                upper = q[at[RECYCLING_CAPACITY] + p]
                cost = q[at[RECYCLING_COST] + p]
                slope = max(recycling_rise * cost, FLAT) / max(upper, FLAT)
                head = node[1, p // 2, 1, p % 2]
                e = _put(ints, floats, e, k, p, outside, head, (p // 2, p // 2), 1.0, cost, slope, upper)
        elif k == ArcKind.DEMAND:
            for p in range(2 * n * uses):
                wanted = q[at[DEMAND] + p]
                if not wanted > 0.0:
                    continue
                i, u, m = p // (2 * uses), p // 2 % uses, p % 2
                elasticity, price = q[at[ELASTICITY] + u], q[at[ASKING_PRICE] + 2 * i + m]
                choke = price * (1.0 - 1.0 / elasticity)
                slope = price / (-elasticity * max(wanted, TINY))
                tail = node[0, i, 2, m]
                e = _put(ints, floats, e, k, p, tail, outside, (i, i), 0.0, -choke, slope, choke / slope)
        elif k == ArcKind.SHORTAGE:
            for p in range(2 * n):
                i, m = p // 2, p % 2
                essential, price = 0.0, q[at[ASKING_PRICE] + p]
                for u in range(uses):
                    wanted = q[at[DEMAND] + (i * uses + u) * 2 + m]
                    if wanted > 0.0:
                        elasticity = q[at[ELASTICITY] + u]
                        choke = price * (1.0 - 1.0 / elasticity)
                        if choke > q[cap + m]:
                            essential += (choke - q[cap + m]) * -elasticity * wanted / price
                slope = FLAT * q[cap + m] / max(essential, FLAT)
                head = node[0, i, 2, m]
                e = _put(ints, floats, e, k, p, outside, head, (i, i), 1.0, q[cap + m], slope, essential)
        elif k == ArcKind.RETURNED:
            for route in range(6 * n * n if failing else 0):
                i, j, s, m = route // (6 * n), route // 6 % n, route // 2 % 3, route % 2
                upper = q[at[COMMITTED] + route]
                slope = FLAT * q[cap + m] / max(upper, FLAT)
                if upper > 0.0:
                    tail, head = node[0, j, s, m], node[1, i, s, m]
                    e = _put(ints, floats, e, k, route, tail, head, (j, i), 1.0, q[cap + m], slope, upper)
        elif k != ArcKind.MINE and (k < ArcKind.HOARD or holders):
            for good in range(6 * n):
                i, s, m = good // 6, good // 2 % 3, good % 2
                home, own, hub = node[0, i, s, m], node[1, i, s, m], node[2, i, s, m]
                cost, slope, upper, tail, head = 0.0, freight_rise, np.inf, outside, outside
                if k == ArcKind.HOME:
                    there, tail, head = home >= 0 and own >= 0, own, home
                elif k == ArcKind.LICENCE:
                    there, tail, head = hub >= 0, own, hub
                    cost, upper = q[at[EXPORT_TAX] + good], q[at[QUOTA] + good]
                elif k == ArcKind.SMUGGLING:
                    there, tail, head = hub >= 0, own, hub
                    cost, upper = q[at[SMUGGLING_COST] + good], q[at[SMUGGLING] + good]
                elif k == ArcKind.RELEASE:
                    there, head = own >= 0, own
                    cost, upper = q[at[RELEASE_PRICE] + good], q[at[RELEASE] + good]
                    slope = max(FLAT * cost, FLAT) / max(upper, FLAT)
                elif k == ArcKind.PURCHASE:
                    there, tail = home >= 0, home
                    cost, upper = -q[cap + m], q[at[PURCHASE] + good]
                    slope = FLAT * q[cap + m] / max(upper, FLAT)
                elif k == ArcKind.DUMP_OWN:
                    there, tail = own >= 0, own
                elif k == ArcKind.DUMP_HOME:
                    there, tail = home >= 0, home
                elif k == ArcKind.SHORTFALL:
                    there, head = own >= 0, own
                    cost, upper = q[cap + m], 0.0 if failing else promise[good]
                    slope = FLAT * cost / max(upper, FLAT)
                elif k == ArcKind.HOARD:
                    there, tail = home >= 0, home
                    cost, upper = -q[at[HOARD_PRICE] + good], q[at[HOARD] + good]
                    slope = max(span * -cost, FLAT) / max(upper, FLAT)
                else:
                    there, head = own >= 0, own
                    cost, upper = q[at[UNLOAD_PRICE] + good], q[at[UNLOAD] + good]
                    slope = max(span * cost, FLAT) / max(upper, FLAT)
                if there:
                    gain = 1.0 if head < outside else 0.0
                    e = _put(ints, floats, e, k, good, tail, head, (i, i), gain, cost, slope, upper)
    single = e
    second, extra = np.empty(mines, np.int64), np.empty(mines)
    for mine in range(mines):
        i, upper = mine_nation[mine], q[at[MINE_CAPACITY] + mine]
        slope = max(q[at[MINE_RISE] + mine], FLAT) / max(upper, FLAT)
        cost, before = q[at[MINE_COST] + mine], e
        e = _put(
            ints, floats, e, ArcKind.MINE, mine, outside, node[1, i, 0, 0], (i, i), mine_light[mine], cost, slope, upper
        )
        if e > before:
            second[before - single], extra[before - single] = node[1, i, 0, 1], mine_heavy[mine]
    reach, base = np.arange(nodes), np.empty(nodes + 1, np.int64)
    for k in range(e):
        tail, head = ints[2, k], ints[3, k]
        least = min(tail, head)
        if k >= single:
            other = second[k - single]
            least = min(least, other)
            reach[other] = min(reach[other], least)
        if tail < nodes:
            reach[tail] = min(reach[tail], least)
        if head < nodes:
            reach[head] = min(reach[head], least)
    size = 0
    for v in range(nodes):
        base[v] = size - reach[v]
        size += v - reach[v] + 1
    base[nodes] = size
    slopes = floats[2][:e]
    arcs = Live(
        ints[0][:e],
        single,
        ints[2][:e],
        ints[3][:e],
        floats[0][:e],
        second[: e - single],
        extra[: e - single],
        floats[1][:e],
        slopes,
        1.0 / slopes,
        np.zeros(e),
        floats[3][:e],
        given,
        reach,
        base,
    )
    return arcs, ints[0][:e], ints[1][:e], ints[4:6, :e]


@compiled_aside
def clear_row(
    q: Floats,
    at: Ints,
    mine_nation: Ints,
    mine_light: Floats,
    mine_heavy: Floats,
    nations: int,
    uses: int,
    start: Floats,
    near: bool,
    out: Floats,
    to: Ints,
    parts: Floats,
    booked: bool,
) -> tuple[float, int]:
    """Clear the market of the row ``q`` and write its outcome into the row ``out``.

    Parameters
    ----------
    at, to : ``packed.quarter_places`` and ``packed.outcome_places``.
    start : shape (18 * nations,), the state of an outcome near by; looked at if ``near``.
    parts : shape (PARTS, nations), filled with what nations gain, thousand USD/yr, if ``booked``.

    Returns
    -------
    Leftover share and iterations.
    """
    n = nations
    good, route = (n, 3, 2), (n, n, 3, 2)
    committed = q[at[COMMITTED] : at[COMMITTED + 1]].reshape(route)
    demand = q[at[DEMAND] : at[DEMAND + 1]].reshape((n, uses, 2))
    capacity = q[at[CAPACITY] : at[CAPACITY + 1]]
    dear = q[at[DEAR_CAPACITY] : at[DEAR_CAPACITY + 1]]
    quota = q[at[QUOTA] : at[QUOTA + 1]]
    smuggling = q[at[SMUGGLING] : at[SMUGGLING + 1]]
    cap = q[at[SHORTAGE_PRICE] : at[SHORTAGE_PRICE + 1]]
    elasticity = q[at[ELASTICITY] : at[ELASTICITY + 1]]
    asking = q[at[ASKING_PRICE] : at[ASKING_PRICE + 1]].reshape((n, 2))
    resting = q[at[RESTING_PRICE] : at[RESTING_PRICE + 1]]
    single = q[at[SINGLE] : at[SINGLE + 1]]
    holders = single[4] > 0.0
    mined = np.zeros(6 * n, np.bool_)
    for mine in range(len(mine_nation)):
        mined[mine_nation[mine] * 6] = True
        mined[mine_nation[mine] * 6 + 1] = True
    signs = np.zeros(28 * n + 2 * uses * n, np.bool_)
    sign(
        mined,
        capacity,
        q[at[RECYCLING_CAPACITY] : at[RECYCLING_CAPACITY + 1]],
        demand,
        q[at[RELEASE] : at[RELEASE + 1]],
        q[at[PURCHASE] : at[PURCHASE + 1]],
        quota,
        smuggling,
        q[at[HOARD] : at[HOARD + 1]] if holders else q[:0],
        q[at[UNLOAD] : at[UNLOAD + 1]] if holders else q[:0],
        signs,
    )
    for plant in range(4 * n):
        signs[24 * n + plant] = dear[plant] > 0.0
    promised = False
    for x in q[at[COMMITTED] : at[COMMITTED + 1]]:
        promised = promised or x != 0.0
    if promised:
        sign_promises(committed, signs[: 6 * n], signs[6 * n : 12 * n])
    node, place = np.empty(18 * n, np.int64), np.empty(18 * n, np.int64)
    nodes = number_nodes(signs, n, node, place)
    numbered = node.reshape((3, n, 3, 2))
    anchor, begin = np.empty(nodes), np.empty(nodes)
    for v in range(nodes):
        anchor[v] = resting[place[v] % 6]
        begin[v] = start[place[v]] if near else anchor[v]
    failing = False
    iterations = 0
    while True:
        arcs, kind, where, ends = live_arcs(
            q, at, n, uses, numbered, signs, nodes, holders, promised, failing, mine_nation, mine_light, mine_heavy
        )
        price, flow, anchored, residual = anchor, anchor, anchor, np.inf
        for attempt in range(2):
            if residual <= ACCEPTED:
                break
            price, flow, residual, steps, anchored = settle_live(
                arcs,
                anchor,
                begin if attempt == 0 else anchor,
                near and attempt == 0,
                PULL,
                TOLERANCE,
                DAMPERS[attempt],
            )
            iterations += steps
        if not promised or failing:
            break
        short = 0.0
        for e in range(len(kind)):
            if kind[e] == ArcKind.SHORTFALL:
                short += flow[e]
        if not short > SHORT:
            break
        # Some seller cannot deliver: clear again with arcs by which promised tonnes fail to arrive.
        failing = True
    out[:] = 0.0
    short_of, licensed, arrived = np.zeros(2 * n), np.zeros(6 * n), np.zeros(6 * n)
    taken = out[to[CONSUMED] : to[CONSUMED + 1]].reshape((n, uses, 2))
    _sort(
        kind,
        where,
        flow,
        out[to[TRADE] : to[TRADE + 1]],
        out[to[MADE] : to[MADE + 1]],
        out[to[RECYCLED] : to[RECYCLED + 1]],
        out[to[CONSUMED] : to[CONSUMED + 1]],
        short_of,
        licensed,
        out[to[SMUGGLED] : to[SMUGGLED + 1]],
        out[to[RELEASED] : to[RELEASED + 1]],
        out[to[PURCHASED] : to[PURCHASED + 1]],
        out[to[DUMPED] : to[DUMPED + 1]],
        out[to[UNDELIVERED] : to[UNDELIVERED + 1]],
        out[to[MINED] : to[MINED + 1]],
        arrived,
        out[to[HOARDED] : to[HOARDED + 1]],
        out[to[UNLOADED] : to[UNLOADED + 1]],
    )
    late = out[to[DEAR_MADE] : to[DEAR_MADE + 1]]
    for e in range(len(kind)):
        if kind[e] == ArcKind.DEAR_PLANT:
            late[where[e]] = flow[e]
    _go_without(demand, elasticity, asking, cap, short_of, taken)
    unserved = out[to[UNSERVED] : to[UNSERVED + 1]].reshape((n, uses, 2))
    for i in range(n):
        for u in range(uses):
            for m in range(2):
                unserved[i, u, m] = max(demand[i, u, m] - taken[i, u, m], 0.0)
    for g in range(6 * n):
        licensed[g] *= single[0]
    state = out[to[STATE] : to[STATE + 1]]
    _value(
        numbered,
        price,
        licensed.reshape(good),
        arrived.reshape(good),
        q[at[FREIGHT] : at[FREIGHT + 1]].reshape((n, n)),
        q[at[TARIFF] : at[TARIFF + 1]].reshape(route),
        q[at[EXPORT_TAX] : at[EXPORT_TAX + 1]].reshape(good),
        q[at[BAN] : at[BAN + 1]].reshape(route),
        resting.reshape((3, 2)),
        state.reshape((3, n, 3, 2)),
        out[to[PRICE] : to[PRICE + 1]].reshape(good),
        out[to[QUOTA_RENT] : to[QUOTA_RENT + 1]].reshape(good),
    )
    begin_at = out[to[BEGIN] : to[BEGIN + 1]]
    begin_at[:] = state
    for v in range(nodes):
        begin_at[place[v]] = anchored[v]
    if booked:
        parts[:] = 0.0
        accounts = ACCOUNTS
        for e in range(len(kind)):
            x = flow[e]
            if x == 0.0:
                continue
            margin = arcs.gain[e] * price[arcs.head[e]] - price[arcs.tail[e]] - arcs.cost[e]
            if e >= arcs.single:
                margin += arcs.extra[e - arcs.single] * price[arcs.second[e - arcs.single]]
            rent = margin * x - 0.5 * arcs.slope[e] * x * x
            account = ACCOUNT_OF[kind[e]]
            parts[account, ends[0, e]] += 0.5 * rent
            parts[account, ends[1, e]] += 0.5 * rent
        _settle(
            q[at[TARIFF] : at[TARIFF + 1]].reshape(route),
            q[at[EXPORT_TAX] : at[EXPORT_TAX + 1]].reshape(good),
            out[to[TRADE] : to[TRADE + 1]].reshape(route),
            out[to[SMUGGLED] : to[SMUGGLED + 1]].reshape(good),
            out[to[RELEASED] : to[RELEASED + 1]].reshape(good),
            out[to[PURCHASED] : to[PURCHASED + 1]].reshape(good),
            out[to[HOARDED] : to[HOARDED + 1]].reshape(good),
            out[to[UNLOADED] : to[UNLOADED + 1]].reshape(good),
            state.reshape((3, n, 3, 2)),
            parts[accounts],
            parts[accounts + 1],
            parts[accounts + 2],
            parts[accounts + 3],
        )
        beyond = np.zeros((n, 2))
        _beyond(demand, elasticity, asking, cap, beyond)
        for i in range(n):
            parts[0, i] -= beyond[i, 0] + beyond[i, 1]
    return residual, iterations


@compiled
def _go_without(demand: Floats, elasticity: Floats, asking: Floats, cap: Floats, short: Floats, taken: Floats) -> None:
    """Take what the price at which use goes unserved leaves out off each use, by what each would still want there."""
    nations, uses, materials = demand.shape
    for i in range(nations):
        for m in range(materials):
            if short[2 * i + m] == 0.0:
                continue
            total = 0.0
            for turn in range(2):
                for u in range(uses):
                    wanted = max(demand[i, u, m], 1e-12)
                    choke = asking[i, m] * (1.0 - 1.0 / elasticity[u])
                    fall = asking[i, m] / -elasticity[u] / wanted
                    essential = max(choke - cap[m], 0.0) / fall if demand[i, u, m] > 0.0 else 0.0
                    if turn == 0:
                        total += essential
                    elif total > 0.0:
                        taken[i, u, m] -= essential * (short[2 * i + m] / total)
