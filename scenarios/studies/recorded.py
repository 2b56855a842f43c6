"""Recorded runs: a short, rounded, readable table for each shipped scenario, so that a change of behaviour
shows as a diff.

``python -m app record`` renews them; ``tests/scenarios/test_recorded.py`` holds the code to them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from agents.world.setting import REGIMES, Setting
from scenarios.run import Living, with_rounds

SEED, YEARS, DIGITS = 7, 6, 4


def table(setting: Setting, years: int = YEARS) -> pd.DataFrame:
    """Live a scenario's first years in every regime and round what came of it to four digits.

    Parameters
    ----------
    years : lived of the YEARS that the world is told it has; each is the same however many follow.

    Returns
    -------
    One row for each metric, regime by regime, with a column for each year.
    """
    frames = []
    for regime in REGIMES:
        living = Living(with_rounds(setting, min(YEARS, setting.rounds)), regime=regime, seed=SEED)
        for _ in range(min(years, living.years_left)):
            living.step()
        wide = living.record().metrics.set_index("year").T.map(_rounded)
        wide.insert(0, "regime", regime)
        frames.append(wide.rename_axis("metric").reset_index())
    return pd.concat(frames, ignore_index=True)[["regime", "metric", *frames[0].columns[2:]]]


def _rounded(figure: float) -> float:
    """Four significant digits; anything below a billionth is nothing."""
    return 0.0 if abs(figure) < 1e-9 else float(f"{figure:.{DIGITS}g}")


def path(folder: Path, name: str) -> Path:
    """Where a scenario's recorded run lies."""
    return folder / f"{name}.csv"


def write(folder: Path, name: str, setting: Setting) -> Path:
    """Renew a scenario's recorded run and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    where = path(folder, name)
    table(setting).to_csv(where, index=False, lineterminator="\n")
    return where


def differences(folder: Path, name: str, setting: Setting, years: int = YEARS) -> list[str]:
    """Say in sentences where a scenario now runs otherwise than recorded; empty if nowhere.

    Figures count as equal within one in the last recorded digit, since other machines round otherwise.
    """
    where = path(folder, name)
    if not where.exists():
        return [f"{name} has no recorded run; `python -m app record` makes one"]
    old, new = pd.read_csv(where), table(setting, years)
    # Years beyond those that were lived are not looked at.
    old = old[old.columns[: 2 + years]]
    new.columns = [str(column) for column in new.columns]
    if list(old.columns) != list(new.columns) or list(old["metric"]) != list(new["metric"]):
        return [f"{name} records other years or metrics than before; `python -m app record` renews it"]
    told = []
    for column in new.columns[2:]:
        far = (old[column] - new[column]).abs() > 2e-3 * old[column].abs() + 1e-9
        told += [
            f"{name}, {regime}, {column}: {metric} was {was:g}, is {now:g}"
            for regime, metric, was, now in zip(
                new["regime"][far], new["metric"][far], old[column][far], new[column][far], strict=True
            )
        ]
    return told
