"""How fairly a gain is spread: inequality, envy, and what each nation gains over going alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from negotiation.coalitions.pool import Array


def gini(amounts: ArrayLike) -> float:
    """Gini coefficient of ``amounts`` (n,): 0 when all are equal, (n-1)/n when one has everything.

    Amounts below zero are measured against the mean of the absolute amounts, so that the
    coefficient stays between 0 and 1 (Raffinetti, Siletti & Vernizzi 2015); nothing to share is 0.

    Source: Gini, C. (1912). Variabilita e mutabilita.

    >>> gini([1, 2, 3, 4])
    0.25
    """
    values = np.sort(_amounts(amounts))
    scale = float(np.abs(values).sum())
    if scale == 0:
        return 0.0
    n = values.size
    # Sorted, the sum of all pairwise differences is one weighted sum.
    differences = 2 * float(((2 * np.arange(1, n + 1) - n - 1) * values).sum())
    return max(0.0, differences / (2 * n * scale))


def jain(amounts: ArrayLike) -> float:
    """Jain's fairness index of ``amounts`` (n,): 1 when all are equal, 1/n when one has everything.

    Nothing to share counts as equal. Source: Jain, R., Chiu, D. & Hawe, W. (1984). DEC-TR-301.
    """
    values = _amounts(amounts)
    largest = float(np.abs(values).max())
    if largest == 0:
        return 1.0
    scaled = values / largest  # so that squares of very large or small amounts stay in range
    return float(scaled.sum() ** 2 / (values.size * (scaled * scaled).sum()))


def envy_pairs(utilities: ArrayLike, tolerance: float = 1e-9) -> list[tuple[int, int]]:
    """List the pairs (i, j) in which nation i would rather have the bundle of j.

    ``utilities`` (n, n) holds what nation i (row) would make of the bundle of j (column).
    Source: Foley, D. (1967); Varian, H. (1974). Equity, envy, and efficiency. JET 9, 63-91.
    """
    envy = _envy(utilities)
    return [(int(i), int(j)) for i, j in np.argwhere(envy > tolerance)]


def largest_envy(utilities: ArrayLike) -> float:
    """Most that any nation would gain by another's bundle, in the unit of ``utilities`` (n, n); 0 if none."""
    return max(0.0, float(_envy(utilities).max()))


def money_envy(shares: ArrayLike, weight: ArrayLike) -> Array:
    """Utilities (n, n) for :func:`envy_pairs` when bundles are money and each nation judges per own weight.

    Nation i sees in j's bundle the share that j's rate per unit of ``weight`` would give i,
    so that a large nation is not envied merely for being large.
    """
    rate = _amounts(shares) / _positive("weight", weight)
    return np.outer(np.asarray(weight, dtype=float), rate)


def gain(shares: ArrayLike, outside: ArrayLike) -> Array:
    """Gain of each nation over its outside option, (n,), in the unit of ``shares`` (USD m/yr)."""
    got, option = _amounts(shares), _amounts(outside)
    if got.shape != option.shape:
        raise ValueError(f"shares and outside must have the same length, got {got.size} and {option.size}.")
    return got - option


def gain_ratio(shares: ArrayLike, outside: ArrayLike) -> Array:
    """Gain of each nation as a share of the size of its outside option, (n,); not a number where that is 0."""
    option = np.abs(_amounts(outside))
    ratio = np.full(option.size, np.nan)
    np.divide(gain(shares, outside), option, out=ratio, where=option > 0)
    return ratio


def smallest_gain(shares: ArrayLike, outside: ArrayLike) -> float:
    """Gain over the outside option of the nation that gains least, USD m/yr; below zero, somebody would leave."""
    return float(gain(shares, outside).min())


def top_share(shares: ArrayLike, outside: ArrayLike) -> float:
    """Part of the joint surplus that goes to the nation that gains most, share; not a number without a surplus."""
    gains = gain(shares, outside)
    surplus = float(gains.sum())
    return float(gains.max()) / surplus if surplus > 0 else float("nan")


def community_share(paid: float, rent: float) -> float:
    """Part of the rent that reached communities, share (0-1); 0 where there was no rent."""
    return paid / rent if rent > 0 else 0.0


def _envy(utilities: ArrayLike) -> Array:
    """How much more each nation would have with each other's bundle, (n, n)."""
    table = np.asarray(utilities, dtype=float)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not table.size:
        raise ValueError(f"utilities must be a square table, nations by bundles, got shape {table.shape}.")
    own: Array = table - np.diag(table)[:, None]
    return own


def _amounts(values: ArrayLike) -> Array:
    """Read one finite number per nation."""
    amounts = np.asarray(values, dtype=float)
    if amounts.ndim != 1 or not amounts.size:
        raise ValueError(f"give one number per nation, at least one, got shape {amounts.shape}.")
    if not np.isfinite(amounts).all():
        raise ValueError(f"amounts must be finite, got {amounts.tolist()}.")
    return amounts


def _positive(name: str, values: ArrayLike) -> Array:
    """Read one number above zero per nation."""
    amounts = _amounts(values)
    if (amounts <= 0).any():
        raise ValueError(f"{name} must be above 0 for every nation, got {amounts.min():g}.")
    return amounts
