"""Rationing within nations: those that agreed to serve defence first do so in a crisis, and civil users go without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.state import State
from agents.world.setting import END_USES
from market.elementary import power

if TYPE_CHECKING:
    from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
DEFENCE = END_USES.index("defence")


def priority(state: State) -> Array:
    """How far each nation serves defence first, (nations,) 0-1, by the accord or an alliance beside it."""
    return np.array([state.level("defence_first", number) for number in range(len(state.keys))])


def serve(consumed: Array, want: Array, first: Array) -> Array:
    """Move tonnes within nations from civil use to defence, as far as both reach.

    Parameters
    ----------
    consumed, want : (nations, uses, materials) t/yr had and wanted.
    first : (nations,) part of what defence lacks that it gets (0-1).

    Returns
    -------
    Tonnes of each use afterwards; none is lost.
    """
    lacks = first[:, None] * np.clip(want - consumed, 0, None)[:, DEFENCE]
    civil = consumed.copy()
    civil[:, DEFENCE] = 0.0
    total = civil.sum(axis=1)
    moved = np.minimum(lacks, total)
    part = np.divide(moved, total, out=np.zeros_like(total), where=total > 0)
    after = consumed - civil * part[:, None]
    after[:, DEFENCE] += moved
    return after


def worth_lost(quarter: Quarter, outcome: Outcome, after: Array, most: Array) -> Array:
    """Loss in worth when tonnes go elsewhere than the market sent them, (nations,) USD m/yr.

    Each tonne counts by what it was worth to the use that gives it up less what it is worth where it goes, halfway
    between before and after; never above what an unserved tonne costs (``most``, (materials,) USD/kg).
    """
    changed = after - outcome.consumed
    paid = outcome.price[:, None, 2]
    middle = (_worth(quarter, outcome.consumed, paid, most) + _worth(quarter, after, paid, most)) / 2
    lost: Array = -(middle * changed).sum(axis=(1, 2)) * USD_M
    return lost


def _worth(quarter: Quarter, tonnes: Array, paid: Array, most: Array) -> Array:
    """Worth of the last tonne to each use, (nations, uses, materials) USD/kg; the price where there is no demand."""
    asked = quarter.demand > 0
    ratio = np.divide(tonnes, quarter.demand, out=np.ones_like(tonnes), where=asked)
    elasticity = quarter.elasticity[None, :, None]
    if quarter.curved:
        scale = power(np.maximum(ratio, 1e-9), 1 / elasticity)
    else:
        scale = np.clip(1 + (ratio - 1) / elasticity, 0, None)
    worth = np.minimum(quarter.reference_price[None, None, :] * scale, most[None, None, :])
    return np.where(asked, worth, paid)
