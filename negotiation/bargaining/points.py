"""The outcomes that bargaining theory singles out among all that were possible.

Every function takes ``utilities`` (parties, outcomes) and ``reservations`` (parties,) in the same unit, and
returns the index of an outcome, or None where no outcome gives everybody at least its reservation.
Equally good outcomes are settled for the lowest index, so that answers do not depend on the machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

SLACK = 1e-12
"""Differences below this share of the largest gain count as ties, because sums of levels carry rounding."""


def pareto(utilities: ArrayLike) -> NDArray[np.int64]:
    """Return the outcomes that nobody can improve on without loss to another, in rising index.

    An outcome with the same utilities as one on the frontier is on the frontier too.
    """
    points = np.asarray(utilities, dtype=float).T
    # Best sums first: they cut away the most, and nothing later in this order can dominate what came earlier.
    left = np.argsort(-points.sum(axis=1), kind="stable")
    kept: list[NDArray[np.int64]] = []
    while left.size:
        here = points[left[0]]
        others = points[left]
        same = (others == here).all(axis=1)
        kept.append(left[same])
        left = left[(others > here).any(axis=1)]
    found: NDArray[np.int64] = np.sort(np.concatenate(kept)) if kept else np.empty(0, dtype=np.int64)
    return found


def nash(utilities: ArrayLike, reservations: ArrayLike, weights: ArrayLike | None = None) -> int | None:
    """Return the outcome with the largest product of gains over the reservations.

    ``weights`` (parties,) are bargaining powers above zero; equal by default. Where every product is
    zero the egalitarian outcome stands in.

    Source: Nash (1950); with weights: Binmore, Rubinstein and Wolinsky (1986).
    """
    gains, rational = _gains(utilities, reservations)
    if not rational.size:
        return None
    power = np.ones(len(gains)) if weights is None else np.asarray(weights, dtype=float)
    if power.shape != (len(gains),) or not (power > 0).all():
        raise ValueError(f"weights must be one number above 0 for each of {len(gains)} parties, got {power.tolist()}")
    with np.errstate(divide="ignore"):
        score = np.round((power[:, None] * np.log(gains)).sum(axis=0), 12)
    if not np.isfinite(score).any():
        return _fairest(gains, rational)
    return int(rational[np.argmax(score >= score.max() - SLACK)])


def kalai_smorodinsky(utilities: ArrayLike, reservations: ArrayLike) -> int | None:
    """Return the outcome where the worst-off party gets the largest share of the most it could hope for.

    Ties are settled for the next worst-off party, and so on.

    Source: Kalai and Smorodinsky (1975), on a finite set.
    """
    gains, rational = _gains(utilities, reservations)
    if not rational.size:
        return None
    hopes = gains.max(axis=1, keepdims=True)
    # A party that can gain nothing anywhere has no say in which outcome is fair.
    return _fairest(gains[hopes[:, 0] > 0] / hopes[hopes[:, 0] > 0], rational)


def egalitarian(utilities: ArrayLike, reservations: ArrayLike) -> int | None:
    """Return the outcome with the largest smallest gain, then the largest second smallest, and so on.

    Gains are compared between parties, so use it with money.

    Source: Kalai (1977), on a finite set.
    """
    gains, rational = _gains(utilities, reservations)
    return _fairest(gains, rational) if rational.size else None


def welfare(utilities: ArrayLike, reservations: ArrayLike) -> int | None:
    """Return the outcome with the largest sum of utilities among those that everybody prefers to none."""
    gains, rational = _gains(utilities, reservations)
    if not rational.size:
        return None
    total = gains.sum(axis=0)
    return int(rational[np.argmax(total >= total.max() - SLACK * max(1.0, abs(total.max())))])


def _gains(utilities: ArrayLike, reservations: ArrayLike) -> tuple[Array, NDArray[np.int64]]:
    table = np.asarray(utilities, dtype=float)
    walls = np.asarray(reservations, dtype=float)
    if table.ndim != 2 or walls.shape != table.shape[:1]:
        raise ValueError(
            "utilities must be (parties, outcomes) with one reservation for each party, "
            f"got {table.shape} and {walls.shape}"
        )
    if not np.isfinite(walls).all():
        raise ValueError(f"reservations must be finite to measure gains from them, got {walls.tolist()}")
    gains = table - walls[:, None]
    rational = np.flatnonzero((gains >= 0).all(axis=0))
    return gains[:, rational], rational


def _fairest(gains: Array, rational: NDArray[np.int64]) -> int:
    """Pick the outcome whose gains, from the smallest up, are lexicographically largest."""
    left = np.arange(gains.shape[1])
    worst_first = np.sort(gains, axis=0)
    for row in worst_first:
        best = row[left].max()
        left = left[row[left] >= best - SLACK * max(1.0, abs(best))]
    return int(rational[left[0]])
