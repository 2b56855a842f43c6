"""Exponentials, logarithms, powers and products of matrices that have the same bits on every processor.

The libraries' own are quick by what a processor offers, and so differ in the last digit from one to another: powers and
exponentials by the mathematical library, products by the order in which BLAS adds. Here all is sums, products and
quotients of two numbers at a time, which every processor rounds alike. Figures may be numbers or arrays.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import overload

import numpy as np

from market.compiled import HAS_NUMBA
from market.network import Floats
from market.series import EXPONENTIAL, HALF_ROOT, LARGEST, LN2, LN2_HIGH, LN2_LOW, LOGARITHM

MOST_FACTORS = 1024
"""Up to which whole powers are products."""
MANY = 32
"""Numbers from which compiled code is quicker."""


def exp[Figure: (float, Floats)](x: Figure) -> Figure:
    """Return e to the power of x, within two units of the last digit; beyond plus and minus 700 that of 700."""
    if isinstance(x, np.ndarray):
        if x.size >= MANY and HAS_NUMBA:
            from market.kernel.elementary import exponentials  # Numba takes a third of a second to load.

            many = np.empty(x.shape)
            exponentials(np.ascontiguousarray(x, dtype=np.float64).reshape(-1), many.reshape(-1))
            return many
        near = np.clip(x, -LARGEST, LARGEST)
        twos = np.rint(near / LN2)
        return np.ldexp(_series(EXPONENTIAL, near - twos * LN2_HIGH - twos * LN2_LOW), twos.astype(np.int64))
    number = min(max(float(x), -LARGEST), LARGEST)
    times = round(number / LN2)
    return math.ldexp(_series(EXPONENTIAL, number - times * LN2_HIGH - times * LN2_LOW), times)


def log[Figure: (float, Floats)](x: Figure) -> Figure:
    """Return the natural logarithm of x, within two units of the last digit; minus infinity at 0."""
    if isinstance(x, np.ndarray):
        part, twos = np.frexp(np.where(x > 0, x, 1.0))
        low = part < HALF_ROOT
        found = _logarithm(np.where(low, 2.0 * part, part), np.where(low, twos - 1, twos).astype(np.float64))
        return np.where(x > 0, found, np.where(x == 0, -np.inf, np.nan))
    if not x > 0:
        return -math.inf if x == 0 else math.nan
    share, times = math.frexp(x)
    return _logarithm(2.0 * share, times - 1.0) if share < HALF_ROOT else _logarithm(share, float(times))


@overload
def power(base: float, exponent: float) -> float: ...
@overload
def power(base: Floats, exponent: float | Floats) -> Floats: ...
@overload
def power(base: float, exponent: Floats) -> Floats: ...
def power(base: float | Floats, exponent: float | Floats) -> float | Floats:
    """Return a base of 0 or more to some power, to about fifteen digits; 0 to a power above 0 is 0, and to 0 is 1.

    Whole powers are products, whatever the sign of the base.
    """
    if isinstance(base, np.ndarray) or isinstance(exponent, np.ndarray):
        known = np.asarray(base, dtype=np.float64)
        if isinstance(exponent, int | float) and float(exponent).is_integer() and abs(exponent) <= MOST_FACTORS:
            return _whole(known, int(exponent))
        if known.size >= MANY and HAS_NUMBA and isinstance(exponent, int | float):
            from market.kernel.elementary import powers

            many = np.empty(known.shape)
            powers(np.ascontiguousarray(known).reshape(-1), float(exponent), many.reshape(-1))
            return many
        raised = exp(np.asarray(exponent * log(np.where(known > 0, known, 1.0))))
        found: Floats = np.where(known > 0, raised, np.where(np.asarray(exponent) > 0, 0.0, np.inf))
        return found
    return _power(float(base), float(exponent))


@lru_cache(maxsize=1 << 14)
def _power(base: float, exponent: float) -> float:
    """Return the power of one number; the same few discount rates and sizes of plants are asked for all the time."""
    if exponent.is_integer() and abs(exponent) <= MOST_FACTORS:
        return _whole(base, int(exponent))
    if not base > 0:
        return (0.0 if exponent > 0 else math.inf) if base == 0 else math.nan
    return exp(exponent * log(base))


def _whole[Figure: (float, Floats)](base: Figure, exponent: int) -> Figure:
    """Return a whole power by squaring."""
    found: Figure = base * 0.0 + 1.0
    square, left = base, abs(exponent)
    while left:
        if left & 1:
            found = found * square
        left >>= 1
        if left:
            square = square * square
    return found if exponent >= 0 else 1.0 / found


def _series[Figure: (float, Floats)](coefficients: list[float], x: Figure) -> Figure:
    """Return a polynomial at x, the coefficient of the highest power first."""
    found: Figure = x * 0.0 + coefficients[0]
    for coefficient in coefficients[1:]:
        found = found * x + coefficient
    return found


def _logarithm[Figure: (float, Floats)](part: Figure, twos: Figure) -> Figure:
    """Return the logarithm of a part near 1 times a power of two."""
    f = (part - 1.0) / (part + 1.0)
    return twos * LN2_HIGH + (twos * LN2_LOW + f * _series(LOGARITHM, f * f))


def product(a: Floats, b: Floats) -> Floats:
    """Return the product of (..., k) and (k, ...), added up from the first of the k to the last.

    Without further axes it is one number. The k are few: nations, members, materials, mines.
    """
    shape = (*a.shape[:-1], *b.shape[1:])
    left = a.reshape(*a.shape[:-1], a.shape[-1], *(1,) * (b.ndim - 1))
    total = np.zeros(shape)
    for k in range(a.shape[-1]):
        total = total + np.take(left, k, axis=a.ndim - 1) * b[k]
    return total
