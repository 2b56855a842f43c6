"""How many replications an answer needs: the width of its interval as they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.files.wording import spoken
from scenarios.sweep.analyses.paired import needed
from scenarios.sweep.bootstrap import ratio
from scenarios.sweep.finding import Finding
from scenarios.sweep.pairs import contrasts, counted, pairs

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("arms",)


def analyse(
    results: Results,
    *,
    metric: str,
    arm: str | None = None,
    against: str | None = None,
    over: str = "mean",
    half_width: float | None = None,
) -> Finding:
    """Give the paired difference and its interval after 2, 3, ... replications, in their order."""
    chosen, yardstick = contrasts(results, against, [arm] if arm else None)[-1]
    found = pairs(results, metric, chosen, yardstick, over)
    good = found.dropna(subset="difference")
    by = good.groupby("replication")["difference"]
    sums, counts = by.sum().to_numpy(), by.size().to_numpy(float)
    rows = []
    for number in _steps(len(sums)):
        mean, low, high = ratio(sums[:number], counts[:number])
        rows.append(
            {"replications": number, "difference": mean, "low": low, "high": high, "half_width": (high - low) / 2}
        )
    table = pd.DataFrame(rows, columns=["replications", "difference", "low", "high", "half_width"])
    if table.empty:
        raise ValueError("at least two replications are needed to see an interval")
    last = table.iloc[-1]
    unit = f" {results.experiment.unit(metric)}".rstrip()
    said = [
        (
            f"After {int(last['replications'])} replications {metric} differs by "
            f"{spoken(last['difference'], signed=True)} ± {spoken(last['half_width'])}{unit} between "
            f"{chosen} and {yardstick}."
        )
    ]
    if half_width is not None:
        said.append(_reached(table, half_width, float((sums / counts).std(ddof=1))))
    used, dropped = counted([found])
    return Finding(
        kind="replications",
        title=f"How sure the difference in {metric} is",
        said=tuple(said),
        table=table,
        used=used,
        dropped=dropped,
        more={"metric": metric, "arm": chosen, "against": yardstick, "half_width": half_width},
    )


def _steps(most: int) -> list[int]:
    """Choose at most 40 numbers from 2 to the last."""
    return sorted({int(number) for number in np.geomspace(2, most, 40).round()}) if most >= 2 else []


def _reached(table: pd.DataFrame, half_width: float, between: float) -> str:
    """Say from when on the interval was narrow enough and stayed so, or how many replications that would take."""
    wide = table.loc[table["half_width"] > half_width, "replications"]
    if len(wide) and wide.iloc[-1] == table["replications"].iloc[-1]:
        return (
            f"± {half_width:g} was not reached; about {needed(between, half_width):.0f} replications would be needed."
        )
    from_here = table.loc[table["replications"] > (wide.iloc[-1] if len(wide) else 0), "replications"]
    return f"± {half_width:g} was reached after {int(from_here.iloc[0])} replications."
