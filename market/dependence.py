"""Dependence: the sources of a buyer's goods, its share of imports, and the risk in them.

A buyer is a nation or several taken as one. All amounts are t/yr, of shape (nations, 3, 2) by stage and material or,
for trade, (nations, nations, 3, 2) from, to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from market.chain import Outcome, Quarter
from market.network import Flags, Floats
from market.quarter import ChainShape
from market.security import eu_supply_risk, governed_concentration, net_import_reliance


def output_of(shape: ChainShape, recovery: Floats, mined: Floats, made: Floats, recycled: Floats) -> Floats:
    """Return each nation's output of each good, t/yr, shape (nations, 3, 2).

    Parameters
    ----------
    recovery, made : shape (nations, 2, 2), share (0-1) and t/yr of input.
    mined : shape (mines,), t REO/yr.
    recycled : shape (nations, 2), t/yr of oxide.
    """
    output = np.zeros((shape.nations, 3, 2))
    held = np.stack([shape.mine_light, shape.mine_heavy], axis=1)
    np.add.at(output[:, 0], shape.mine_nation, mined[:, None] * held)
    output[:, 1:] = made * recovery
    output[:, 1] += recycled
    return output


def shipped(quarter: Quarter, outcome: Outcome) -> Floats:
    """Return all that crossed a border, spot and under agreements, t/yr, shape (nations, nations, 3, 2)."""
    sent: Floats = outcome.trade + quarter.committed - outcome.undelivered
    return sent


def drawn_of(outcome: Outcome) -> Floats:
    """Return what came out of public and private stocks, less what went in, t/yr, shape (nations, 3, 2)."""
    drawn: Floats = outcome.released + outcome.unloaded - outcome.purchased - outcome.hoarded
    return drawn


def sources(trade: Floats, output: Floats, buyer: Flags) -> Floats:
    """Return how much of each good a buyer has from each nation, itself included, t/yr, shape (nations, 3, 2)."""
    bought: Floats = trade[:, buyer].sum(axis=1)
    kept = np.maximum(output - trade.sum(axis=1), 0.0)
    bought[buyer] += kept[buyer]
    return bought


def reliance(trade: Floats, output: Floats, drawn: Floats, buyer: Flags) -> Floats:
    """Return net imports and what stocks gave as a share of a buyer's apparent use, shape (3, 2).

    Below 0 for a net exporter; 0 where nothing is used. Source: USGS, as ``security.net_import_reliance``.
    """
    imports = trade[~buyer][:, buyer].sum(axis=(0, 1))
    exports = trade[buyer][:, ~buyer].sum(axis=(0, 1))
    stock = drawn[buyer].sum(axis=0)
    used = output[buyer].sum(axis=0) + imports - exports + stock
    return np.array(
        [
            [net_import_reliance(imports[s, m], exports[s, m], used[s, m], stock[s, m]) for m in range(2)]
            for s in range(3)
        ]
    )


def supply_risk(
    trade: Floats, output: Floats, drawn: Floats, buyer: Flags, governance: ArrayLike, recycled: ArrayLike
) -> Floats:
    """Return a buyer's supply risk by the method of the European Commission, shape (3, 2); 1 and more is critical.

    Parameters
    ----------
    governance : World Governance Indicators of each nation, -2.5 weak to 2.5 strong, shape (nations,).
    recycled : share of the buyer's use of each material that recycling gives back (0-1), shape (2,).
    """
    source, relies = sources(trade, output, buyer), reliance(trade, output, drawn, buyer)
    back = np.clip(np.asarray(recycled, dtype=float), 0.0, 1.0)
    return np.array(
        [
            [
                eu_supply_risk(
                    governed_concentration(output[:, s, m], governance),
                    governed_concentration(source[:, s, m], governance),
                    relies[s, m],
                    float(back[m]),
                )
                for m in range(2)
            ]
            for s in range(3)
        ]
    )
