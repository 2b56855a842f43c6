"""What a standard of some nations drives elsewhere, and the border that would even it out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from market.chain import ChainShape, Quarter

Array = NDArray[np.float64]


def at_the_border(shape: ChainShape, quarter: Quarter, members: tuple[int, ...], cost: float) -> Quarter:
    """Charge what outsiders sell to members with the cost that members' own mines bear.

    Parameters
    ----------
    cost : cost of the standard, USD/kg REO. A kilogram of contained oxide bears it for all the ore that it came from.
    """
    content = float(shape.mine_light @ quarter.mine_capacity + shape.mine_heavy @ quarter.mine_capacity)
    if cost <= 0 or content <= 0:
        return quarter
    unit = cost * float(quarter.mine_capacity.sum()) / content
    inside = np.isin(np.arange(shape.nations), members)
    crossing = ~inside[:, None] & inside[None, :]
    return replace(quarter, tariff=quarter.tariff + np.where(crossing[:, :, None, None], unit, 0.0))
