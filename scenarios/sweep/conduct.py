"""A sweep from its first run to its last: what is missing is lived, written chunk by chunk, and counted."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scenarios.records import identity
from scenarios.records.machine import machine
from scenarios.sweep import pool
from scenarios.sweep.again import first_ok, live_again
from scenarios.sweep.folder import STATES, Folder
from scenarios.sweep.lived import Kept
from scenarios.sweep.lock import Lock
from scenarios.sweep.outline import Outline
from scenarios.sweep.plan import Plan
from scenarios.sweep.reading import kept_of
from scenarios.sweep.tables import Running
from scenarios.sweep.worker import Task, Work, live_one
from scenarios.sweep.writing import Writer

LARGEST_CHUNK = 500
_PIECES = 4
"""Least number of chunks for each of several workers: fewer would leave one idle at the end, more cost files."""
_OURS = frozenset(
    {
        "lock",
        "runs",
        "rounds",
        "beats",
        "worlds",
        "plugins",
        "experiment.json",
        "experiment.json.part",
        "design.parquet",
        "design.parquet.part",
        "manifest.json.part",
    }
)
Settled = Callable[[int], bool]


@dataclass(slots=True)
class Progress:
    """How far a sweep is."""

    total: int
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    began: float = field(default_factory=time.monotonic)
    before: int = 0
    """Runs that were there when it began."""

    @property
    def finished(self) -> int:
        """Runs that are there now, good or bad."""
        return sum(self.counts.values())

    @property
    def failed(self) -> int:
        """Runs that ended badly."""
        return self.finished - self.counts["ok"]

    @property
    def rate(self) -> float:
        """Runs per second since it began."""
        return (self.finished - self.before) / max(time.monotonic() - self.began, 1e-9)

    @property
    def seconds_left(self) -> float:
        """Time that the rest will take at this rate."""
        return (self.total - self.finished) / self.rate if self.rate else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a sweep will cost, told before it begins."""

    runs: int
    run_seconds: float
    """Time of one run on one worker."""
    seconds: float
    bytes: int
    chunk: int
    """Runs per file."""


def estimate(experiment: Outline, plan: Plan, running: Running) -> Estimate:
    """Live a little of the first run under each arm and work out time and disk."""
    model, seconds, rows, columns = experiment.called(), [], 1, 1
    for arm in plan.arms:
        pilot = getattr(model, "pilot", None)
        if pilot is None:
            kept = live_one(
                Work(model=model, recording=experiment.record, timeout=running.timeout_s), 0, plan.points[0], arm, 0
            )
            if kept.values is not None:
                rows, columns = kept.values.shape
            seconds.append(kept.seconds)
            break
        seconds.append(pilot(plan.points[0], arm))
        rows, columns = experiment.years, len(experiment.metrics())
    one = sum(seconds) / len(seconds)
    width = 8 if experiment.record.dtype == "float64" else 4
    room = len(plan) * (rows / experiment.record.every * columns * width * 0.5 + columns * 8 * 0.5 + 100)
    workers = 1 if running.executor == "serial" else running.workers
    size = running.chunk or chunk_size(len(plan), one, running)
    return Estimate(runs=len(plan), run_seconds=one, seconds=one * len(plan) / workers, bytes=int(room), chunk=size)


