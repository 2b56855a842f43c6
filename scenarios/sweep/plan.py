"""Every run of an experiment by its number, and the chunks that they are written in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.records.identity import short


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Points, arms and replications; a run's number says which of each it is.

    Replications are the slowest index: more of them leave the numbers of all earlier runs as they are.
    """

    points: tuple[Mapping[str, Any], ...]
    arms: tuple[Mapping[str, Any], ...]
    """Each with its name."""
    replications: int
    step: int = 0
    """Replications between two looks at the interval; 0 lives all at once."""

    def __len__(self) -> int:
        """Count the runs."""
        return self.per_replication * self.replications

    @property
    def per_replication(self) -> int:
        """Runs of one replication: every point under every arm."""
        return len(self.points) * len(self.arms)

    def place(self, run: int) -> tuple[int, int, int]:
        """Give point, arm and replication of a run."""
        if not 0 <= run < len(self):
            raise ValueError(f"there is no run {run}; the runs are 0 to {len(self) - 1}")
        replication, rest = divmod(run, self.per_replication)
        point, arm = divmod(rest, len(self.arms))
        return point, arm, replication

    def run(self, run: int) -> tuple[int, Mapping[str, Any], Mapping[str, Any], int]:
        """Give what a worker has to know of a run."""
        point, arm, replication = self.place(run)
        return run, self.points[point], self.arms[arm], replication

    def batches(self) -> Iterator[tuple[int, range]]:
        """Give the runs between two looks, each with the replications that are complete after them."""
        step = self.step or self.replications
        for first in range(0, self.replications, step):
            last = min(first + step, self.replications)
            yield last, range(first * self.per_replication, last * self.per_replication)

    def chunks(self, size: int) -> Iterator[tuple[int, int, range]]:
        """Give replications complete after its batch, number and runs of each chunk; borders hang on the plan only."""
        number = 0
        for complete, runs in self.batches():
            for start in range(0, len(runs), size):
                yield complete, number, runs[start : start + size]
                number += 1

    def table(self) -> pd.DataFrame:
        """Tell the points as a table; values that are lists stand as JSON."""
        frame = pd.DataFrame(
            [{path: _cell(value) for path, value in point.items()} for point in self.points],
            index=range(len(self.points)),
        )
        frame.insert(0, "point", np.arange(len(self.points), dtype=np.int32))
        return frame

    def hash(self) -> str:
        """Hash the points: another version of a package that draws them must not go unseen."""
        return short({"points": [list(map(_cell, point.values())) for point in self.points]})


def _cell(value: Any) -> Any:
    return json.dumps(list(value)) if isinstance(value, list | tuple) else value


def places(plan: Plan, runs: Sequence[int]) -> pd.DataFrame:
    """Give point, arm and replication of many runs at once."""
    numbers = np.asarray(runs, np.int64)
    replication, rest = np.divmod(numbers, plan.per_replication)
    point, arm = np.divmod(rest, len(plan.arms))
    names = np.array([one["name"] for one in plan.arms], dtype=object)
    return pd.DataFrame(
        {
            "run": numbers,
            "point": point.astype(np.int32),
            "arm": names[arm],
            "replication": replication.astype(np.int32),
        }
    )
