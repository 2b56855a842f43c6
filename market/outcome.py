"""The outcome of a cleared market: prices, and tonnes that each nation mined, made, traded, used and went without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from market.arc_kind import ArcKind
from market.clearing import Clearing, open_prices
from market.compiled import compiled
from market.demand import demand_at_cap
from market.layout import MATERIALS, STAGES, Layout
from market.network import Flags, Floats, Ints, Network
from market.packed import outcome_shapes
from market.quarter import ChainShape, Quarter

PLANNED_AT_MOST = 3.0
"""Multiple of the median of the nations' prices above which no planner counts on a price."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One cleared quarter as annual rates, t/yr and USD/kg."""

    price: Floats
    """Shape (nations, 3, 2): price in the home market; where nothing is brought to it, what producers get.

    Where a nation neither makes nor uses a good, the least price at which it could be landed, or the usual price if
    nobody may sell to it. Where the market fixes no price but only a range (an idle plant), the one nearest the usual.
    """
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
    smuggled: Floats
    """Shape (nations, 3, 2): exports that passed neither quota nor tax, part of ``trade``, t/yr."""
    released: Floats
    """Shape (nations, 3, 2): stock sold, t/yr."""
    purchased: Floats
    """Shape (nations, 3, 2): bought for stock, t/yr."""
    hoarded: Floats
    """Shape (nations, 3, 2): added to private stock, t/yr."""
    unloaded: Floats
    """Shape (nations, 3, 2): sold from private stock, t/yr."""
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

    @property
    def begin(self) -> Floats:
        """Shape (3, nations, 3, 2): the prices from which a market that differs a little is found soonest."""
        return self.state

    def changed(self, **figures: Any) -> Outcome:
        """Return the same with some figures put in place of others."""
        return Outcome(**({one.name: getattr(self, one.name) for one in fields(Outcome)} | figures))

    @cached_property
    def planning_price(self) -> Floats:
        """Price that planners count on: the market's, at most three times the nations' median, shape (nations, 3, 2).

        Where nobody makes or uses a good, this is the least price at which it could be landed (import parity), as in
        ``price``. The cap is there because a nation that is cut off pays what its last users would pay rather than do
        without; nobody builds a plant or a habit on that. Governments that value plans, users who form expectations
        and investors who enter or leave count on it. What is paid, booked or reported is ``price``.
        """
        result: Floats = np.minimum(self.price, PLANNED_AT_MOST * np.median(self.price, axis=0))
        return result

    @cached_property
    def vintages(self) -> Floats:
        """Input of each conversion in the cheaper and the dearer plants, shape (2, nations, 2, 2), t/yr."""
        dear, arcs = np.zeros(self.made.size), self.layout.group[ArcKind.DEAR_PLANT]
        dear[self.layout.at[ArcKind.DEAR_PLANT]] = self.flow[arcs]
        late = dear.reshape(self.made.shape)
        return np.stack([self.made - late, late])

    @property
    def booked(self) -> Floats | None:
        """What nations gain as it was booked on clearing; None here, where it is worked out from the arcs."""
        return None

    @cached_property
    def determined(self) -> Flags:
        """Which prices the market fixes, shape (nations, 3, 2); others could lie in a range, or nobody trades."""
        closed = ~open_prices(self.network, self.flow)
        home, own, _ = self.layout.node
        busy = arrivals(self.layout, self.network, self.flow) > 0
        result: Flags = np.where(busy, closed[home], np.where(own >= 0, closed[own], closed[home] & (home >= 0)))
        return result


Arranged = Callable[[], tuple[Layout, Network, Floats, Floats]]


def _not_kept() -> NoReturn:
    """Look in vain for the arcs of a market that was only looked at."""
    raise AttributeError("the arcs of a market that was only looked at are not kept")


