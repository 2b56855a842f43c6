"""How often each arm is the best, on the same shocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.finding import Finding
from scenarios.sweep.bootstrap import ratio
from scenarios.sweep.pairs import contrasts, pairs

if TYPE_CHECKING:
    from scenarios.sweep.results import Results


def analyse(results: Results, *, metric: str | Sequence[str], over: str = "mean", lowest: bool = False) -> Finding:
    """Count, for each metric and arm, the share of worlds in which no other arm does better; equals share the win.

    Parameters
    ----------
    metric : names; one that ends in a star stands for all that begin so, such as ``welfare.*`` for all nations.
    lowest : the lowest figure wins, as for a supply gap.
    """
    wanted = [metric] if isinstance(metric, str) else list(metric)
    metrics = [name for pattern in wanted for name in _meant(results, pattern)]
    arms, rows, used, dropped = list(results.experiment.arms), [], 0, 0
    for name in metrics:
        wide = _wide(results, name, over)
        good = wide.dropna()
        used, dropped = used + good.size, dropped + wide.size - good.size
        best = good.eq(good.min(axis=1) if lowest else good.max(axis=1), axis=0)
        share = best.div(best.sum(axis=1), axis=0)
        by = share.groupby("replication")
        for arm in arms:
            mean, low, high = ratio(by[arm].sum().to_numpy(), by.size().to_numpy(float))
            rows.append({"metric": name, "arm": arm, "share": mean, "low": low, "high": high, "worlds": len(good),
                         "replications": by.ngroups})
    table = pd.DataFrame(rows)
    said = [_sentence(name, table[table["metric"] == name], lowest=lowest) for name in metrics[:8]]
    return Finding(kind="wins", title="How often each arm is best", said=tuple(said), table=table, used=used,
                   dropped=dropped)


def _meant(results: Results, pattern: str) -> list[str]:
    if not pattern.endswith("*"):
        return [pattern]
    found = [name for name in results.metrics if name.startswith(pattern[:-1])]
    if not found:
        raise ValueError(f"no metric that was kept fits {pattern!r}")
    return found


def _wide(results: Results, metric: str, over: str) -> pd.DataFrame:
    """One row per world, one column per arm; shocks are compared first."""
    first, *_ = results.experiment.arms
    columns = {}
    for arm, yardstick in contrasts(results, first):
        found = pairs(results, metric, arm, yardstick, over).set_index(["point", "replication"])
        columns[yardstick], columns[arm] = found["base"], found["value"]
    return pd.DataFrame(columns)


def _sentence(metric: str, table: pd.DataFrame, *, lowest: bool) -> str:
    best = table.loc[table["share"].idxmax()]
    span = f", 95 % interval {best['low']:.0%} to {best['high']:.0%}" if np.isfinite(best["low"]) else ""
    word = "lowest" if lowest else "highest"
    return f"{metric} is {word} under {best['arm']} in {best['share']:.0%} of {best['worlds']} worlds{span}."
