"""Urban mining: magnets that were sold come back when the goods that hold them wear out, years later."""

from __future__ import annotations

import numpy as np

from market.elementary import power
from market.network import Floats

SPREAD = ((-0.2, 0.25), (0.0, 0.5), (0.2, 0.25))
"""When goods wear out: how far from their mean life, as a share of it, and which part of them."""


def backcast(demand: Floats, years: int, growth: float) -> Floats:
    """Guess what was sold in past years from what is used today, shape (years, nations, uses, materials), latest last.

    Parameters
    ----------
    demand : shape (nations, uses, materials), t/yr today.
    growth : by how much use grew in a year, share.

    Examples
    --------
    >>> backcast(np.full((1, 1, 1), 121.0), 2, 0.1).ravel().round(6).tolist()
    [100.0, 110.0]
    """
    ages = np.arange(years, 0, -1)
    sold: Floats = demand[None] * power(1.0 + growth, -ages.astype(np.float64))[:, None, None, None]
    return sold


def worn_out(sold: Floats, life: Floats) -> Floats:
    """Return what wears out in the year after the last of some years, shape (nations, materials), t.

    Half of what was sold wears out at its mean life, a quarter a fifth of it earlier and a quarter a fifth later.

    Parameters
    ----------
    sold : shape (years, nations, uses, materials), t/yr, latest last; longer ago counts as nothing.
    life : shape (uses,), mean years from sale to scrap, at least 1.

    Examples
    --------
    Ten tonnes sold five years ago, and nothing since, with a life of five years:

    >>> sold = np.zeros((5, 1, 1, 1)); sold[0] = 10.0
    >>> worn_out(sold, np.array([5.0])).item()
    5.0
    """
    back = np.zeros(sold.shape[1:])
    for use, years in enumerate(life):
        for shift, part in SPREAD:
            age = max(round(float(years) * (1 + shift)), 1)
            if age <= len(sold):
                back[:, use] += part * sold[-age][:, use]
    total: Floats = back.sum(axis=1)
    return total
