"""Designs whose points belong together in blocks: a block of which a run failed is left out as a whole, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.world.wording import percent
from scenarios.files.wording import near
from scenarios.sweep.tables import module

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

Array = NDArray[np.float64]
MOST_DROPPED = 0.05
"""Above this share of blocks, what is left may no longer stand for the whole."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The figures of the blocks that are whole."""

    values: Array
    """(replications, blocks, points of a block)."""
    shares: Array
    """(blocks, points of a block, parameters): where each point stands in its ranges, 0-1."""
    dropped: int
    """Blocks left out."""


def blocks(results: Results, metric: str, design: str, arm: str | None, over: str) -> Blocks:
    """Take a metric by blocks; never a figure that is missing or not finite.

    Raises
    ------
    ValueError
        For another design, or when more than 5 % of the blocks would be left out.
    """
    experiment = results.experiment
    if experiment.design.kind != design:
        raise ValueError(f"this analysis needs a design of kind {design}, the experiment has {experiment.design.kind}")
    arms = list(experiment.arms)
    chosen = arm or arms[-1]
    if chosen not in arms:
        raise ValueError(f"no arm called {chosen!r}{near(chosen, arms)}")
    size, points = module(design).block(experiment.parameters), len(experiment.plan.points)
    table = results.table(metric, over)
    table = table[table["arm"] == chosen]
    replications = results.replications
    values: Array = np.full((replications, points), np.nan)
    values[table["replication"], table["point"]] = table["value"]
    values = values.reshape(replications, points // size, size)
    whole = np.isfinite(values).all(axis=(0, 2))
    lost = int((~whole).sum())
    if lost > MOST_DROPPED * len(whole):
        raise ValueError(
            f"{lost} of {len(whole)} blocks of {metric} lack a run ({percent(lost / len(whole))}, at "
            "most 5 % "
            "may be left out); retry the failed runs, or finish the sweep"
        )
    shares = np.array(
        [[one.place(point[one.path]) for one in experiment.parameters] for point in experiment.plan.points]
    ).reshape(points // size, size, -1)
    return Blocks(values[:, whole], shares[whole], lost)
