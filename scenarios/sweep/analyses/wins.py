"""How often each arm is the best, on the same shocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.world.wording import percent
from scenarios.sweep.bootstrap import ratio
from scenarios.sweep.finding import Finding
from scenarios.sweep.pairs import contrasts, counted, pairs

if TYPE_CHECKING:
    from scenarios.sweep.results import Results

NEEDS = ("arms",)


def analyse(results: Results, *, metric: str | Sequence[str], over: str = "mean", lowest: bool = False) -> Finding:
    """Count, for each metric and arm, the share of worlds in which no other arm does better; equals share the win.

    Parameters
    ----------
    metric : names; one that ends in a star stands for all that begin so, such as ``welfare.*`` for all nations.
    lowest : the lowest figure wins, as for a supply gap.
    """
    wanted = [metric] if isinstance(metric, str) else list(metric)
    metrics = [name for pattern in wanted for name in _meant(results, pattern)]
    arms, rows, tables = list(results.experiment.arms), [], []
    for name in metrics:
        found = [pairs(results, name, arm, yardstick, over) for arm, yardstick in contrasts(results, arms[0])]
        tables += found
        good = _wide(results, found).dropna()
        best = good.eq(good.min(axis=1) if lowest else good.max(axis=1), axis=0)
        share = best.div(best.sum(axis=1), axis=0)
        by = share.groupby("replication")
        for arm in arms:
            mean, *ends = ratio(by[arm].sum().to_numpy(), by.size().to_numpy(float))
            low, high = np.clip(ends, 0.0, 1.0)
            rows.append(
                {
                    "metric": name,
                    "arm": arm,
                    "share": mean,
                    "low": low,
                    "high": high,
                    "worlds": len(good),
                    "replications": by.ngroups,
                }
            )
    table = pd.DataFrame(rows)
    said = [_sentence(name, table[table["metric"] == name], lowest=lowest) for name in metrics[:8]]
    used, dropped = counted(tables)
    return Finding(
        kind="wins", title="How often each arm is best", said=tuple(said), table=table, used=used, dropped=dropped
    )


def _meant(results: Results, pattern: str) -> list[str]:
    if not pattern.endswith("*"):
        return [pattern]
    found = [name for name in results.metrics if name.startswith(pattern[:-1])]
    if not found:
        raise ValueError(f"no metric that was kept fits {pattern!r}")
    return found


def _wide(results: Results, found: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One row per world, one column per arm."""
    first, *others = results.experiment.arms
    columns = {}
    for arm, table in zip(others, found, strict=True):
        world = table.set_index(["point", "replication"])
        columns[first], columns[arm] = world["base"], world["value"]
    return pd.DataFrame(columns)


def _sentence(metric: str, table: pd.DataFrame, *, lowest: bool) -> str:
    first: Any = table["share"].idxmax()
    best = table.loc[first]
    span = f", 95 % interval {percent(best['low'])} to {percent(best['high'])}" if np.isfinite(best["low"]) else ""
    word = "lowest" if lowest else "highest"
    return f"{metric} is {word} under {best['arm']} in {percent(best['share'])} of {best['worlds']} worlds{span}."
