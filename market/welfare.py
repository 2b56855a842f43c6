"""Who gains what from a cleared market, so that the parts add up to the whole."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from market.demand import uncounted_worth
from market.layout import ACCOUNTS
from market.network import Floats
from market.outcome import Outcome
from market.quarter import ChainShape, Quarter

THOUSAND = 1000.0
"""USD/kg times t/yr gives thousands of USD a year."""


@dataclass(frozen=True, kw_only=True)
class Welfare:
    """Gains of each nation at the prices of a cleared market, each of shape (nations,), USD m/yr."""

    consumer_surplus: Floats
    """What end users would have paid at most, never above the shortage price, less what they paid."""
    mine_rent: Floats
    """Revenue of mines less their cost."""
    making_rent: Floats
    """Revenue of separation and magnet plants less feed and cost."""
    recycling_rent: Floats
    trade_rent: Floats
    """What carriers earn as freight rises with volume: half to the exporter, half to the importer.

    Carriage at home and the disposal of unwanted by-products are booked here too.
    """
    tax_revenue: Floats
    """Tariffs to the importer, export taxes to the exporter; below 0 when exports are subsidised."""
    quota_rent: Floats
    """What export licences are worth; it belongs to the exporter."""
    release_revenue: Floats
    """Money for stock sold."""
    purchase_cost: Floats
    """Money paid for stock bought (a cost, above 0)."""
    contract_value: Floats
    """Goods delivered to a nation under supply agreements, at its own price less freight, less goods it gave up.

    What the parties pay each other is settled elsewhere and sums to zero.
    """

    @property
    def total(self) -> Floats:
        """All parts together, shape (nations,), USD m/yr; stocks are counted as money only."""
        parts = {item.name: getattr(self, item.name) for item in fields(self)}
        cost: Floats = parts.pop("purchase_cost")
        result: Floats = np.sum(list(parts.values()), axis=0) - cost
        return result


def welfare(shape: ChainShape, quarter: Quarter, outcome: Outcome) -> Welfare:
    """Return who gains what, from prices; :func:`social_surplus` reaches the same sum without them."""
    n, layout, network, flow = shape.nations, outcome.layout, outcome.network, outcome.flow
    price = outcome.state.ravel()[layout.place]
    rent = network.margin(price) * flow - 0.5 * network.slope * flow**2
    books = sum(np.bincount(side, rent, minlength=len(ACCOUNTS) * n) for side in layout.account)
    book = dict(zip(ACCOUNTS, np.reshape(books, (-1, n)) / 2 / THOUSAND, strict=True))
    exports = outcome.trade.sum(axis=1)
    tax = np.sum(quarter.export_tax * exports, axis=(1, 2)) + np.sum(quarter.tariff * outcome.trade, axis=(0, 2, 3))
    home, own = outcome.state[0], outcome.state[1]
    uncounted = uncounted_worth(quarter).sum(axis=1) / THOUSAND
    return Welfare(
        consumer_surplus=book["consumer"] - uncounted, mine_rent=book["mine"], making_rent=book["making"],
        recycling_rent=book["recycling"], trade_rent=book["trade"], quota_rent=book["quota"],
        tax_revenue=tax / THOUSAND, release_revenue=np.sum(own * outcome.released, axis=(1, 2)) / THOUSAND,
        purchase_cost=np.sum(home * outcome.purchased, axis=(1, 2)) / THOUSAND,
        contract_value=_contract_value(quarter, outcome))


def social_surplus(quarter: Quarter, outcome: Outcome) -> float:
    """Return the worth of all use less the cost of all work, USD m/yr, from flows alone.

    Money that changes hands (taxes, licences, payments for stock and under agreements) does not count.
    """
    layout, network, flow = outcome.layout, outcome.network, outcome.flow
    cost = network.cost.copy()
    route = layout.at["trade"]
    tax = np.where(layout.hub_arc, 0.0, quarter.export_tax.ravel()[layout.exporter])
    cost[layout.group["trade"]] -= quarter.tariff.ravel()[route] + tax
    cost[layout.group["licence"]] = 0.0
    aside = layout.account[0] // layout.nations == ACCOUNTS.index("aside")
    spent = np.where(aside, 0.0, cost * flow + 0.5 * network.slope * flow**2)
    carried = np.sum(quarter.freight[:, :, None, None] * (quarter.committed - outcome.undelivered))
    return float(-np.sum(spent) - carried) / THOUSAND - float(np.sum(uncounted_worth(quarter))) / THOUSAND


def _contract_value(quarter: Quarter, outcome: Outcome) -> Floats:
    """Return the value of goods received less goods given under agreements, shape (nations,), USD m/yr."""
    if not quarter.has_commitments:
        return np.zeros(len(quarter.demand))
    home, own = outcome.state[0], outcome.state[1]
    delivered = quarter.committed - outcome.undelivered
    received = np.sum(delivered * (home[None] - quarter.freight[:, :, None, None]), axis=(0, 2, 3))
    given = np.sum(delivered * own[:, None], axis=(1, 2, 3))
    result: Floats = (received - given) / THOUSAND
    return result
