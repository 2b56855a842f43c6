"""Smuggling from the dominant supplier: goods without a licence leave anyway where the price gap pays.

Smugglers buy at the home price and sell at the price abroad; the worth of a licence is their incentive. A ban against
one nation is not evaded: only limits on all exports leak.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.world.setting import Setting
from market.chain import Quarter

Array = NDArray[np.float64]


def with_smuggling(quarter: Quarter, setting: Setting, usual_exports: Array) -> Quarter:
    """The same market with smugglers at work on the goods whose exports the dominant supplier limits.

    Parameters
    ----------
    usual_exports : (stages, materials) t/yr of the dominant supplier in calm years.
    """
    dominant = setting.dominant
    limited = np.isfinite(quarter.quota[dominant])
    if setting.smuggling.share == 0 or not limited.any():
        return quarter
    most, cost = np.zeros_like(quarter.quota), np.zeros_like(quarter.quota)
    most[dominant] = np.where(limited, setting.smuggling.share * usual_exports, 0.0)
    cost[dominant] = setting.smuggling.cost * setting.usual_price
    return quarter.changed(smuggling_capacity=most, smuggling_cost=cost)
