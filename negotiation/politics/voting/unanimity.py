"""Everybody must agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def carried(votes: NDArray[np.bool_], weights: NDArray[np.float64]) -> bool:
    """Tell whether all members say yes."""
    return bool(votes.all())
