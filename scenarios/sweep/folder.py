"""A sweep on disk: the experiment, its design, and chunks of runs that are whole or not there."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scenarios.sweep.lived import Kept

STATES = ("ok", "error", "timeout", "killed")
OWN = ("run", "status", "nature", "hash", "error", "reason", "trace")
"""Columns of a chunk of runs beside the means of its metrics."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A chunk as bytes that only have to be written."""

    chunk: int
    rounds: bytes
    """Empty where no years were kept."""
    runs: bytes
    told: Mapping[str, Any]
    """What the log says of it, if anything."""


class Folder:
    """The files of one sweep."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def at(cls, path: str | Path) -> Folder:
        """Open a sweep that is there."""
        folder = cls(Path(path))
        if not (folder.path / "manifest.json").is_file():
            raise ValueError(f"{path} holds no sweep: manifest.json not found")
        return folder

    def make(self) -> None:
        """Make the folders."""
        for name in ("rounds", "runs", "beats", "worlds"):
            (self.path / name).mkdir(parents=True, exist_ok=True)

    @property
    def manifest(self) -> dict[str, Any]:
        """What the sweep is and who made it."""
        found: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return found

    def note(self, **changes: Any) -> None:
        """Change the manifest."""
        known = self.manifest if (self.path / "manifest.json").is_file() else {}
        self.place("manifest.json", json.dumps(known | changes, indent=2, ensure_ascii=False) + "\n")

    def place(self, name: str, content: str | bytes, *, settle: bool = False) -> None:
        """Write a file beside its place, wait until it is on disk, and move it there; settle waits for that too."""
        path = self.path / name
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        if settle:
            _settle(path.parent)

    def done(self) -> set[int]:
        """List the chunks that are whole."""
        return {int(file.stem) for file in (self.path / "runs").glob("*.parquet")}

    def count(self) -> int:
        """Count the runs of the chunks that are whole."""
        return sum(pq.read_metadata(file).num_rows for file in (self.path / "runs").glob("*.parquet"))

    def write(self, chunk: int, kept: Sequence[Kept], *, worker_seconds: bool = True) -> None:
        """Write a chunk."""
        self.store(pack(chunk, kept, worker_seconds=worker_seconds))

    def store(self, packed: Packed) -> None:
        """Put a packed chunk in its place: the years first, then the runs, whose file says that the chunk is whole."""
        if packed.rounds:
            # A chunk must never seem whole without its years, even when power fails.
            self.place(f"rounds/{packed.chunk:06d}.parquet", packed.rounds, settle=True)
        self.place(f"runs/{packed.chunk:06d}.parquet", packed.runs)
        if packed.told:
            self.log(**packed.told)

    def log(self, **said: Any) -> None:
        """Add a line to the log; times stand here and not in the content."""
        with (self.path / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"at": round(time.time(), 3)} | said) + "\n")

    def logged(self) -> list[dict[str, Any]]:
        """Read the log; a line torn by a sudden end is passed over."""
        path, lines = self.path / "log.jsonl", []
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
            try:
                lines.append(json.loads(line))
            except ValueError:
                continue
        return lines

    def sweep_up(self) -> None:
        """Remove what a sudden end left behind: halves of files, and heartbeats of workers that are gone."""
        for file in [*self.path.rglob("*.part"), *(self.path / "beats").glob("*")]:
            file.unlink(missing_ok=True)

    def read_runs(self, chunk: int) -> pa.Table:
        """Read the runs of a chunk."""
        return pq.read_table(self.path / "runs" / f"{chunk:06d}.parquet", partitioning=None)

    def read_rounds(self, chunk: int, columns: Sequence[str] | None = None) -> pa.Table | None:
        """Read the years of a chunk's runs, or None where none were kept."""
        path = self.path / "rounds" / f"{chunk:06d}.parquet"
        if not path.is_file():
            return None
        if columns is not None:
            known = pq.read_schema(path).names
            columns = ["run", "round", *(name for name in columns if name in known)]
        return pq.read_table(path, columns=columns, partitioning=None)

    def size(self) -> int:
        """Sum up the bytes of the chunks."""
        return sum(file.stat().st_size for name in ("runs", "rounds") for file in (self.path / name).glob("*.parquet"))


def pack(chunk: int, kept: Sequence[Kept], *, worker_seconds: bool = True) -> Packed:
    """Lay the runs of a chunk out as the bytes of its files."""
    kept = sorted(kept, key=lambda one: one.run)
    rounds = rounds_table(kept)
    bad = sum(one.status != "ok" for one in kept)
    told = {"chunk": chunk, "runs": len(kept), "failed": bad, "seconds": round(sum(one.seconds for one in kept), 3)}
    return Packed(
        chunk=chunk,
        rounds=_parquet(rounds) if rounds.num_columns > 2 else b"",
        runs=_parquet(runs_table(kept)),
        told=told if worker_seconds else {},
    )


def rounds_table(kept: Iterable[Kept]) -> pa.Table:
    """Lay the years of several runs under each other: run, round, and a column per metric."""
    good = [one for one in kept if one.values is not None and one.columns]
    if not good:
        return pa.table({"run": pa.array([], pa.int32()), "round": pa.array([], pa.int32())})
    columns = good[0].columns
    if any(one.columns != columns for one in good):
        raise ValueError("all runs of an experiment must give the same metrics")
    whole = np.concatenate([one.values for one in good if one.values is not None])
    years = [one.years for one in good if one.years is not None]
    runs = np.repeat([one.run for one in good], [len(one) for one in years]).astype(np.int32)
    arrays = {"run": runs, "round": np.concatenate(years)}
    return pa.table(arrays | {name: np.ascontiguousarray(whole[:, place]) for place, name in enumerate(columns)})


def runs_table(kept: Sequence[Kept]) -> pa.Table:
    """Lay several runs under each other: how each ended, its hashes, and the means of its metrics."""
    table: dict[str, Any] = {"run": pa.array([one.run for one in kept], pa.int32())}
    table |= {name: pa.array([getattr(one, name) for one in kept], pa.string()) for name in OWN[1:]}
    metrics = tuple(dict.fromkeys(name for means in dict.fromkeys(map(_names, kept)) for name in means))
    unknown = (float("nan"),) * len(metrics)
    means = np.array([_means(one, metrics, unknown) for one in kept], float)
    for place, name in enumerate(metrics):
        table[f"mean:{name}"] = np.ascontiguousarray(means[:, place])
    return pa.table(table)


def _names(one: Kept) -> tuple[str, ...]:
    return tuple(one.means or ())


def _means(one: Kept, metrics: tuple[str, ...], unknown: tuple[float, ...]) -> Sequence[float]:
    if one.means is None:
        return unknown
    return tuple(one.means.values()) if _names(one) == metrics else [one.means[name] for name in metrics]


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    # Figures of which hardly two are equal take least space with bytes of equal weight side by side, others in a list.
    many = [field.name for field in table.schema if pa.types.is_floating(field.type) and _varied(table[field.name])]
    few = [name for name in table.column_names if name not in many]
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=3,
        use_dictionary=few,
        use_byte_stream_split=many,
        write_statistics=False,
    )
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _varied(column: pa.ChunkedArray) -> bool:
    first = column.slice(0, 1000)
    return 2 * len(first.unique()) > len(first)


def _settle(folder: Path) -> None:
    """Wait until the folder's own list of names is on disk; some systems do not offer it."""
    if os.name == "nt":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
