"""Saltelli's blocks on a scrambled Sobol sequence, for shares of variance.

Saltelli, A. et al. (2010). Computer Physics Communications 181(2), 259-270; drawn by SALib. A block is a point of A,
then A with one column of B for each parameter, then the point of B: parameters + 2 points.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.sweep.parameter import Parameter

OPTIONS: Mapping[str, Any] = {"n": 64}


def block(parameters: Sequence[Parameter]) -> int:
    """Points of one block."""
    return len(parameters) + 2


def refuse_steps(parameters: Sequence[Parameter], design: str) -> None:
    """Refuse choices and whole numbers: a design that moves along a continuous axis cannot take them."""
    if not parameters:
        raise ValueError(f"a {design} design needs at least one parameter")
    for one in parameters:
        if not one.continuous:
            kind = "a choice" if one.choices else "a whole number"
            raise ValueError(
                f"parameter {one.path} is {kind}, which a {design} design cannot take; make it an arm, "
                "leave it out, or use lhs, factorial or list"
            )


def points(parameters: Sequence[Parameter], seed: int, *, n: int, **_: Any) -> list[dict[str, Any]]:
    """Draw ``n`` blocks; n is a power of two, or the sequence loses its balance."""
    from SALib.sample import sobol

    refuse_steps(parameters, "sobol")
    if n < 2 or n & (n - 1):
        raise ValueError(f"a sobol design needs n to be a power of two, got {n}")
    problem = {
        "num_vars": len(parameters),
        "names": [one.path for one in parameters],
        "bounds": [[0.0, 1.0]] * len(parameters),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shares = sobol.sample(problem, n, calc_second_order=False, seed=seed)
    return [{one.path: one.at(float(share)) for one, share in zip(parameters, row, strict=True)} for row in shares]
