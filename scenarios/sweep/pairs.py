"""Two arms side by side on the same shocks: what a paired analysis may look at, and what it must refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scenarios.files.wording import near

if TYPE_CHECKING:
    from scenarios.sweep.results import Results


def pairs(results: Results, metric: str, arm: str, against: str, over: str = "mean") -> pd.DataFrame:
    """Give a row per point and replication: the metric under both arms, ``value`` and ``base``, and ``difference``.

    ``run`` and ``run_base`` are the numbers of the two runs.

    Pairs of which a run failed have no difference (NaN).

    Raises
    ------
    ValueError
        When shocks differ between the arms, or the model does not tell them: such runs are not pairs.
    """
    known = list(results.experiment.arms)
    for name in (arm, against):
        if name not in known:
            raise ValueError(f"no arm called {name!r}{near(name, known)}")
    years = {name: results.experiment.years_of(name) for name in (arm, against)}
    if years[arm] != years[against]:
        raise ValueError(f"{arm} lives {years[arm]} years and {against} lives {years[against]}, so they are no pairs")
    table = results.table(metric, over)
    left, right = (table[table["arm"] == name].set_index(["point", "replication"]) for name in (arm, against))
    both = left.join(right[["run", "value", "nature", "status"]].add_suffix("_base"), how="inner")
    lived = both[(both["status"] == "ok") & (both["status_base"] == "ok")]
    if (lived["nature"] == "").any() or (lived["nature_base"] == "").any():
        raise ValueError(
            "the runs do not tell the hash of their shocks, so they cannot be compared in pairs; let the "
            "model return Lived with nature"
        )
    unequal = lived[lived["nature"] != lived["nature_base"]]
    if len(unequal):
        point, replication = unequal.index[0]
        raise ValueError(
            f"{arm} and {against} met different shocks in {len(unequal)} of {len(lived)} pairs (first at "
            f"point {point}, replication {replication}), so they are no pairs; an arm must not change "
            "risks, mines or the years lived"
        )
    both = both.rename(columns={"value_base": "base"}).reset_index()
    both["difference"] = both["value"] - both["base"]
    return both[["point", "replication", "run", "run_base", "value", "base", "difference"]]


def contrasts(results: Results, against: str | None, arms: list[str] | None = None) -> list[tuple[str, str]]:
    """List which arms are held against which: all others against the first, unless told."""
    names = list(results.experiment.arms)
    if len(names) < 2:
        raise ValueError(f"a comparison needs at least two arms, the experiment has {', '.join(names)}")
    yardstick = against or names[0]
    if yardstick not in names:
        raise ValueError(f"no arm called {yardstick!r}{near(yardstick, names)}")
    return [(name, yardstick) for name in (arms or names) if name != yardstick]


def counted(found: Iterable[pd.DataFrame]) -> tuple[int, int]:
    """Count the runs that pairs rest on, each once however often it is compared, and those left out of every pair."""
    tables = list(found)
    good, every = (
        np.unique(np.concatenate([table[["run", "run_base"]].to_numpy().ravel() for table in some]))
        for some in ([table.dropna(subset="difference") for table in tables], tables)
    )
    return len(good), len(every) - len(good)
