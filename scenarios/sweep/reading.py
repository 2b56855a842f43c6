"""Chunks read back into runs, their hashes made again from what is on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scenarios.sweep.folder import OWN, Folder
from scenarios.sweep.lived import Kept, digest


def kept_of(folder: Folder, chunk: int) -> list[Kept]:
    """Read the runs of a chunk as they were written."""
    runs = folder.read_runs(chunk)
    metrics = [name for name in runs.column_names if name.startswith("mean:")]
    rounds = folder.read_rounds(chunk)
    columns = tuple(rounds.column_names[2:]) if rounds is not None else ()
    by_run = {} if rounds is None else _split(rounds, columns)
    found = []
    for row in runs.to_pylist():
        kept = Kept(**{name: row[name] for name in OWN})
        if kept.status == "ok":
            means = {name.removeprefix("mean:"): row[name] for name in metrics}
            years, values = by_run.get(kept.run, (np.zeros(0, np.int32), np.zeros((0, 0))))
            kept = replace(kept, columns=columns, years=years, values=values, means=means)
        found.append(kept)
    return found


def _split(rounds: pa.Table, columns: Sequence[str]) -> dict[int, tuple[NDArray[np.int32], NDArray[Any]]]:
    """Years and figures of each run, by its number."""
    values = np.column_stack([rounds[name].to_numpy() for name in columns])
    runs, years = rounds["run"].to_numpy(), rounds["round"].to_numpy()
    numbers, starts = np.unique(runs, return_index=True)
    ends = [*starts[1:], len(runs)]
    return {
        int(number): (years[a:b], np.ascontiguousarray(values[a:b]))
        for number, a, b in zip(numbers, starts, ends, strict=True)
    }


def faults(folder: Folder, chunk: int, wanted: range, dtype: str) -> list[str]:
    """Say what is wrong with a chunk: unreadable, other runs than planned, or figures that do not fit their hash."""
    try:
        kept = kept_of(folder, chunk)
    except Exception as error:  # noqa: BLE001 - whatever makes a file unreadable is a fault to tell
        return [f"chunk {chunk} cannot be read: {type(error).__name__}: {error}"]
    if [one.run for one in kept] != list(wanted):
        return [f"chunk {chunk} holds other runs than the design says"]
    return [
        f"run {one.run}: its figures do not fit its hash"
        for one in kept
        if one.status == "ok"
        and (
            one.values is None
            or one.means is None
            or digest(one.columns, one.values.astype(dtype), one.means, one.nature) != one.hash
        )
    ]