def chunk_size(runs: int, seconds: float, running: Running) -> int:
    """Choose the runs of a file: some seconds of work, yet enough files that no worker waits at the end."""
    by_time = int(running.chunk_seconds / max(seconds, 1e-6))
    workers = 1 if running.executor == "serial" else running.workers
    pieces = _PIECES * workers if workers > 1 else 1
    return max(1, min(LARGEST_CHUNK, by_time, -(-runs // pieces)))


def begin(
    experiment: Outline,
    folder: Folder,
    plan: Plan,
    running: Running,
    *,
    told: Estimate | None = None,
    allow_code_change: bool = False,
    allow_other_machine: bool = False,
) -> None:
    """Make the folder of a new sweep, or make sure that an old one is the same experiment under the same code.

    Where this machine has had no part in an old one, a run of it is lived again first, which must give the same bits.
    """
    if (folder.path / "manifest.json").is_file():
        same_code = _same(experiment, folder, plan, allow_code_change=allow_code_change)
        _same_figures(experiment, folder, allowed=allow_other_machine or not same_code)
        folder.make()
        return
    folder.make()
    told = told or (None if running.chunk else estimate(experiment, plan, running))
    free = shutil.disk_usage(folder.path).free
    if told is not None and told.bytes > free:
        raise ValueError(f"the sweep needs about {told.bytes / 1e9:.1f} GB, {folder.path} has {free / 1e9:.1f} GB free")
    experiment.write(folder)
    folder.place("design.parquet", _bytes(plan))
    folder.note(
        name=experiment.name,
        experiment=experiment.hash(),
        design=plan.hash(),
        code=identity.code_hash(own_model=experiment.model is not None),
        plugins=experiment.plugin_hashes(),
        commit=identity.commit(),
        versions=identity.versions(),
        machines=[machine()],
        seed=experiment.seed,
        points=len(plan.points),
        arms=[arm["name"] for arm in plan.arms],
        replications=plan.replications,
        chunk=told.chunk if told is not None and not running.chunk else running.chunk,
        started=_now(),
        finished=None,
        stopped_at=None,
        code_changes=[],
    )


def _bytes(plan: Plan) -> bytes:
    import io

    sink = io.BytesIO()
    plan.table().to_parquet(sink, index=False)
    return sink.getvalue()


def _same(experiment: Outline, folder: Folder, plan: Plan, *, allow_code_change: bool) -> bool:
    """Refuse another experiment, and other code unless it is allowed; tell whether the code is the same."""
    known = folder.manifest
    if known["experiment"] != experiment.hash():
        raise ValueError(
            f"{folder.path} holds another experiment (its scenario, arms, design, parameters, record or "
            "seed differ); give another folder"
        )
    if known["design"] != plan.hash():
        raise ValueError(
            f"the design of {folder.path} comes out differently with the packages installed here; "
            "install the versions that its manifest.json names"
        )
    code, own = identity.code_hash(own_model=experiment.model is not None), experiment.plugin_hashes()
    moved = changed_plugins(experiment, known)
    if known["code"] == code and not moved:
        return True
    if not allow_code_change:
        what = "the code" if known["code"] != code else f"the plugin {moved[0]}"
        raise ValueError(
            f"{what} has changed since {folder.path} was begun, so its runs would not be of one kind; "
            "go back to that code, begin anew, or allow it with --allow-code-change"
        )
    folder.note(
        code=code,
        plugins=own,
        code_changes=[
            *known["code_changes"],
            {"at": _now(), "from": known["code"], "to": code, "plugins": moved, "chunks": len(folder.done())},
        ],
    )
    return False


def changed_plugins(experiment: Outline, manifest: Mapping[str, Any]) -> list[str]:
    """Name the plugins whose files are others than those that a sweep was begun with."""
    before, now = manifest.get("plugins", {}), experiment.plugin_hashes()
    return [title for title in sorted({*before, *now}) if before.get(title) != now.get(title)]


def _same_figures(experiment: Outline, folder: Folder, *, allowed: bool) -> None:
    """Note that this machine takes part; refuse it where it lives a run otherwise, unless that is allowed."""
    known, run = folder.manifest.get("machines", []), first_ok(folder)
    if machine() in known:
        return
    if not allowed and run is not None and not (again := live_again(experiment, folder, run)).same:
        raise ValueError(
            f"on this machine run {run} does not come out as it stands in {folder.path}, so its runs would not be of "
            f"one kind. {' '.join(again.sentences())} Go on where it was begun, begin anew, or allow it with "
            "--allow-other-machine"
        )
    folder.note(machines=[*known, machine()])


def conduct(
    experiment: Outline,
    folder: Folder,
    plan: Plan,
    running: Running,
    *,
    settled: Settled | None = None,
    progress: Progress | None = None,
) -> Iterator[Kept]:
    """Live what is missing; runs are given back once their chunk is on disk.

    Parameters
    ----------
    settled : asked after each batch of replications whether the interval is narrow enough.
    """
    folder.sweep_up()
    size, progress = folder.manifest["chunk"], progress or Progress(len(plan))
    _count(folder, progress)
    work = Work(
        model=experiment.called(),
        recording=experiment.record,
        timeout=running.timeout_s,
        beats=str((folder.path / "beats").resolve()),
    )
    by_batch: dict[int, list[tuple[int, range]]] = {}
    for complete, number, runs in plan.chunks(size):
        by_batch.setdefault(complete, []).append((number, runs))
    with Writer(folder) as writer:
        for complete, chunks in by_batch.items():
            done = folder.done()
            tasks = (Task(number, tuple(map(plan.run, runs))) for number, runs in chunks if number not in done)
            for chunk, kept in _noted(folder, pool.lots(tasks, work, running)):
                yield from _counted(progress, writer.put(chunk, kept))
            yield from _counted(progress, writer.settle())
            if settled is not None and settled(complete):
                folder.note(stopped_at=complete)
                break
    folder.note(finished=_now())


def _noted(folder: Folder, lots: Iterable[pool.Lot]) -> Iterator[pool.Lot]:
    """Pass lots on, and note the machines of a cluster that are of another kind than those known."""
    known = folder.manifest.get("machines", [])
    for chunk, kept in lots:
        new = [one.machine for one in kept if one.machine and one.machine not in known]
        if new:
            known.append(new[0])
            folder.note(machines=known)
        yield chunk, kept


def _counted(progress: Progress, safe: Sequence[Kept]) -> Sequence[Kept]:
    for one in safe:
        progress.counts[one.status] += 1
    return safe


def retry(
    experiment: Outline, folder: Folder, plan: Plan, running: Running, progress: Progress | None = None
) -> Iterator[Kept]:
    """Live the runs that failed once more, and put those that went well in their place."""
    folder.sweep_up()
    work = Work(
        model=experiment.called(),
        recording=experiment.record,
        timeout=running.timeout_s,
        beats=str((folder.path / "beats").resolve()),
    )
    failed = {chunk: bad for chunk in sorted(folder.done()) if (bad := _failed(folder, chunk))}
    progress = progress or Progress(sum(map(len, failed.values())))
    progress.total = sum(map(len, failed.values()))
    tasks = (Task(chunk, tuple(map(plan.run, bad))) for chunk, bad in failed.items())
    for chunk, kept in _noted(folder, pool.lots(tasks, work, running)):
        folder.log(chunk=chunk, retried=[one.run for one in kept], failed=sum(one.status != "ok" for one in kept))
        replace_runs(folder, chunk, kept)
        for one in kept:
            progress.counts[one.status] += 1
        yield from kept


def _failed(folder: Folder, chunk: int) -> list[int]:
    table = folder.read_runs(chunk).select(["run", "status"]).to_pydict()
    return [run for run, status in zip(table["run"], table["status"], strict=True) if status != "ok"]


def replace_runs(folder: Folder, chunk: int, fresh: Sequence[Kept]) -> None:
    """Write a chunk again with some of its runs replaced."""
    new = {one.run: one for one in fresh}
    folder.write(chunk, [new.get(one.run, one) for one in kept_of(folder, chunk)], worker_seconds=False)


def _count(folder: Folder, progress: Progress) -> None:
    for chunk in folder.done():
        for status in folder.read_runs(chunk)["status"].to_pylist():
            progress.counts[status] += 1
    progress.before, progress.began = progress.finished, time.monotonic()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def locked(folder: Path) -> Lock:
    """Lock a folder, which is made if need be; one that holds something else is left untouched."""
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"cannot write to {folder}: it is a file, not a folder")
    folder.mkdir(parents=True, exist_ok=True)
    # What a sweep that was ended before its manifest leaves behind is a sweep's all the same.
    if not (folder / "manifest.json").is_file() and any(file.name not in _OURS for file in folder.iterdir()):
        raise ValueError(f"{folder} is not empty and holds no sweep; give another folder")
    return Lock(folder)


def with_options(running: Running, **changes: Any) -> Running:
    """Change how runs are worked off; what is None stays."""
    return replace(running, **{key: value for key, value in changes.items() if value is not None})
