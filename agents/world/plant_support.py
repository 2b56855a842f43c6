"""Plants that do not pay: those that are idle and so close, and support that keeps some running."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from market.chain import Outcome, Quarter
from market.vintages import Vintages

Array = NDArray[np.float64]
IDLE = 0.05
"""Share of capacity in use below which a plant counts as idle."""


def standing_still(quarter: Quarter, outcome: Outcome) -> NDArray[np.bool_]:
    """The plants that are idle in a market, the cheaper first, (2, nations, conversions, materials)."""
    sizes = Vintages.of(quarter).sizes
    return (sizes > 0) & (outcome.vintages < IDLE * sizes)


def without_idle(quarter: Quarter, calm: Outcome) -> Quarter:
    """The same market without the plants, of either vintage, that are idle in a calm one."""
    if not quarter.dear_capacity.size:
        closed = calm.made < IDLE * quarter.capacity
        return quarter.changed(capacity=np.where(closed, 0.0, quarter.capacity)) if closed.any() else quarter
    still = standing_still(quarter, calm)
    return Vintages.of(quarter).without(still).put(quarter) if still.any() else quarter


def with_support(quarter: Quarter, supported: NDArray[np.bool_], price: Array) -> tuple[Quarter, Array]:
    """Pay some plants the gap to break-even, and a little more.

    Parameters
    ----------
    supported : (nations, conversions), or (2, nations, conversions, materials) with the cheaper plants first.
    price : (nations, stages, materials) USD/kg at which the gap is computed.

    Returns
    -------
    The market, and the payment for a tonne of input to each nation's cheaper and more expensive plants,
    (2, nations, conversions, materials) USD/kg.
    """
    both = Vintages.of(quarter)
    gap = both.costs + price[:, :-1] - quarter.recovery * price[:, 1:]
    chosen = supported if supported.ndim == gap.ndim else supported[None, :, :, None]
    # A tenth of the cost on top, since the last plants of a vintage cost that much more than the first.
    paid = np.where(chosen, np.clip(gap + 0.1 * np.abs(both.cheap_cost), 0, None), 0.0)
    # The more expensive plants never end up cheaper than the others, which run first.
    paid[1] = np.minimum(paid[1], both.dear_cost - both.cheap_cost + paid[0])
    return both.cheaper_by(paid).put(quarter), paid
