"""The rare-earth chain as one market: nations that mine, separate, make magnets, recycle, trade and use them.

Each nation has a home market for each stage and material, where its plants and end users buy. What it
brings forth itself (mines, plants, recycling, stock released) stands apart as its *own output*, sold at
home or abroad. So nobody re-exports: a ban cannot be walked around through a third nation, and an export
subsidy cannot be earned in a circle. Where a nation limits its exports as a whole, they pass an export
hub, whose price stands above the price at home by the tax and the rent of the licence.

Rules of precedence: a supply agreement's tonnes are delivered before home and spot buyers are served, and
also through a ban or quota, so a caller whose ban breaks an agreement takes the tonnes out of ``committed``.
"""

from __future__ import annotations

import numpy as np

from market.clearing import Clearing, clear
from market.demand import FLAT, demand_at_cap, demand_lines
from market.layout import KINDS, MATERIALS, STAGES, Layout, Needs, lay_out
from market.network import Flags, Floats, Network
from market.outcome import Outcome, read
from market.quarter import ChainShape, Quarter

__all__ = ["Chain", "ChainShape", "Outcome", "Quarter"]

SHORT = 1e-6
"""Tonnes a year below which a shortfall is rounding."""
LAYOUTS_KEPT = 64


class Chain:
    """A market whose nations and mines stay, cleared quarter by quarter."""

    def __init__(self, shape: ChainShape) -> None:
        self.shape = shape
        self._layouts: dict[bytes, Layout] = {}
        self._mined = np.zeros((shape.nations, 3, 2), dtype=bool)
        self._mined[shape.mine_nation, 0] = True

    def needs(self, quarter: Quarter, returned: Flags | None = None) -> Needs:
        """Return which nodes and arcs a quarter calls for."""
        plant = quarter.capacity > 0
        recycling = quarter.recycling_capacity > 0
        demand = quarter.demand > 0
        own = self._mined | (quarter.release > 0)
        used = quarter.purchase > 0
        if quarter.has_commitments:
            promised = quarter.committed > 0
            own |= promised.any(axis=1)
            used |= promised.any(axis=0)
        own[:, 1:] |= plant
        own[:, 1] |= recycling
        used[:, :2] |= plant
        used[:, 2] |= demand.any(axis=1)
        return Needs(own, used, np.isfinite(quarter.quota), plant, recycling, demand, returned)

    def layout(self, needs: Needs) -> Layout:
        """Return the layout for some needs, made once and then kept."""
        key = needs.key()
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) >= LAYOUTS_KEPT:
                self._layouts.pop(next(iter(self._layouts)))
            shape = self.shape
            found = lay_out(needs, shape.mine_nation, shape.mine_light, shape.mine_heavy)
            self._layouts[key] = found
        return found

    def clear(self, quarter: Quarter, start: Outcome | None = None, *, method: str = "newton") -> Outcome:
        """Return prices and flows of a quarter.

        ``start`` is an outcome to begin the search from; it changes the time taken, not the answer.

        Raises
        ------
        ValueError
            If the quarter does not fit the chain's shape, or holds figures that are not numbers.
        """
        quarter.fits(self.shape)
        layout = self.layout(self.needs(quarter))
        network, supply, found = self._clear(layout, quarter, start, method)
        if quarter.has_commitments and found.flow[layout.group["shortfall"]].sum() > SHORT:
            # Some seller cannot deliver: clear again with arcs by which committed tonnes fail to arrive.
            layout = self.layout(self.needs(quarter, quarter.committed > 0))
            network, supply, found = self._clear(layout, quarter, start, method)
        return read(self.shape, quarter, layout, network, supply, found)

    def _clear(self, layout: Layout, quarter: Quarter, start: Outcome | None,
               method: str) -> tuple[Network, Floats, Clearing]:
        """Clear one quarter on one layout."""
        network, supply, anchor = programme(self.shape, layout, quarter)
        begin = None if start is None else start.state.ravel()[layout.place]
        return network, supply, clear(network, supply, start_price=begin, anchor=anchor, method=method)


