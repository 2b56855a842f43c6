"""Clear a market that is given as one row of figures, all in compiled code.

It does what ``Chain.clear`` does step by step: find what the quarter calls for, lay out the arcs and their figures,
find the prices that clear them, and sort out what each nation then mines, makes, trades and uses.
"""

from __future__ import annotations

import numpy as np

from market.compiled import compiled, compiled_aside
from market.demand import _beyond
from market.figures import _fill, _promise
from market.layout import ACCOUNT_OF, ACCOUNTS
from market.listing import list_arcs
from market.network import Flags, Floats, Ints
from market.newton import settle
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
from market.welfare import _book, _settle

SHORT = 1e-6
"""Tonnes a year below which a shortfall is rounding."""
PULL, TOLERANCE, ACCEPTED = 1e-6, 1e-12, 1e-7
DAMPERS = (1e-8, 1e-4)
"""As in ``market.clearing``; a test holds them together."""
PARTS = len(ACCOUNTS) + 4
"""What a nation gains, in parts: the accounts of arcs, then taxes, stock sold, stock bought, private holders."""
NO_PARTS = np.zeros((0, 0))
NO_RETURNS = np.zeros((0, 0, 3, 2), dtype=np.bool_)


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
) -> tuple[float, int, Floats]:
    """Clear the market of the row ``q`` and write its outcome into the row ``out``.

    Parameters
    ----------
    at, to : ``packed.quarter_places`` and ``packed.outcome_places``.
    start : shape (18 * nations,), the state of an outcome near by; looked at if ``near``.
    parts : shape (PARTS, nations), filled with what nations gain, thousand USD/yr, if ``booked``.

    Returns
    -------
    Leftover share, iterations, and the flow on each arc of the quarter's layout.
    """
    n = nations
    good, route, made = (n, 3, 2), (n, n, 3, 2), (n, 2, 2)
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
    returned = NO_RETURNS
    iterations = 0
    while True:
        failing = len(returned) > 0
        arcs, _, ends = list_arcs(
            numbered,
            signs[18 * n : 22 * n].reshape(made),
            signs[24 * n : 28 * n].reshape(made),
            signs[22 * n : 24 * n].reshape((n, 2)),
            signs[28 * n :].reshape((n, uses, 2)),
            returned,
            holders,
            mine_nation,
        )
        kind, where, tail, heads = arcs[0], arcs[1], arcs[2], arcs[3:5]
        yields = np.empty(heads.shape)
        for e in range(len(kind)):
            for k in range(2):
                yields[k, e] = 1.0 if heads[k, e] >= 0 else 0.0
            if kind[e] == 14:
                yields[0, e], yields[1, e] = mine_light[where[e]], mine_heavy[where[e]]
        cost, slope, upper, yields = _fill(
            kind,
            where,
            arcs[5],
            arcs[6],
            yields,
            n,
            failing,
            q[at[MINE_CAPACITY] : at[MINE_CAPACITY + 1]],
            q[at[MINE_COST] : at[MINE_COST + 1]],
            q[at[MINE_RISE] : at[MINE_RISE + 1]],
            capacity,
            q[at[MAKING_COST] : at[MAKING_COST + 1]],
            dear,
            q[at[DEAR_BY] : at[DEAR_BY + 1]],
            q[at[RECOVERY] : at[RECOVERY + 1]],
            q[at[RECYCLING_CAPACITY] : at[RECYCLING_CAPACITY + 1]],
            q[at[RECYCLING_COST] : at[RECYCLING_COST + 1]],
            demand,
            elasticity,
            asking,
            cap,
            q[at[FREIGHT] : at[FREIGHT + 1]],
            q[at[TARIFF] : at[TARIFF + 1]],
            q[at[EXPORT_TAX] : at[EXPORT_TAX + 1]],
            q[at[BAN] : at[BAN + 1]],
            quota,
            smuggling,
            q[at[SMUGGLING_COST] : at[SMUGGLING_COST + 1]],
            q[at[HOARD] : at[HOARD + 1]],
            q[at[HOARD_PRICE] : at[HOARD_PRICE + 1]],
            q[at[UNLOAD] : at[UNLOAD + 1]],
            q[at[UNLOAD_PRICE] : at[UNLOAD_PRICE + 1]],
            q[at[RELEASE] : at[RELEASE + 1]],
            q[at[RELEASE_PRICE] : at[RELEASE_PRICE + 1]],
            q[at[PURCHASE] : at[PURCHASE + 1]],
            single[0],
            single[1],
            single[2],
            single[3],
        )
        supply = np.zeros(nodes)
        if promised:
            _promise(committed, numbered, kind, where, failing, cap, slope, upper, supply)
        lower = np.zeros(len(kind))
        flow, prices, anchored, residual = lower, anchor, anchor, np.inf
        for attempt in range(2):
            if residual <= ACCEPTED:
                break
            prices, flow, residual, steps, anchored = settle(
                tail,
                heads,
                yields,
                cost,
                slope,
                lower,
                upper,
                supply,
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
            if kind[e] == 12:
                short += flow[e]
        if not short > SHORT:
            break
        returned = committed > 0.0
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
        if kind[e] == 17:
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
        prices,
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
        accounts = len(ACCOUNTS)
        account = np.empty(ends.shape, np.int64)
        for e in range(len(kind)):
            account[0, e] = ACCOUNT_OF[kind[e]] * n + ends[0, e]
            account[1, e] = ACCOUNT_OF[kind[e]] * n + ends[1, e]
        _book(account, tail, heads, yields, cost, slope, flow, state, place, parts[:accounts].reshape(accounts * n))
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
    return residual, iterations, flow


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
