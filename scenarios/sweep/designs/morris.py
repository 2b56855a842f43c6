"""Morris's trajectories: from point to point one parameter moves, so that each step is an elementary effect.

Morris, M. D. (1991). Technometrics 33(2), 161-174; drawn by SALib.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.sweep.designs.sobol import refuse_steps
from scenarios.sweep.parameter import Parameter

OPTIONS: Mapping[str, Any] = {"n": 20, "levels": 4}


def block(parameters: Sequence[Parameter]) -> int:
    """Points of one trajectory."""
    return len(parameters) + 1


def points(parameters: Sequence[Parameter], seed: int, *, n: int, levels: int, **_: Any) -> list[dict[str, Any]]:
    """Draw ``n`` trajectories on a grid of so many levels, an even number."""
    from SALib.sample import morris

    refuse_steps(parameters, "morris")
    if n < 2:
        raise ValueError(f"a morris design needs n of at least 2, got {n}")
    if levels < 2 or levels % 2:
        raise ValueError(f"a morris design needs an even number of levels, got {levels}")
    problem = {
        "num_vars": len(parameters),
        "names": [one.path for one in parameters],
        "bounds": [[0.0, 1.0]] * len(parameters),
    }
    shares = morris.sample(problem, n, num_levels=levels, seed=seed)
    return [{one.path: one.at(float(share)) for one, share in zip(parameters, row, strict=True)} for row in shares]