def programme(shape: ChainShape, layout: Layout, quarter: Quarter) -> tuple[Network, Floats, Floats]:
    """Return the network, supply and anchor of a quarter on a layout."""
    cost, slope, upper = _figures(layout, quarter)
    yields = layout.yields.copy()
    yields[0, layout.group["plant"]] = quarter.recovery.ravel()[layout.at["plant"]]
    network = Network(nodes=layout.nodes, tail=layout.tail, heads=layout.heads, yields=yields, cost=cost,
                      slope=slope, lower=np.zeros(layout.arcs), upper=upper)
    anchor = np.broadcast_to(quarter.usual_price, (len(KINDS), shape.nations, 3, 2)).ravel()[layout.place]
    return network, _supply(layout, quarter), anchor


def _supply(layout: Layout, quarter: Quarter) -> Floats:
    """Return what agreements bring to (above 0) or take from each node, t/yr."""
    supply = np.zeros(layout.nodes)
    if quarter.has_commitments:
        home, own, _ = layout.node
        given = quarter.committed.sum(axis=1)
        np.subtract.at(supply, own[given > 0], given[given > 0])
        got = quarter.committed.sum(axis=0)
        np.add.at(supply, home[got > 0], got[got > 0])
    return supply


def _figures(layout: Layout, quarter: Quarter) -> tuple[Floats, Floats, Floats]:
    """Return cost, slope and most of every arc."""
    cost, slope, upper = np.zeros(layout.arcs), np.ones(layout.arcs), np.full(layout.arcs, np.inf)
    at, rise = layout.at, quarter.freight_rise

    def put(name: str, c: Floats | float, d: Floats | float, u: Floats | float = np.inf) -> None:
        arcs = layout.group[name]
        cost[arcs], slope[arcs], upper[arcs] = c, d, u

    def put_flat(name: str, price: Floats, most: Floats) -> None:
        sold = name != "purchase"
        put(name, price if sold else -price, np.maximum(FLAT * price, FLAT) / np.maximum(most, FLAT), most)

    route = at["trade"]
    tax = np.where(layout.hub_arc, 0.0, quarter.export_tax.ravel()[layout.exporter])
    put("trade", quarter.freight.ravel()[layout.pair] + quarter.tariff.ravel()[route] + tax, rise,
        np.where(quarter.ban.ravel()[route], 0.0, np.inf))
    put("home", 0.0, rise)
    put("dump_home", 0.0, rise)
    put("dump_own", 0.0, rise)
    put("licence", quarter.export_tax.ravel()[at["licence"]], rise, quarter.quota.ravel()[at["licence"]])
    capacity, making = quarter.capacity.ravel()[at["plant"]], quarter.making_cost.ravel()[at["plant"]]
    put("plant", making, np.maximum(quarter.making_rise * making, FLAT) / capacity, capacity)
    most, price = quarter.recycling_capacity.ravel()[at["recycling"]], quarter.recycling_cost.ravel()[at["recycling"]]
    put("recycling", price, np.maximum(quarter.recycling_rise * price, FLAT) / most, most)
    choke, fall = demand_lines(quarter)
    wanted = at["demand"]
    put("demand", -choke.ravel()[wanted], fall.ravel()[wanted], (choke / fall).ravel()[wanted])
    cap = np.broadcast_to(quarter.shortage_price, (layout.nations, STAGES, MATERIALS)).ravel()
    put_flat("shortage", cap[at["shortage"] % 2], demand_at_cap(quarter).sum(axis=1).ravel()[at["shortage"]])
    put_flat("release", quarter.release_price.ravel()[at["release"]], quarter.release.ravel()[at["release"]])
    put_flat("purchase", cap[at["purchase"]], quarter.purchase.ravel()[at["purchase"]])
    if "returned" in layout.group:
        put("shortfall", 0.0, 1.0, 0.0)
        put_flat("returned", cap[at["returned"] % 6], quarter.committed.ravel()[at["returned"]])
    else:
        put_flat("shortfall", cap[at["shortfall"]], quarter.committed.sum(axis=1).ravel()[at["shortfall"]])
    put("mine", quarter.mine_cost, np.maximum(quarter.mine_rise, FLAT) / np.maximum(quarter.mine_capacity, FLAT),
        quarter.mine_capacity)
    return cost, slope, upper
