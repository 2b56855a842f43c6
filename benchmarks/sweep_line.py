"""What the files of the sweep's benchmark share: the common model as our engine calls it, and a line of the report."""

from __future__ import annotations

from typing import Any

from benchmarks.peers.sweep_model import NAMES, live
from scenarios.experiment import Experiment
from scenarios.sweep.lived import Lived


class Ours:
    """The common model as our engine calls it."""

    def __init__(self, work: int) -> None:
        self.work = work

    def __call__(self, parameters: dict[str, Any], _arm: dict[str, Any], replication: int) -> Lived:
        """Live one run."""
        return Lived(NAMES, live(parameters["x"], replication, self.work), "shared")


def experiment(work: int, runs: int, **run: Any) -> Experiment:
    """Make an experiment of so many replications of one point."""
    return Experiment.of(
        {
            "experiment": {"name": "bench"},
            "design": {"replications": runs // 2},
            "parameters": {"x": {"low": 0, "high": 1}},
            "run": run,
        },
        model=Ours(work),
    )


def line(case: str, value: float, unit: str, goal: float | None, *, most: bool = True) -> dict[str, Any]:
    """One line of the report; ``most`` says whether the goal is an upper bound."""
    holds = None if goal is None else bool(value <= goal if most else value >= goal)
    return {"case": case, "value": float(value), "unit": unit, "goal": goal, "holds": holds}
