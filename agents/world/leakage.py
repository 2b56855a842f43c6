"""Production that a standard drives elsewhere, and border charges that would even it out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from market.chain import ChainShape, Quarter

Array = NDArray[np.float64]


def at_the_border(shape: ChainShape, quarter: Quarter, members: tuple[int, ...], cost: float) -> Quarter:
    """Charge outsiders' sales to members with the cost that members' own mines bear.

    Parameters
    ----------
    cost : cost of the standard, USD/kg REO.
    """
    extra = crossing(shape, members) * per_oxide(shape, quarter, cost)
    return replace(quarter, tariff=quarter.tariff + extra[:, :, None, None]) if extra.any() else quarter


def with_papers(shape: ChainShape, quarter: Quarter, members: tuple[int, ...], cost: float) -> Quarter:
    """Let outsiders' sales to members bear the cost of papers, which is spent on the way and is nobody's revenue.

    Parameters
    ----------
    cost : cost of the papers, USD/kg REO, mean of all lots.
    """
    extra = crossing(shape, members) * per_oxide(shape, quarter, cost)
    return replace(quarter, freight=quarter.freight + extra) if extra.any() else quarter


def crossing(shape: ChainShape, members: tuple[int, ...]) -> Array:
    """Mark the ways from outsiders to members, (nations, nations) of 0 and 1."""
    inside = np.isin(np.arange(shape.nations), members)
    return (~inside[:, None] & inside[None, :]).astype(float)


def per_oxide(shape: ChainShape, quarter: Quarter, cost: float) -> float:
    """Cost of a kilogram of contained oxide, USD/kg: it bears that of all the ore that it came from, ``cost`` a kg."""
    content = float(((shape.mine_light + shape.mine_heavy) * quarter.mine_capacity).sum())
    return max(cost, 0.0) * float(quarter.mine_capacity.sum()) / content if content > 0 else 0.0
