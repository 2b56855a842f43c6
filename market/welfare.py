"""Each nation's gains from a cleared market; the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from market.arc_kind import Account, ArcKind
from market.compiled import compiled
from market.curve import consumer_surplus
from market.demand import uncounted_worth
from market.network import Floats, Ints
from market.outcome import Outcome
from market.quarter import ChainShape, Quarter

THOUSAND = 1000.0
"""USD/kg times t/yr gives thousands of USD a year."""


@dataclass(frozen=True, kw_only=True)
class Welfare:
    """Gains of each nation at the prices of a cleared market, each of shape (nations,), USD m/yr."""

    consumer_surplus: Floats
    """The most that end users would have paid, never above the shortage price, less what they paid."""
    mine_rent: Floats
    """Revenue of mines less their cost."""
    making_rent: Floats
    """Revenue of separation and magnet plants less feed and cost."""
    recycling_rent: Floats
    trade_rent: Floats
    """Carriers' earnings as freight rises with volume: half to the exporter, half to the importer.

    Carriage at home, the disposal of unwanted by-products and what smugglers earn are booked here too.
    """
    tax_revenue: Floats
    """Tariffs to the importer, export taxes to the exporter; below 0 when exports are subsidised."""
    quota_rent: Floats
    """The worth of export licences; it belongs to the exporter."""
    release_revenue: Floats
    """Money for stock sold."""
    purchase_cost: Floats
    """Money paid for stock bought (a cost, above 0)."""
    holder_cash: Floats
    """Money that private holders of stock took in less what they paid out."""
    contract_value: Floats
    """Goods delivered to a nation under supply agreements, at its own price less freight, less goods it gave up.

    What the parties pay each other is settled elsewhere and sums to zero.
    """

    @property
    def total(self) -> Floats:
        """All parts together, shape (nations,), USD m/yr; stocks are counted as money only."""
        return (
            self.consumer_surplus
            + self.mine_rent
            + self.making_rent
            + self.recycling_rent
            + self.trade_rent
            + self.tax_revenue
            + self.quota_rent
            + self.release_revenue
            + self.holder_cash
            + self.contract_value
            - self.purchase_cost
        )


def welfare(shape: ChainShape, quarter: Quarter, outcome: Outcome) -> Welfare:
    """Return who gains what, from prices; :func:`social_surplus` reaches the same sum without them."""
    n, contracts = shape.nations, np.zeros(shape.nations)
    if quarter.has_commitments:
        _value_promises(quarter.committed, outcome.undelivered, quarter.freight, outcome.state, contracts)
    booked = _from_arcs(n, quarter, outcome) if outcome.booked is None else outcome.booked
    consumer, mine, making, recycling, trade, quota, _, tax, released, purchased, holders = booked / THOUSAND
    if quarter.curved:
        consumer = consumer_surplus(quarter, outcome.state[0, :, 2])
    return Welfare(
        consumer_surplus=consumer,
        mine_rent=mine,
        making_rent=making,
        recycling_rent=recycling,
        trade_rent=trade,
        quota_rent=quota,
        tax_revenue=tax,
        release_revenue=released,
        purchase_cost=purchased,
        holder_cash=holders,
        contract_value=contracts / THOUSAND,
    )


def _from_arcs(nations: int, quarter: Quarter, outcome: Outcome) -> Floats:
    """Book what nations gain arc by arc, as ``direct.clear_row`` does on clearing, (11, nations) thousand USD/yr."""
    layout, network = outcome.layout, outcome.network
    books, cash = np.zeros((len(Account), nations)), np.zeros((4, nations))
    _book(
        layout.account,
        network.tail,
        network.heads,
        network.yields,
        network.cost,
        network.slope,
        outcome.flow,
        outcome.state.ravel(),
        layout.place,
        books.ravel(),
    )
    tax, released, purchased, holders = cash
    _settle(
        quarter.tariff,
        quarter.export_tax,
        outcome.trade,
        outcome.smuggled,
        outcome.released,
        outcome.purchased,
        outcome.hoarded,
        outcome.unloaded,
        outcome.state,
        tax,
        released,
        purchased,
        holders,
    )
    if not quarter.curved:
        books[Account.CONSUMER] -= uncounted_worth(quarter).sum(axis=1)
    return np.concatenate([books, cash])


@compiled
def _book(
    account: Ints,
    tail: Ints,
    heads: Ints,
    yields: Floats,
    cost: Floats,
    slope: Floats,
    flow: Floats,
    state: Floats,
    place: Ints,
    books: Floats,
) -> None:
    """Add each arc's rent, half and half, to the accounts of its two nations."""
    for e in range(len(flow)):
        x = flow[e]
        if x == 0.0:
            continue
        margin = -cost[e]
        if tail[e] >= 0:
            margin -= state[place[tail[e]]]
        for k in range(2):
            if heads[k, e] >= 0:
                margin += yields[k, e] * state[place[heads[k, e]]]
        rent = margin * x - 0.5 * slope[e] * x * x
        books[account[0, e]] += 0.5 * rent
        books[account[1, e]] += 0.5 * rent


