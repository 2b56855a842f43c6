"""By how much arms differ on the same shocks, with intervals that count replications and not runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scenarios.finding import Finding
from scenarios.sweep.bootstrap import DRAWS, ratio
from scenarios.sweep.pairs import contrasts, pairs

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

ONE_SIDED = 0.95
"""Won at so large a share of points, a comparison says more of its range than of its arms."""


def analyse(results: Results, *, metric: str | Sequence[str], against: str | None = None,
            arms: list[str] | None = None, over: str = "mean", bootstrap: int = DRAWS,
            half_width: float | None = None) -> Finding:
    """Compare each arm with a yardstick, the first arm unless told.

    All points of a replication share its shocks, so a replication is the unit that is resampled. The interval is at
    95 %. ``crn_ratio`` is the standard deviation of the difference over that of independent runs: below one, common
    shocks save runs.
    """
    metrics = [metric] if isinstance(metric, str) else list(metric)
    rows, said, used, dropped = [], [], 0, 0
    for name in metrics:
        for arm, yardstick in contrasts(results, against, arms):
            found = pairs(results, name, arm, yardstick, over)
            row = _row(name, arm, yardstick, found, bootstrap, half_width)
            rows.append(row)
            said += _sentences(row, found, told=name == metrics[0])
            used, dropped = used + 2 * int(row["pairs"]), dropped + 2 * int(row["dropped"])
    if len(metrics) > 1:
        said.append(f"Against {rows[0]['against']} the table tells the same of {', '.join(metrics[1:])}.")
    title = f"{metrics[0]}, paired" if len(metrics) == 1 else "Paired differences"
    return Finding(kind="paired", title=title, said=tuple(said), table=pd.DataFrame(rows), used=used, dropped=dropped)


def _row(metric: str, arm: str, against: str, found: pd.DataFrame, bootstrap: int,
         half_width: float | None) -> dict[str, Any]:
    good = found.dropna(subset="difference")
    if good.empty:
        raise ValueError(f"no pair of {arm} and {against} has a figure for {metric}")
    by = good.assign(win=(np.sign(good["difference"]) + 1) / 2).groupby("replication")
    counts = by.size().to_numpy(float)
    mean, low, high = ratio(by["difference"].sum().to_numpy(), counts, number=bootstrap)
    wins, wins_low, wins_high = ratio(by["win"].sum().to_numpy(), counts, number=bootstrap)
    unpaired = float(np.sqrt(good["value"].var() + good["base"].var())) if len(good) > 1 else float("nan")
    spread = float(good["difference"].std()) if len(good) > 1 else float("nan")
    between = by["difference"].mean().std() if len(counts) > 1 else float("nan")
    row = {"metric": metric, "arm": arm, "against": against, "difference": mean, "low": low, "high": high,
           "half_width": (high - low) / 2, "win_share": wins, "win_low": wins_low, "win_high": wins_high,
           "replications": len(counts), "pairs": len(good), "dropped": len(found) - len(good),
           "mean_arm": float(good["value"].mean()), "mean_against": float(good["base"].mean()),
           "sd_paired": spread, "sd_unpaired": unpaired,
           "crn_ratio": spread / unpaired if unpaired else float("nan")}
    if half_width is not None:
        row["needed"] = _needed(float(between), half_width)
    return row


def _needed(between: float, half_width: float) -> float:
    """Replications after which the interval would be as narrow as wanted, by the spread seen so far."""
    from scipy import stats

    if not np.isfinite(between):
        return float("nan")
    number = 2.0
    while number < 1e6 and stats.t.ppf(0.975, number - 1) * between / np.sqrt(number) > half_width:
        number = np.ceil(number * 1.05 + 1)
    return float(number)


def _sentences(row: dict[str, Any], found: pd.DataFrame, *, told: bool) -> list[str]:
    """Say what a row comes to, and always when one side wins almost everywhere."""
    arm, against, metric = row["arm"], row["against"], row["metric"]
    if not told:
        said = []
    elif row["difference"] == row["low"] == row["high"] == 0:
        said = [f"{metric} is the same under {arm} as under {against}."]
    elif not np.isfinite(row["low"]):
        said = [(f"{metric} is {row['difference']:+.4g} under {arm} against {against}; one replication alone gives no "
                 "interval.")]
    else:
        sure = "" if row["low"] > 0 or row["high"] < 0 else ", so its sign is not settled"
        said = [(f"{metric} is {row['difference']:+.4g} under {arm} against {against}, 95 % interval {row['low']:.4g} "
                 f"to {row['high']:.4g}{sure}; it is higher in {row['win_share']:.0%} of {row['pairs']} pairs from "
                 f"{row['replications']} replications.")]
    points = found.groupby("point")["difference"].mean().dropna()
    share = float((points > 0).mean())
    if len(points) >= 10 and max(share, 1 - share) >= ONE_SIDED:
        winner = arm if share > 0.5 else against
        said.append(f"{metric} is higher under {winner} at {max(share, 1 - share):.0%} of the {len(points)} points: "
                    "the ranges of the parameters, or the model, leave the other side almost no room.")
    return said
