"""Which parameters matter at all: mean and spread of elementary effects, at little cost.

Morris, M. D. (1991). Technometrics 33(2), 161-174; mu* after Campolongo, F., Cariboni, J. & Saltelli, A. (2007).
Environmental Modelling & Software 22(10), 1509-1518.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.files.wording import left_out, spoken
from scenarios.sweep.blocks import blocks
from scenarios.sweep.bootstrap import draws, interval
from scenarios.sweep.finding import Finding

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("design morris",)
FEW = 3
"""Parameters that a sentence names; more are counted."""
Array = NDArray[np.float64]


def analyse(
    results: Results, *, metric: str, arm: str | None = None, over: str = "mean", bootstrap: int = 1000
) -> Finding:
    """Give mu* (mean size of the effect of crossing the whole range), mu and sigma, with intervals for mu*.

    A sigma that is large beside mu* says that the effect depends on the other parameters, or is not straight.
    """
    found = blocks(results, metric, "morris", arm, over)
    effects = elementary(found.values.mean(axis=0), found.shares)
    low, high = interval(np.abs(effects)[draws(len(effects), bootstrap)].mean(axis=1), len(effects))
    table = pd.DataFrame(
        {
            "parameter": [one.path for one in results.experiment.parameters],
            "mu_star": np.abs(effects).mean(axis=0),
            "mu_star_low": low,
            "mu_star_high": high,
            "mu": effects.mean(axis=0),
            "sigma": effects.std(axis=0, ddof=1),
        }
    )
    ranked = table.sort_values("mu_star", ascending=False)
    first = ranked.iloc[0]
    mean, least, most = (spoken(first[name]) for name in ("mu_star", "mu_star_low", "mu_star_high"))
    said = [
        (
            f"Crossing the range of {first['parameter']} moves {metric} by {mean} on average (95 % "
            f"interval {least} to {most}), more than any other parameter."
        )
    ]
    bent = table[table["sigma"] > table["mu_star"].clip(lower=1e-12)]["parameter"].tolist()
    if len(bent) > FEW:
        said.append(f"The effects of {len(bent)} of {len(table)} parameters depend on the others, or are not straight.")
    elif bent:
        said.append(f"The effect of {', '.join(bent)} depends on the other parameters, or is not straight.")
    if found.dropped:
        said.append(left_out(found.dropped, "whole trajectory", "whole trajectories"))
    return Finding(
        kind="morris",
        title=f"Which parameters move {metric}",
        said=tuple(said),
        table=table,
        used=found.values.size,
        dropped=found.dropped * found.values.shape[0] * found.values.shape[2],
        more={"trajectories": len(effects)},
    )


def elementary(values: Array, shares: Array) -> Array:
    """Give the elementary effects (trajectories, parameters) from values (trajectories, points) and places."""
    steps = np.diff(shares, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    effects = np.empty((len(values), shares.shape[2]))
    np.put_along_axis(effects, moved, np.diff(values, axis=1) / size, axis=1)
    return effects
