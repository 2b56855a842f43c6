"""More than half of the members must agree, each with one vote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def carried(votes: NDArray[np.bool_], weights: NDArray[np.float64]) -> bool:
    """Tell whether more than half of the members say yes."""
    return bool(2 * votes.sum() > votes.size)
