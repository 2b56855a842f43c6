"""Figures of the series by which exponentials and logarithms are worked out."""

from __future__ import annotations

import math

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""The logarithm of two in two parts, so that a multiple of the first is exact."""
LN2 = 0.6931471805599453
HALF_ROOT = math.sqrt(0.5)
EXPONENTIAL = [1.0 / math.factorial(k) for k in range(14, -1, -1)]
"""Coefficients of the exponential around 0, the highest power first; enough up to half of log 2."""
LOGARITHM = [2.0 / k for k in range(23, 0, -2)]
"""Coefficients of log((1 + f) / (1 - f)) / f in powers of f**2, the highest first."""
LARGEST = 700.0
"""Where exponents are cut off on either side."""