class RowOutcome(Outcome):
    """An outcome read from one row of figures, array by array as somebody asks for it."""

    def __init__(
        self,
        shape: ChainShape,
        row: Floats,
        arranged: Arranged = _not_kept,
        residual: float = 0.0,
        iterations: int = 0,
        booked: Floats | None = None,
    ) -> None:
        """Stand on a row of ``packed.outcome_places``.

        Parameters
        ----------
        arranged : gives layout, network, supply and flow to who looks at the arcs.
        booked : what nations gain as ``direct.clear_row`` booked it, (direct.PARTS, nations) thousand USD/yr.
        """
        self._row, self._shape, self._arranged = row, shape, arranged
        self._residual, self._iterations, self._booked = residual, iterations, booked

    @property
    def booked(self) -> Floats | None:
        """What nations gain as it was booked on clearing, (direct.PARTS, nations) thousand USD/yr, if it was."""
        return self._booked

    @property
    def residual(self) -> float:
        """Largest leftover at a node, share of the largest flow."""
        return self._residual

    @property
    def iterations(self) -> int:
        """Steps of the search."""
        return self._iterations

    @property
    def method(self) -> str:
        """How it was found."""
        return "newton"

    def parts(self) -> dict[str, Any]:
        """What it is made from, so that it can be written down and made again."""
        return {"shape": self._shape, "row": self._row, "residual": self.residual, "iterations": self.iterations}

    def __getattr__(self, name: str) -> Any:
        """Read an array from the row, or arrange the arcs, when first asked for."""
        held = self.__dict__
        if name in _ARRANGED and "_arranged" in held:
            held["layout"], held["network"], held["supply"], held["flow"] = held["_arranged"]()
            return held[name]
        shape = held.get("_shape")
        place = None if shape is None else outcome_shapes(shape.nations, shape.mines, shape.uses).get(name)
        if place is None:
            raise AttributeError(f"an outcome has no {name!r}")
        begin, end, wanted = place
        held[name] = found = held["_row"][begin:end].reshape(wanted)
        return found

    @property
    def row(self) -> Floats:
        """All of it, in the order of ``packed.outcome_places``."""
        found: Floats = self.__dict__["_row"]
        return found

    @property
    def begin(self) -> Floats:
        """Shape (3, nations, 3, 2): the prices from which a market that differs a little is found soonest."""
        if "_row" not in self.__dict__:
            return self.state
        first, last, wanted = outcome_shapes(self._shape.nations, self._shape.mines, self._shape.uses)["begin"]
        found: Floats = self.row[first:last].reshape(wanted)
        return found

    @cached_property
    def vintages(self) -> Floats:
        """Input of each conversion in the cheaper and the dearer plants, shape (2, nations, 2, 2), t/yr."""
        late = self.dear_made
        return np.stack([self.made - late, late])


_ARRANGED = ("layout", "network", "supply", "flow")


def arrivals(layout: Layout, network: Network, flow: Floats) -> Floats:
    """Return what is brought to each home market, t/yr, shape (nations, 3, 2)."""
    arrived = np.zeros(layout.nodes + 1)
    for group in (ArcKind.TRADE, ArcKind.HOME):
        arcs = layout.group[group]
        np.add.at(arrived, network.heads[0, arcs], flow[arcs])
    result: Floats = arrived[layout.node[0]]
    return result


def read(
    shape: ChainShape, quarter: Quarter, layout: Layout, network: Network, supply: Floats, found: Clearing
) -> Outcome:
    """Sort the flows and prices of a clearing into the chain's own arrays."""
    n, uses = shape.nations, shape.uses
    good, route = (n, STAGES, MATERIALS), (n, n, STAGES, MATERIALS)
    trade, undelivered, made, taken = np.zeros(route), np.zeros(route), np.zeros((n, 2, 2)), np.zeros((n, uses, 2))
    hoarded, unloaded = np.zeros(good), np.zeros(good)
    recycled, short, licensed, arrived = np.zeros((n, 2)), np.zeros((n, 2)), np.zeros(good), np.zeros(good)
    released, purchased, dumped, smuggled, mined = (
        np.zeros(good),
        np.zeros(good),
        np.zeros(good),
        np.zeros(good),
        np.zeros(shape.mines),
    )
    _sort(
        layout.kind,
        layout.place_of_arc,
        found.flow,
        trade.ravel(),
        made.ravel(),
        recycled.ravel(),
        taken.ravel(),
        short.ravel(),
        licensed.ravel(),
        smuggled.ravel(),
        released.ravel(),
        purchased.ravel(),
        dumped.ravel(),
        undelivered.ravel(),
        mined,
        arrived.ravel(),
        hoarded.ravel(),
        unloaded.ravel(),
    )
    if short.any():
        essential = demand_at_cap(quarter)
        total = essential.sum(axis=1)
        taken -= essential * np.divide(short, total, out=np.zeros_like(short), where=total > 0)[:, None]
    state, price, rent = np.empty((3, *good)), np.empty(good), np.zeros(good)
    _value(
        layout.node,
        found.price,
        licensed * quarter.freight_rise,
        arrived,
        quarter.freight,
        quarter.tariff,
        quarter.export_tax,
        quarter.ban,
        quarter.resting_price,
        state,
        price,
        rent,
    )
    return Outcome(
        price=price,
        producer_price=state[1],
        mined=mined,
        made=made,
        recycled=recycled,
        consumed=taken,
        unserved=np.maximum(quarter.demand - taken, 0.0),
        undelivered=undelivered,
        trade=trade,
        smuggled=smuggled,
        released=released,
        purchased=purchased,
        hoarded=hoarded,
        unloaded=unloaded,
        quota_rent=rent,
        dumped=dumped,
        state=state,
        flow=found.flow,
        network=network,
        layout=layout,
        supply=supply,
        residual=found.residual,
        iterations=found.iterations,
        method=found.method,
    )


