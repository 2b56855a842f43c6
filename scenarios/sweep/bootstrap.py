"""Intervals from the data themselves, resampled by clusters that hang together.

Efron, B. & Tibshirani, R. (1993). An Introduction to the Bootstrap. Hesterberg, T. (2015). What teachers should know
about the bootstrap. The American Statistician 69(4), 371-386: percentiles are widened for small samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
LEVEL = 0.95
DRAWS = 4000
FEW = 10
"""Below so many clusters percentiles are too narrow whatever one does."""


def draws(clusters: int, number: int = DRAWS, seed: int = 0) -> NDArray[np.int64]:
    """Draw clusters with replacement, (number, clusters); the same every time."""
    return np.random.default_rng(np.random.SeedSequence(seed)).integers(clusters, size=(number, clusters))


def interval(estimates: Array, clusters: int, level: float = LEVEL) -> tuple[Array, Array]:
    """Read both ends of the interval off estimates (number, ...); one cluster alone tells nothing (NaN)."""
    if clusters < 2:
        nothing = np.full(estimates.shape[1:], np.nan)
        return nothing, nothing
    reach = np.sqrt(clusters / (clusters - 1)) * stats.t.ppf(0.5 - level / 2, clusters - 1)
    tail = float(np.clip(stats.norm.cdf(reach), 0.5 / len(estimates), 0.5))
    low, high = np.quantile(estimates, [tail, 1 - tail], axis=0)
    return low, high


def ratio(
    sums: Array, counts: NDArray[np.floating[Any] | np.integer[Any]], *, number: int = DRAWS, seed: int = 0
) -> tuple[float, float, float]:
    """Give the mean over all that clusters hold, and its interval with clusters resampled.

    Few clusters cannot be resampled into an honest interval: below ten it is Student's, from the spread between them.

    Parameters
    ----------
    sums, counts : (clusters,) total and number of figures in each.
    """
    mean = float(sums.sum() / counts.sum())
    if len(sums) < 2:
        return mean, float("nan"), float("nan")
    if len(sums) < FEW:
        error = float(np.std(sums - mean * counts, ddof=1) / counts.mean() / np.sqrt(len(sums)))
        reach = float(stats.t.ppf(0.5 + LEVEL / 2, len(sums) - 1)) * error
        return mean, mean - reach, mean + reach
    chosen = draws(len(sums), number, seed)
    low, high = interval(sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1), len(sums))
    return mean, float(low), float(high)