@compiled
def _settle(
    tariff: Floats,
    export_tax: Floats,
    trade: Floats,
    smuggled: Floats,
    released: Floats,
    purchased: Floats,
    hoarded: Floats,
    unloaded: Floats,
    state: Floats,
    tax: Floats,
    revenue: Floats,
    spent: Floats,
    holders: Floats,
) -> None:
    """Add up taxes and payments for stock, thousand USD/yr, shape (nations,)."""
    nations = len(tax)
    for i in range(nations):
        for s in range(3):
            for m in range(2):
                exports = -smuggled[i, s, m]
                for j in range(nations):
                    x = trade[i, j, s, m]
                    exports += x
                    tax[j] += tariff[i, j, s, m] * x
                tax[i] += export_tax[i, s, m] * exports
                revenue[i] += state[1, i, s, m] * released[i, s, m]
                spent[i] += state[0, i, s, m] * purchased[i, s, m]
                holders[i] += state[1, i, s, m] * unloaded[i, s, m] - state[0, i, s, m] * hoarded[i, s, m]


@compiled
def _value_promises(committed: Floats, undelivered: Floats, freight: Floats, state: Floats, value: Floats) -> None:
    """Add goods received under agreements, less freight, and take off goods given, thousand USD/yr."""
    nations = len(value)
    for i in range(nations):
        for j in range(nations):
            for s in range(3):
                for m in range(2):
                    x = committed[i, j, s, m] - undelivered[i, j, s, m]
                    value[j] += x * (state[0, j, s, m] - freight[i, j])
                    value[i] -= x * state[1, i, s, m]


def social_surplus(quarter: Quarter, outcome: Outcome) -> float:
    """Return the worth of all use less the cost of all work, USD m/yr, from flows alone.

    Money that changes hands (taxes, licences, payments for stock and under agreements) does not count.
    """
    layout, network, flow = outcome.layout, outcome.network, outcome.flow
    cost = network.cost.copy()
    route = layout.at[ArcKind.TRADE]
    tax = np.where(layout.exporter >= 0, quarter.export_tax.ravel()[layout.exporter], 0.0)[layout.group[ArcKind.TRADE]]
    cost[layout.group[ArcKind.TRADE]] -= quarter.tariff.ravel()[route] + tax
    cost[layout.group[ArcKind.LICENCE]] = 0.0
    booked = layout.account[0] // layout.nations
    aside = booked == Account.ASIDE
    if quarter.curved:
        # What the tangents say of the worth of use holds at the market's own price only.
        aside |= booked == Account.CONSUMER
    spent = np.where(aside, 0.0, cost * flow + 0.5 * network.slope * flow**2)
    carried = np.sum(quarter.freight[:, :, None, None] * (quarter.committed - outcome.undelivered))
    if quarter.curved:
        price = outcome.state[0, :, 2]
        paid = np.sum(price[:, None] * outcome.consumed) / THOUSAND
        return float(np.sum(consumer_surplus(quarter, price)) + paid) - float(np.sum(spent) + carried) / THOUSAND
    return float(-np.sum(spent) - carried) / THOUSAND - float(np.sum(uncounted_worth(quarter))) / THOUSAND
