"""What one run leaves: figures by year and metric, the hash of its shocks, and a hash of all that is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.sweep.tables import Recording


@dataclass(frozen=True, slots=True)
class Lived:
    """A run's figures: what a model returns."""

    columns: tuple[str, ...]
    """Names of the metrics."""
    values: NDArray[np.float64]
    """(rounds, metrics)."""
    nature: str = ""
    """Hash of the shocks; without it runs cannot be compared in pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One run as it is written down."""

    run: int
    status: str
    """ok, error, timeout or killed."""
    nature: str = ""
    hash: str = ""
    """SHA-256 over names, figures as kept, and nature; 32 signs."""
    columns: tuple[str, ...] = ()
    """Metrics kept by year."""
    years: NDArray[np.int32] | None = None
    values: NDArray[Any] | None = None
    means: Mapping[str, float] | None = None
    """Mean over all years of every metric, kept or not."""
    error: str = ""
    """Type of what was raised."""
    reason: str = ""
    trace: str = ""
    seconds: float = 0.0
    """Time that it took; not part of the content."""
    machine: Mapping[str, str] | None = None
    """Where it was lived; not part of the content."""


def as_lived(returned: Any) -> Lived:
    """Take what a model returns: a Lived, a table of metrics for the only round, or a list of tables, one a round."""
    if isinstance(returned, Lived):
        values = np.asarray(returned.values, float)
        if values.ndim != 2 or values.shape[1] != len(returned.columns) or not len(values):
            raise ValueError(
                f"a run gives (rounds, metrics) figures, got {values.shape} for {len(returned.columns)} metrics"
            )
        return Lived(tuple(returned.columns), values, returned.nature)
    rows: Sequence[Mapping[str, float]] = [returned] if isinstance(returned, Mapping) else list(returned)
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError("a model must return a table of metrics, a list of such tables, or Lived")
    columns = tuple(rows[0])
    return Lived(columns, np.array([[float(row[name]) for name in columns] for row in rows]))


def keep(run: int, lived: Lived, recording: Recording) -> Kept:
    """Choose what is written down of a run: metrics, years and digits."""
    columns, wanted = _wanted(lived.columns, recording.rounds)
    rounds = len(lived.values)
    years = [year for year in range(rounds) if year % recording.every == 0 or year == rounds - 1] if wanted else []
    whole = len(wanted) == len(lived.columns) and len(years) == rounds
    values = np.array(lived.values if whole else lived.values[np.ix_(years, wanted)], dtype=recording.dtype, order="C")
    # A figure that is not a number has many bit patterns; one of them is kept.
    values[np.isnan(values)] = np.nan
    averages = lived.values.mean(axis=0)
    averages[np.isnan(averages)] = np.nan
    means = dict(zip(lived.columns, averages.tolist(), strict=True))
    return Kept(
        run=run,
        status="ok",
        nature=lived.nature,
        hash=digest(columns, values, means, lived.nature),
        columns=columns,
        years=np.array(years, np.int32),
        values=values,
        means=means,
    )


@lru_cache(maxsize=8)
def _wanted(columns: tuple[str, ...], patterns: tuple[str, ...]) -> tuple[tuple[str, ...], list[int]]:
    """Choose the metrics that fit a pattern; all runs of a sweep ask the same."""
    places = [place for place, name in enumerate(columns) if any(fnmatchcase(name, pattern) for pattern in patterns)]
    return tuple(columns[place] for place in places), places


def digest(columns: Sequence[str], values: NDArray[Any], means: Mapping[str, float], nature: str) -> str:
    """Hash all that is kept of a run, to the bit."""
    sum_ = hashlib.sha256("\n".join(columns).encode())
    sum_.update(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes())
    sum_.update("\n".join(means).encode())
    sum_.update(np.fromiter(means.values(), "<f8", len(means)).tobytes())
    sum_.update(nature.encode())
    return sum_.hexdigest()[:32]
