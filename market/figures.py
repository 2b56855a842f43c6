"""Write a quarter's figures onto the arcs of its layout: what each costs, and how much it carries."""

from __future__ import annotations

import numpy as np

from market.arc_kind import ArcKind
from market.compiled import compiled
from market.demand import FLAT, TINY
from market.layout import Layout
from market.network import Flags, Floats, Ints, Network
from market.quarter import ChainShape, Quarter


def programme(shape: ChainShape, layout: Layout, quarter: Quarter) -> tuple[Network, Floats, Floats]:
    """Return the network, the supply at its nodes and the anchor of its prices for a quarter on a layout."""
    supply = np.zeros(layout.nodes)
    returned = ArcKind.RETURNED in layout.group
    smuggled, smuggling_cost = quarter.smuggling
    cost, slope, upper, yields = _fill(
        layout.kind,
        layout.place_of_arc,
        layout.pair,
        layout.exporter,
        layout.yields,
        shape.nations,
        returned,
        quarter.mine_capacity,
        quarter.mine_cost,
        quarter.mine_rise,
        quarter.capacity.ravel(),
        quarter.making_cost.ravel(),
        quarter.dear_capacity.ravel(),
        quarter.dear_by.ravel(),
        quarter.recovery.ravel(),
        quarter.recycling_capacity.ravel(),
        quarter.recycling_cost.ravel(),
        quarter.demand,
        quarter.elasticity,
        quarter.asking_price,
        quarter.shortage_price,
        quarter.freight.ravel(),
        quarter.tariff.ravel(),
        quarter.export_tax.ravel(),
        quarter.ban.ravel(),
        quarter.quota.ravel(),
        smuggled.ravel(),
        smuggling_cost.ravel(),
        quarter.hoard.ravel(),
        quarter.hoard_price.ravel(),
        quarter.unload.ravel(),
        quarter.unload_price.ravel(),
        quarter.release.ravel(),
        quarter.release_price.ravel(),
        quarter.purchase.ravel(),
        quarter.freight_rise,
        quarter.making_rise,
        quarter.recycling_rise,
        quarter.holder_range,
    )
    if quarter.has_commitments:
        _promise(
            quarter.committed,
            layout.node,
            layout.kind,
            layout.place_of_arc,
            returned,
            quarter.shortage_price,
            slope,
            upper,
            supply,
        )
    network = Network(
        nodes=layout.nodes,
        tail=layout.tail,
        heads=layout.heads,
        yields=yields,
        cost=cost,
        slope=slope,
        lower=np.zeros(layout.arcs),
        upper=upper,
    )
    return network, supply, quarter.resting_price.ravel()[layout.place % 6]


