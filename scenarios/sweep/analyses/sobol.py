"""Which share of a metric's variance each parameter explains, alone (S1) and with all that it meets (ST).

Saltelli, A. et al. (2010). Computer Physics Communications 181(2), 259-270: S1 by their formula (b), ST by Jansen's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.world.wording import percent
from scenarios.files.wording import left_out
from scenarios.sweep.blocks import blocks
from scenarios.sweep.bootstrap import draws, interval
from scenarios.sweep.finding import Finding

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("design sobol",)
WIDE = 0.5
"""An interval of a share wider than this says little."""
Array = NDArray[np.float64]


def analyse(
    results: Results, *, metric: str, arm: str | None = None, over: str = "mean", bootstrap: int = 1000
) -> Finding:
    """Explain the mean over replications at each point; what chance does is told apart.

    Intervals resample blocks. ``S1_noise`` and ``ST_noise`` are half-widths of the 95 % interval that comes from the
    replications alone; where one is larger than the index, the index is not known. ``noise_share`` is the part of the
    spread between points that is chance.
    """
    found = blocks(results, metric, "sobol", arm, over)
    mean = found.values.mean(axis=0)
    first, total = indices(mean)
    chosen = draws(len(mean), bootstrap)
    resampled = np.array([indices(mean[rows]) for rows in chosen])
    low, high = interval(resampled, len(mean))
    noise = _noise(found.values)
    names = [one.path for one in results.experiment.parameters]
    table = pd.DataFrame(
        {
            "parameter": names,
            "S1": first,
            "S1_low": low[0],
            "S1_high": high[0],
            "S1_noise": noise[0],
            "ST": total,
            "ST_low": low[1],
            "ST_high": high[1],
            "ST_noise": noise[1],
        }
    )
    share = _noise_share(found.values)
    used = found.values.size
    return Finding(
        kind="sobol",
        title=f"What moves {metric}",
        said=_said(metric, table, share, found.dropped),
        table=table,
        used=used,
        dropped=found.dropped * found.values.shape[0] * found.values.shape[2],
        more={
            "noise_share": share,
            "blocks": len(mean),
            "blocks_dropped": found.dropped,
            "variance": float(mean.var()),
        },
    )


def indices(values: Array) -> tuple[Array, Array]:
    """Give S1 and ST from blocks (blocks, parameters + 2): A, then A with a column of B for each parameter, then B."""
    a, ab, b = values[:, 0], values[:, 1:-1], values[:, -1]
    both = np.concatenate([a, b])
    variance = both.var()
    if variance <= 1e-24 * max(float((both**2).mean()), 1e-300):
        # A metric that never moves has no shares to explain.
        return np.full(ab.shape[1], np.nan), np.full(ab.shape[1], np.nan)
    # Without the mean the products lose far less to rounding and to chance.
    centred = b - both.mean()
    first = (centred[:, None] * (ab - a[:, None])).mean(axis=0) / variance
    total = ((a[:, None] - ab) ** 2).mean(axis=0) / (2 * variance)
    return first, total


def _noise(values: Array) -> Array:
    """Half-width of the interval from replications alone, (2, parameters)."""
    replications = len(values)
    if replications < 2:
        return np.full((2, values.shape[2] - 2), np.nan)
    from scipy import stats

    each = np.array([indices(one) for one in values])
    width: Array = stats.t.ppf(0.975, replications - 1) * each.std(axis=0, ddof=1) / np.sqrt(replications)
    return width


def _noise_share(values: Array) -> float:
    """Variance of a point's mean that comes from replications, over the variance between points."""
    replications = len(values)
    if replications < 2:
        return float("nan")
    within = values.var(axis=0, ddof=1).mean() / replications
    between = values.mean(axis=0).var()
    return float(within / between) if between > 0 else float("nan")


def _said(metric: str, table: pd.DataFrame, share: float, dropped: int) -> tuple[str, ...]:
    if table["ST"].isna().all():
        return (f"{metric} is the same at every point: none of the parameters moves it.",)
    ranked = table.sort_values("ST", ascending=False)
    first = ranked.iloc[0]
    said = [
        (
            f"{first['parameter']} moves {metric} most: it explains {percent(first['S1'])} of the variance alone "
            "(95 % "
            f"interval {percent(first['S1_low'])} to {percent(first['S1_high'])}) and {percent(first['ST'])} with "
            "all that it meets "
            f"({percent(first['ST_low'])} to {percent(first['ST_high'])})."
        )
    ]
    if (table["S1"] > np.maximum(table["ST"], 1.0)).any() or (table["ST_high"] - table["ST_low"]).max() > WIDE:
        said.append(
            "The intervals are wide, and a share above 100 % is chance: take more blocks (n) or replications "
            "before you believe more than the order."
        )
    idle = ranked[ranked["ST_high"] < 0.05]["parameter"].tolist()
    if idle:
        said.append(f"{', '.join(idle)} may be left at any value: even with all that they meet they explain under 5 %.")
    drowned = table[(table["ST_noise"] > table["ST"])]["parameter"].tolist()
    if drowned:
        said.append(
            f"Chance between replications is larger than the index of {', '.join(drowned)}; take more "
            "replications before you believe it."
        )
    if not np.isfinite(share):
        said.append("One replication alone cannot tell chance from the parameters.")
    elif share > 0.1:
        said.append(f"{percent(share)} of the spread between points is chance between replications.")
    if dropped:
        said.append(left_out(dropped, "whole block", "whole blocks"))
    return tuple(said)
