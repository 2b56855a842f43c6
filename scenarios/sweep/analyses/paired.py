"""By how much arms differ on the same shocks, with intervals that count replications and not runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.world.wording import percent
from scenarios.files.wording import spoken
from scenarios.sweep.bootstrap import DRAWS, ratio
from scenarios.sweep.finding import Finding
from scenarios.sweep.pairs import contrasts, counted, pairs

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("arms",)
ONE_SIDED = 0.95
"""Won at so large a share of points, a comparison says more of its range than of its arms."""
MANY = 10
"""From so many intervals on, luck has to be told of."""


def analyse(
    results: Results,
    *,
    metric: str | Sequence[str],
    against: str | None = None,
    arms: list[str] | None = None,
    over: str = "mean",
    bootstrap: int = DRAWS,
    half_width: float | None = None,
) -> Finding:
    """Compare each arm with a yardstick, the first arm unless told.

    All points of a replication share its shocks, so a replication is the unit that is resampled. The interval is at
    95 %. ``crn_ratio`` is the standard deviation of the difference over that of independent runs: below one, common
    shocks save runs.
    """
    metrics = [metric] if isinstance(metric, str) else list(metric)
    rows, said, tables = [], [], []
    for name in metrics:
        of_metric = []
        for arm, yardstick in contrasts(results, against, arms):
            tables.append(pairs(results, name, arm, yardstick, over))
            of_metric.append(
                _row(name, arm, yardstick, tables[-1], bootstrap, half_width) | {"unit": results.experiment.unit(name)}
            )
        said += [_sentence(of_metric[0])] if len(of_metric) == 1 else _together(of_metric)
        rows += of_metric
    said += _one_sided(rows, tables)
    if len(rows) >= MANY:
        said.append(
            f"These are {len(rows)} intervals at 95 %: about {0.05 * len(rows):.0f} of them would "
            "leave zero out by luck alone."
        )
    used, dropped = counted(tables)
    title = f"{metrics[0] if len(metrics) == 1 else 'Paired differences'} against {rows[0]['against']}"
    return Finding(kind="paired", title=title, said=tuple(said), table=pd.DataFrame(rows), used=used, dropped=dropped)


def _row(
    metric: str, arm: str, against: str, found: pd.DataFrame, bootstrap: int, half_width: float | None
) -> dict[str, Any]:
    good = found.dropna(subset="difference")
    if good.empty:
        raise ValueError(f"no pair of {arm} and {against} has a figure for {metric}")
    by = good.assign(win=(np.sign(good["difference"]) + 1) / 2).groupby("replication")
    counts = by.size().to_numpy(float)
    mean, low, high = ratio(by["difference"].sum().to_numpy(), counts, number=bootstrap)
    wins, *wins_ends = ratio(by["win"].sum().to_numpy(), counts, number=bootstrap)
    wins_low, wins_high = np.clip(wins_ends, 0.0, 1.0)
    unpaired = float(np.sqrt(good["value"].var() + good["base"].var())) if len(good) > 1 else float("nan")
    spread = float(good["difference"].std()) if len(good) > 1 else float("nan")
    between = by["difference"].mean().std() if len(counts) > 1 else float("nan")
    row = {
        "metric": metric,
        "arm": arm,
        "against": against,
        "difference": mean,
        "low": low,
        "high": high,
        "half_width": (high - low) / 2,
        "win_share": wins,
        "win_low": wins_low,
        "win_high": wins_high,
        "replications": len(counts),
        "pairs": len(good),
        "dropped": len(found) - len(good),
        "mean_arm": float(good["value"].mean()),
        "mean_against": float(good["base"].mean()),
        "sd_paired": spread,
        "sd_unpaired": unpaired,
        "crn_ratio": spread / unpaired if unpaired else float("nan"),
    }
    if half_width is not None:
        row["needed"] = needed(float(between), half_width)
    return row


def needed(between: float, half_width: float) -> float:
    """Replications after which the interval would be as narrow as wanted, by the spread seen so far."""
    from scipy import stats

    if not np.isfinite(between):
        return float("nan")
    number = 2.0
    while number < 1e6 and stats.t.ppf(0.975, number - 1) * between / np.sqrt(number) > half_width:
        number = max(number + 1, np.floor(number * 1.05))
    return float(number)


def _sentence(row: dict[str, Any]) -> str:
    """Say what one comparison comes to."""
    arm, against, metric = row["arm"], row["against"], row["metric"]
    difference = f"{spoken(row['difference'], signed=True)} {row['unit']}".strip()
    if row["difference"] == row["low"] == row["high"] == 0:
        return f"{metric} is the same under {arm} as under {against}."
    if not np.isfinite(row["low"]):
        return f"{metric} is {difference} under {arm} against {against}; one replication gives no interval."
    sure = "" if row["low"] > 0 or row["high"] < 0 else ", so its sign is not settled"
    return (
        f"{metric} is {difference} under {arm} against {against}, 95 % interval {spoken(row['low'])} to "
        f"{spoken(row['high'])}{sure}; it is higher in {percent(row['win_share'])} of {row['pairs']} pairs from "
        f"{row['replications']} replications."
    )


def _together(rows: list[dict[str, Any]]) -> list[str]:
    """Say in one sentence what several arms come to; the figures of the others are in the table."""

    def each(some: list[dict[str, Any]]) -> str:
        ranked = sorted(some, key=lambda row: -abs(row["difference"]))
        return ", ".join(
            f"{row['arm']} ({spoken(row['difference'], signed=True)}, {spoken(row['low'])} to {spoken(row['high'])})"
            for row in ranked
        )

    higher, lower = [row for row in rows if row["low"] > 0], [row for row in rows if row["high"] < 0]
    open_ = [row["arm"] for row in rows if row not in higher and row not in lower]
    parts = [f"higher under {each(higher)}"] * bool(higher) + [f"lower under {each(lower)}"] * bool(lower)
    where = ", ".join(open_) if higher or lower else "any other arm"
    parts += [f"not settled under {where}"] * bool(open_)
    unit = f" ({rows[0]['unit']})" if rows[0]["unit"] else ""
    return [f"{rows[0]['metric']}{unit}, against {rows[0]['against']}, is {'; '.join(parts)}."]


def _one_sided(rows: list[dict[str, Any]], tables: list[pd.DataFrame]) -> list[str]:
    """Say where one side wins almost everywhere."""
    won = []
    for row, found in zip(rows, tables, strict=True):
        points = found.groupby("point")["difference"].mean().dropna()
        share = float((points > 0).mean())
        if len(points) < 10 or max(share, 1 - share) < ONE_SIDED or (points == 0).all():
            continue
        first, then = (row["arm"], row["against"]) if share > 0.5 else (row["against"], row["arm"])
        won.append(f"{row['metric']} under {first} above {then} ({percent(max(share, 1 - share))})")
    return (
        [
            (
                f"One side wins almost everywhere: {', '.join(won)} of the points. There the ranges of the parameters, "
                "or the model, leave the other side almost no room."
            )
        ]
        if won
        else []
    )
