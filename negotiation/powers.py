"""Powers with the same bits on every processor, made of products and square roots alone.

The libraries' powers differ in the last digit between processors, and a concession may turn on it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def power[Figure: (float, Array)](base: Figure, exponent: float) -> Figure:
    """Return a base of 0 or more to a power that is a multiple of a quarter.

    Raises
    ------
    ValueError : for another exponent.
    """
    quarters = 4 * exponent
    if quarters != int(quarters) or quarters < 0:
        raise ValueError(f"an exponent must be a multiple of a quarter, 0 or more, got {exponent}")
    whole, part = divmod(int(quarters), 4)
    found: Figure = base * 0.0 + 1.0
    square = base
    while whole:
        if whole & 1:
            found = found * square
        square, whole = square * square, whole >> 1
    for quarter in (2, 1):
        base = np.sqrt(base)  # Which every processor rounds alike.
        if part & quarter:
            found = found * base
    return found
