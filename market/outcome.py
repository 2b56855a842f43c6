"""What a cleared market says: prices, and how much each nation mined, made, traded, used and went without."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from market.clearing import Clearing, open_prices
from market.demand import demand_at_cap
from market.layout import Layout
from market.network import Flags, Floats, Network
from market.quarter import ChainShape, Quarter


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One cleared quarter as annual rates, t/yr and USD/kg."""

    price: Floats
    """Shape (nations, 3, 2): price in the home market; where nothing is used at home, what producers get."""
    producer_price: Floats
    """Shape (nations, 3, 2): price of own output before export tax; the home price where there is none."""
    mined: Floats
    """Shape (mines,): t REO/yr."""
    made: Floats
    """Shape (nations, 2, 2): input of each conversion, t/yr."""
    recycled: Floats
    """Shape (nations, 2): oxide, t/yr."""
    consumed: Floats
    """Shape (nations, uses, 2): t/yr."""
    unserved: Floats
    """Shape (nations, uses, 2): demand at the reference price less consumption, at least 0, t/yr."""
    undelivered: Floats
    """Shape (nations, nations, 3, 2) seller, buyer: promised tonnes that could not be supplied, t/yr."""
    trade: Floats
    """Shape (nations, nations, 3, 2) from, to: spot trade, t/yr."""
    released: Floats
    """Shape (nations, 3, 2): stock sold, t/yr."""
    purchased: Floats
    """Shape (nations, 3, 2): bought for stock, t/yr."""
    quota_rent: Floats
    """Shape (nations, 3, 2): what a licence to export a unit is worth, USD/kg."""
    dumped: Floats
    """Shape (nations, 3, 2): by-products and deliveries that nobody wants, t/yr."""
    state: Floats = field(repr=False)
    """Shape (3, nations, 3, 2): price at home, of own output, at the export hub; a start for the next clearing."""
    flow: Floats = field(repr=False)
    """Shape (arcs,): flow on every arc of the layout."""
    network: Network = field(repr=False)
    layout: Layout = field(repr=False)
    supply: Floats = field(repr=False)
    residual: float
    """Largest leftover at a node, share of the largest flow."""
    iterations: int
    method: str

    @cached_property
    def determined(self) -> Flags:
        """Which prices the market fixes, shape (nations, 3, 2); others could lie in a range, or nobody trades."""
        closed = ~open_prices(self.network, self.flow)
        home, own, _ = self.layout.node
        busy = arrivals(self.layout, self.network, self.flow) > 0
        result: Flags = np.where(busy, closed[home], np.where(own >= 0, closed[own], closed[home] & (home >= 0)))
        return result


def arrivals(layout: Layout, network: Network, flow: Floats) -> Floats:
    """Return what is brought to each home market, t/yr, shape (nations, 3, 2)."""
    arrived = np.zeros(layout.nodes + 1)
    for group in ("trade", "home"):
        arcs = layout.group[group]
        np.add.at(arrived, network.heads[0, arcs], flow[arcs])
    result: Floats = arrived[layout.node[0]]
    return result


def import_parity(quarter: Quarter, layout: Layout, state: Floats) -> Floats:
    """Return the least price at which each good could be landed from abroad, shape (nations, 3, 2).

    It is the price of those who neither make nor use the good; without any open supplier it is the usual price.
    """
    tax = np.where(layout.node[2] < 0, quarter.export_tax, 0.0)
    landed = (state[2] + tax)[:, None] + quarter.freight[:, :, None, None] + quarter.tariff
    shut = quarter.ban | (layout.node[1] < 0)[:, None]
    n = layout.nations
    shut[np.arange(n), np.arange(n)] = True
    best = np.where(shut, np.inf, landed).min(axis=0)
    result: Floats = np.where(np.isfinite(best), best, quarter.usual_price)
    return result


def read(shape: ChainShape, quarter: Quarter, layout: Layout, network: Network, supply: Floats,
         found: Clearing) -> Outcome:
    """Sort the flows and prices of a clearing into the chain's own arrays."""
    n = shape.nations
    good, route = (n, 3, 2), (n, n, 3, 2)

    def spread(name: str, into: tuple[int, ...]) -> Floats:
        array = np.zeros(into)
        if name in layout.group:
            array.ravel()[layout.at[name]] = found.flow[layout.group[name]]
        return array

    home, own, hub = layout.node
    padded = np.append(found.price, 0.0)
    state = padded[layout.node]
    rent = np.where(hub < 0, 0.0, state[2] - state[1] - quarter.export_tax)
    state[2] = np.where(hub < 0, state[1], state[2])
    state[0] = np.where(home >= 0, state[0], np.where(own >= 0, state[1], import_parity(quarter, layout, state)))
    state[1:] = np.where(own < 0, state[0], state[1:])
    # The quota's dual is what is left of the hub's premium after the little that licensing more costs.
    licensed = np.zeros(good)
    licensed.ravel()[layout.at["licence"]] = (network.slope * found.flow)[layout.group["licence"]]
    taken = spread("demand", quarter.demand.shape)
    short = spread("shortage", (n, 2))
    if short.any():
        essential = demand_at_cap(quarter)
        total = essential.sum(axis=1)
        taken = taken - essential * np.divide(short, total, out=np.zeros_like(short), where=total > 0)[:, None]
    unused = (arrivals(layout, network, found.flow) <= 0) & (own >= 0)
    return Outcome(
        price=np.where(unused, state[1], state[0]), producer_price=state[1],
        mined=found.flow[layout.group["mine"]].copy(), made=spread("plant", quarter.capacity.shape),
        recycled=spread("recycling", (n, 2)), consumed=taken, unserved=np.maximum(quarter.demand - taken, 0.0),
        undelivered=spread("returned", route), trade=spread("trade", route), released=spread("release", good),
        purchased=spread("purchase", good), quota_rent=np.maximum(rent - licensed, 0.0),
        dumped=spread("dump_own", good) + spread("dump_home", good), state=state, flow=found.flow, network=network,
        layout=layout, supply=supply, residual=found.residual, iterations=found.iterations, method=found.method)
