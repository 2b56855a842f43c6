"""How many replications an answer needs: the width of its interval as they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.finding import Finding
from scenarios.sweep.bootstrap import ratio
from scenarios.sweep.pairs import contrasts, counted, pairs
from scenarios.wording import spoken

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("arms",)


def analyse(results: Results, *, metric: str, arm: str | None = None, against: str | None = None, over: str = "mean",
            half_width: float | None = None) -> Finding:
    """Give the paired difference and its interval after 2, 3, ... replications, in their order."""
    chosen, yardstick = contrasts(results, against, [arm] if arm else None)[-1]
    found = pairs(results, metric, chosen, yardstick, over)
    good = found.dropna(subset="difference")
    by = good.groupby("replication")["difference"]
    sums, counts = by.sum().to_numpy(), by.size().to_numpy(float)
    rows = []
    for number in _steps(len(sums)):
        mean, low, high = ratio(sums[:number], counts[:number])
        rows.append({"replications": number, "difference": mean, "low": low, "high": high,
                     "half_width": (high - low) / 2})
    table = pd.DataFrame(rows, columns=["replications", "difference", "low", "high", "half_width"])
    if table.empty:
        raise ValueError("at least two replications are needed to see an interval")
    last = table.iloc[-1]
    unit = f" {results.experiment.unit(metric)}".rstrip()
    said = [(f"After {int(last['replications'])} replications {metric} differs by "
             f"{spoken(last['difference'], signed=True)} ± {spoken(last['half_width'])}{unit} between "
             f"{chosen} and {yardstick}.")]
    if half_width is not None:
        narrow = table[table["half_width"] <= half_width]
        said.append(f"± {half_width:g} was reached after {int(narrow['replications'].iloc[0])} replications."
                    if len(narrow) else f"± {half_width:g} was not reached; about {_needed(sums / counts, half_width)} "
                    "replications would be needed.")
    used, dropped = counted([found])
    return Finding(kind="replications", title=f"How sure the difference in {metric} is", said=tuple(said), table=table,
                   used=used, dropped=dropped,
                   more={"metric": metric, "arm": chosen, "against": yardstick, "half_width": half_width})


def _steps(most: int) -> list[int]:
    """Choose at most 40 numbers from 2 to the last."""
    return sorted({int(number) for number in np.geomspace(2, most, 40).round()}) if most >= 2 else []


def _needed(means: np.ndarray, half_width: float) -> int:
    return int(np.ceil((1.96 * means.std(ddof=1) / half_width) ** 2))
