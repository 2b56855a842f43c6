"""A Latin hypercube: each parameter's range is cut into as many parts as there are points, each used once.

McKay, M. D., Beckman, R. J. & Conover, W. J. (1979). Technometrics 21(2), 239-245.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scipy.stats import qmc

from scenarios.sweep.parameter import Parameter

OPTIONS: Mapping[str, Any] = {"n": 100}


def points(parameters: Sequence[Parameter], seed: int, *, n: int, **_: Any) -> list[dict[str, Any]]:
    """Draw ``n`` points; choices and whole numbers get equal parts of their axis."""
    if not parameters:
        raise ValueError("a Latin hypercube needs at least one parameter")
    if n < 1:
        raise ValueError(f"a Latin hypercube needs n of at least 1, got {n}")
    shares = qmc.LatinHypercube(len(parameters), rng=seed).random(n)
    return [{one.path: one.at(float(share)) for one, share in zip(parameters, row, strict=True)} for row in shares]
