"""More than half of the weight must agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def carried(votes: NDArray[np.bool_], weights: NDArray[np.float64]) -> bool:
    """Tell whether members with more than half of the weight say yes."""
    # Exactly half is not enough, however the weights were rounded.
    return bool(2 * weights[votes].sum() > weights.sum() * (1 + 1e-12))