@compiled
def _sort(
    kind: Ints,
    at: Ints,
    flow: Floats,
    trade: Floats,
    made: Floats,
    recycled: Floats,
    taken: Floats,
    short: Floats,
    licensed: Floats,
    smuggled: Floats,
    released: Floats,
    purchased: Floats,
    dumped: Floats,
    undelivered: Floats,
    mined: Floats,
    arrived: Floats,
    hoarded: Floats,
    unloaded: Floats,
) -> None:
    """Put each arc's flow where it belongs; the numbers of the kinds are those of ``ArcKind``."""
    stride = len(arrived)
    for e in range(len(flow)):
        x = flow[e]
        if x == 0.0:
            continue
        k = kind[e]
        a = at[e]
        if k == ArcKind.TRADE:
            trade[a] = x
            arrived[a % stride] += x
        elif k == ArcKind.HOME:
            arrived[a] += x
        elif k == ArcKind.LICENCE:
            licensed[a] = x
        elif k == ArcKind.SMUGGLING:
            smuggled[a] = x
        elif k in (ArcKind.PLANT, ArcKind.DEAR_PLANT):
            made[a] += x
        elif k == ArcKind.RECYCLING:
            recycled[a] = x
        elif k == ArcKind.DEMAND:
            taken[a] = x
        elif k == ArcKind.SHORTAGE:
            short[a] = x
        elif k == ArcKind.RELEASE:
            released[a] = x
        elif k == ArcKind.PURCHASE:
            purchased[a] = x
        elif k in (ArcKind.DUMP_OWN, ArcKind.DUMP_HOME):
            dumped[a] += x
        elif k == ArcKind.RETURNED:
            undelivered[a] = x
        elif k == ArcKind.MINE:
            mined[a] = x
        elif k == ArcKind.HOARD:
            hoarded[a] = x
        elif k == ArcKind.UNLOAD:
            unloaded[a] = x


@compiled
def _value(
    node: Ints,
    prices: Floats,
    licensing: Floats,
    arrived: Floats,
    freight: Floats,
    tariff: Floats,
    tax: Floats,
    ban: Flags | Floats,
    resting: Floats,
    state: Floats,
    price: Floats,
    rent: Floats,
) -> None:
    """Fill prices at home, of own output and at the hub, the price to report, and what a licence is worth.

    Who neither makes nor uses a good is given the least price at which it could be landed from abroad, or the usual
    one if nobody may sell to him.
    """
    nations = len(price)
    for s in range(3):
        for m in range(2):
            for i in range(nations):
                if node[1, i, s, m] >= 0:
                    own = prices[node[1, i, s, m]]
                    state[1, i, s, m] = own
                    state[2, i, s, m] = own
                    if node[2, i, s, m] >= 0:
                        hub = prices[node[2, i, s, m]]
                        state[2, i, s, m] = hub
                        # The quota's dual is the hub's premium after tax and the little that licensing more costs.
                        rent[i, s, m] = max(hub - own - tax[i, s, m] - licensing[i, s, m], 0.0)
            for j in range(nations):
                if node[0, j, s, m] >= 0:
                    home = prices[node[0, j, s, m]]
                elif node[1, j, s, m] >= 0:
                    home = state[1, j, s, m]
                else:
                    home = np.inf
                    for i in range(nations):
                        if i != j and node[1, i, s, m] >= 0 and not ban[i, j, s, m]:
                            gate = state[2, i, s, m] + (tax[i, s, m] if node[2, i, s, m] < 0 else 0.0)
                            home = min(home, gate + freight[i, j] + tariff[i, j, s, m])
                    if home == np.inf:
                        home = resting[s, m]
                state[0, j, s, m] = home
            for j in range(nations):
                price[j, s, m] = state[0, j, s, m]
                if node[1, j, s, m] < 0:
                    state[1, j, s, m] = state[0, j, s, m]
                    state[2, j, s, m] = state[0, j, s, m]
                elif arrived[j, s, m] <= 0.0:
                    price[j, s, m] = state[1, j, s, m]
