"""A map over two parameters: which arm does best where, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.files.wording import near
from scenarios.sweep.bootstrap import ratio
from scenarios.sweep.finding import Finding
from scenarios.sweep.pairs import contrasts, pairs

if TYPE_CHECKING:
    from scenarios.sweep.parameter import Parameter
    from scenarios.sweep.results import Results

NEEDS = ("arms", "parameters")


def analyse(
    results: Results,
    *,
    metric: str,
    across: str,
    up: str,
    arm: str | None = None,
    against: str | None = None,
    over: str = "mean",
    cells: int = 5,
) -> Finding:
    """Cut two parameters into cells and compare two arms in each, on the same shocks.

    Parameters
    ----------
    across, up : parameters on the axes; what takes few values keeps them, other ranges are cut into ``cells`` parts.
    """
    known = {one.path: one for one in results.experiment.parameters}
    for path in (across, up):
        if path not in known:
            raise ValueError(f"no parameter called {path!r}{near(path, known)}")
    chosen, yardstick = contrasts(results, against, [arm] if arm else None)[-1]
    found = pairs(results, metric, chosen, yardstick, over)
    points = results.experiment.plan.points
    for side, path in (("across", across), ("up", up)):
        cut = _cells(known[path], [point[path] for point in points], cells)
        found[side] = [cut[point] for point in found["point"]]
    rows = [_cell(a, u, group) for (a, u), group in found.groupby(["across", "up"], sort=True)]
    table = pd.DataFrame(rows)
    won, lost = int((table["low"] > 0).sum()), int((table["high"] < 0).sum())
    said = [
        (
            f"{metric} is surely higher under {chosen} in {won} of {len(table)} cells and surely higher under "
            f"{yardstick} in {lost}; in {len(table) - won - lost} the interval holds zero or there is none."
        )
    ]
    good = found.dropna(subset="difference")
    return Finding(
        kind="regimes",
        title=f"Where {chosen} beats {yardstick} in {metric}",
        said=tuple(said),
        table=table,
        used=2 * len(good),
        dropped=2 * (len(found) - len(good)),
        more={
            "across": across,
            "up": up,
            "arm": chosen,
            "against": yardstick,
            "metric": metric,
            "unit": results.experiment.unit(metric),
            "units": [known[across].unit, known[up].unit],
        },
    )


def _cells(parameter: Parameter, values: list[Any], cells: int) -> list[str | float]:
    """Say in which cell each point stands: the value itself where there are few, else the middle of its part."""
    if len(set(values)) <= 2 * cells:
        return [
            value if isinstance(value, int | float) and not isinstance(value, bool) else str(value) for value in values
        ]
    part = [min(int(parameter.place(value) * cells), cells - 1) for value in values]
    low, high = parameter.ends
    return [low + (high - low) * (one + 0.5) / cells for one in part]


def _cell(across: Any, up: Any, group: pd.DataFrame) -> dict[str, Any]:
    good = group.dropna(subset="difference")
    row = {"across": across, "up": up, "pairs": len(good), "dropped": len(group) - len(good)}
    if good.empty:
        return row | {"difference": np.nan, "low": np.nan, "high": np.nan, "win_share": np.nan}
    by = good.groupby("replication")["difference"]
    mean, low, high = ratio(by.sum().to_numpy(), by.size().to_numpy(float), number=1000)
    return row | {"difference": mean, "low": low, "high": high, "win_share": float((good["difference"] > 0).mean())}