@compiled
def _fill(
    kind: Ints,
    at: Ints,
    pair: Ints,
    exporter: Ints,
    yields: Floats,
    nations: int,
    returned: bool,
    mine_capacity: Floats,
    mine_cost: Floats,
    mine_rise: Floats,
    capacity: Floats,
    making_cost: Floats,
    dear_capacity: Floats,
    dear_by: Floats,
    recovery: Floats,
    recycling_capacity: Floats,
    recycling_cost: Floats,
    demand: Floats,
    elasticity: Floats,
    demand_price: Floats,
    cap: Floats,
    freight: Floats,
    tariff: Floats,
    tax: Floats,
    ban: Flags | Floats,
    quota: Floats,
    smuggling: Floats,
    smuggling_cost: Floats,
    hoard: Floats,
    hoard_price: Floats,
    unload: Floats,
    unload_price: Floats,
    release: Floats,
    release_price: Floats,
    purchase: Floats,
    freight_rise: float,
    making_rise: float,
    recycling_rise: float,
    holder_range: float,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return cost, slope, most and yields of every arc; the numbers of the kinds are those of ``ArcKind``."""
    arcs = len(kind)
    uses = demand.shape[1]
    cost = np.zeros(arcs)
    slope = np.full(arcs, freight_rise)
    upper = np.full(arcs, np.inf)
    yields = yields.copy()
    for e in range(arcs):
        k = kind[e]
        a = at[e]
        if k == ArcKind.TRADE:
            cost[e] = freight[pair[e]] + tariff[a]
            if exporter[e] >= 0:
                cost[e] += tax[exporter[e]]
            if ban[a]:
                upper[e] = 0.0
        elif k == ArcKind.LICENCE:
            cost[e] = tax[a]
            upper[e] = quota[a]
        elif k == ArcKind.SMUGGLING:
            cost[e] = smuggling_cost[a]
            upper[e] = smuggling[a]
        elif k in (ArcKind.PLANT, ArcKind.DEAR_PLANT):
            dear = min(dear_capacity[a], capacity[a]) if len(dear_capacity) else 0.0
            share = dear / capacity[a] if dear > 0.0 else 0.0
            cost[e] = making_cost[a]
            if len(dear_by):
                cost[e] += ((1.0 - share) if k == ArcKind.DEAR_PLANT else -share) * dear_by[a]
            upper[e] = dear if k == ArcKind.DEAR_PLANT else capacity[a] - dear
            slope[e] = max(making_rise * cost[e], FLAT) / max(upper[e], FLAT)
            yields[0, e] = recovery[a]
        elif k == ArcKind.RECYCLING:
            cost[e] = recycling_cost[a]
            upper[e] = recycling_capacity[a]
            slope[e] = max(recycling_rise * recycling_cost[a], FLAT) / max(recycling_capacity[a], FLAT)
        elif k == ArcKind.DEMAND:
            i = a // (2 * uses)
            u = (a // 2) % uses
            m = a % 2
            choke = demand_price[i, m] * (1.0 - 1.0 / elasticity[u])
            cost[e] = -choke
            slope[e] = demand_price[i, m] / (-elasticity[u] * max(demand[i, u, m], TINY))
            upper[e] = choke / slope[e]
        elif k == ArcKind.SHORTAGE:
            i = a // 2
            m = a % 2
            essential = 0.0
            for u in range(uses):
                if demand[i, u, m] > 0.0:
                    choke = demand_price[i, m] * (1.0 - 1.0 / elasticity[u])
                    if choke > cap[m]:
                        essential += (choke - cap[m]) * -elasticity[u] * demand[i, u, m] / demand_price[i, m]
            cost[e] = cap[m]
            upper[e] = essential
            slope[e] = FLAT * cap[m] / max(essential, FLAT)
        elif k == ArcKind.RELEASE:
            cost[e] = release_price[a]
            upper[e] = release[a]
            slope[e] = max(FLAT * release_price[a], FLAT) / max(release[a], FLAT)
        elif k == ArcKind.PURCHASE:
            cost[e] = -cap[a % 2]
            upper[e] = purchase[a]
            slope[e] = FLAT * cap[a % 2] / max(purchase[a], FLAT)
        elif k in (ArcKind.SHORTFALL, ArcKind.RETURNED):  # shortfall, returned: closed until something is promised
            cost[e] = cap[a % 2]
            upper[e] = 0.0
        elif k == ArcKind.MINE:
            cost[e] = mine_cost[a]
            upper[e] = mine_capacity[a]
            slope[e] = max(mine_rise[a], FLAT) / max(mine_capacity[a], FLAT)
        elif k == ArcKind.HOARD:
            cost[e] = -hoard_price[a]
            upper[e] = hoard[a]
            slope[e] = max(holder_range * hoard_price[a], FLAT) / max(hoard[a], FLAT)
        elif k == ArcKind.UNLOAD:
            cost[e] = unload_price[a]
            upper[e] = unload[a]
            slope[e] = max(holder_range * unload_price[a], FLAT) / max(unload[a], FLAT)
    return cost, slope, upper, yields


@compiled
def _promise(
    committed: Floats,
    node: Ints,
    kind: Ints,
    at: Ints,
    returned: bool,
    cap: Floats,
    slope: Floats,
    upper: Floats,
    supply: Floats,
) -> None:
    """Take promised tonnes from sellers, give them to buyers, and open the arcs by which they may fail to come."""
    nations = committed.shape[0]
    given = np.zeros(nations * 6)
    for i in range(nations):
        for j in range(nations):
            for s in range(3):
                for m in range(2):
                    q = committed[i, j, s, m]
                    if q > 0.0:
                        given[(i * 3 + s) * 2 + m] += q
                        supply[node[1, i, s, m]] -= q
                        supply[node[0, j, s, m]] += q
    for e in range(len(kind)):
        a = at[e]
        if kind[e] == ArcKind.SHORTFALL and not returned:
            upper[e] = given[a]
        elif kind[e] == ArcKind.RETURNED:
            upper[e] = committed[a // (nations * 6), (a // 6) % nations, (a // 2) % 3, a % 2]
        else:
            continue
        slope[e] = FLAT * cap[a % 2] / max(upper[e], FLAT)
