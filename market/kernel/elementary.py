"""Exponentials and powers of many numbers at once, bit for bit those of ``market.elementary``."""

from __future__ import annotations

import math

import numpy as np

from market.compiled import compiled_exactly
from market.network import Floats
from market.series import EXPONENTIAL, HALF_ROOT, LARGEST, LN2, LN2_HIGH, LN2_LOW, LOGARITHM

_EXPONENTIAL, _LOGARITHM = np.array(EXPONENTIAL), np.array(LOGARITHM)


@compiled_exactly
def _series(coefficients: Floats, x: float) -> float:
    found: float = x * 0.0 + coefficients[0]
    for k in range(1, len(coefficients)):
        found = found * x + coefficients[k]
    return found


@compiled_exactly
def _exp(x: float) -> float:
    near = min(max(x, -LARGEST), LARGEST)
    twos = np.rint(near / LN2)
    return math.ldexp(_series(_EXPONENTIAL, near - twos * LN2_HIGH - twos * LN2_LOW), int(twos))


@compiled_exactly
def exponentials(x: Floats, found: Floats) -> None:
    """Fill e to the power of each number."""
    for k in range(len(x)):
        found[k] = _exp(x[k])


@compiled_exactly
def powers(base: Floats, exponent: float, found: Floats) -> None:
    """Fill some power of each number."""
    for k in range(len(base)):
        if not base[k] > 0.0:
            found[k] = 0.0 if exponent > 0.0 else np.inf
            continue
        part, whole = math.frexp(base[k])
        twos = float(whole)
        if part < HALF_ROOT:
            part, twos = 2.0 * part, twos - 1.0
        f = (part - 1.0) / (part + 1.0)
        found[k] = _exp(exponent * (twos * LN2_HIGH + (twos * LN2_LOW + f * _series(_LOGARITHM, f * f))))
