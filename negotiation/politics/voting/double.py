"""Sixty per cent of the weight and half of the members must agree, as in the International Energy Agency.

Source: Agreement on an International Energy Program (1974), Art. 62: majority of 60 % of combined voting weights and
50 % of general voting weights, which are equal for all members.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def carried(votes: NDArray[np.bool_], weights: NDArray[np.float64]) -> bool:
    """Tell whether both majorities are there."""
    # A hair is allowed for, so that weights that sum to exactly 60 % are not lost to rounding.
    enough_weight = weights[votes].sum() >= 0.6 * weights.sum() * (1 - 1e-12)
    return bool(enough_weight and 2 * votes.sum() >= votes.size)
