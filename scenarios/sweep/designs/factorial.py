"""Every value of each parameter with every value of all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from scenarios.sweep.parameter import Parameter

OPTIONS: Mapping[str, Any] = {}
LARGEST = 10_000_000


def points(parameters: Sequence[Parameter], seed: int, **_: Any) -> list[dict[str, Any]]:
    """List the points, the last parameter varying fastest; without parameters there is one."""
    total = 1
    for parameter in parameters:
        total *= len(parameter.values())
    if total > LARGEST:
        raise ValueError(f"a factorial design of {total:,} points is too large; take lhs, or fewer levels")
    paths = [parameter.path for parameter in parameters]
    return [dict(zip(paths, values, strict=True)) for values in product(*(one.values() for one in parameters))]
