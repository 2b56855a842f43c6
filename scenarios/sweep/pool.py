"""Workers: none, processes on this machine, or a Dask cluster; one that dies costs its run and nothing else."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios.experiment_parts import Running
from scenarios.sweep.lived import Kept
from scenarios.sweep.worker import Task, Work, heard, live

DEATHS = frozenset({"TerminatedWorkerError", "BrokenProcessPool", "KilledWorker", "BrokenExecutor"})
"""What joblib and Dask raise when a worker has died."""
_GRACE = 3.0
"""Seconds beyond twice its time that a run gets before its process is ended from outside."""
Lot = tuple[int, list[Kept]]


def lots(tasks: Iterable[Task], work: Work, running: Running) -> Iterator[Lot]:
    """Have tasks worked off and give back each chunk when it is done, in any order."""
    if running.executor == "serial" or (running.executor == "loky" and running.workers == 1):
        for task in tasks:
            yield live(work, task)
        return
    if running.executor == "loky":
        work = replace(work, parent=os.getpid())
    with _cluster(running) as backend:
        yield from _survive(iter(tasks), work, running, backend)


def _survive(tasks: Iterator[Task], work: Work, running: Running, backend: Callable[[], Any]) -> Iterator[Lot]:
    """Send tasks out; when a worker dies, find the run, settle it, and send the rest out anew."""
    waiting: list[Task] = []
    overdue: set[int] = set()
    while True:
        out: dict[int, Task] = {}
        source = _watched(waiting, tasks, out)
        try:
            with _Watch(work, out, overdue):
                for lot in _parallel(source, work, running, backend):
                    out.pop(lot[0], None)
                    yield lot
            return
        except Exception as error:
            if type(error).__name__ not in DEATHS:
                raise
        # Whatever was sent out and did not come back is sent again; runs that were being lived are tried alone.
        waiting = []
        for task in out.values():
            suspects = _suspects(task, work, running)
            if not suspects:
                waiting.append(task)
                continue
            settled = [_alone(one, task, work, running, backend, overdue) for one in suspects]
            rest = Task(task.chunk, tuple(run for run in task.runs if run[0] not in suspects))
            if rest.runs:
                _, kept = _again(rest, work, running, backend, overdue)
                settled += kept
            yield task.chunk, sorted(settled, key=lambda one: one.run)


def _again(rest: Task, work: Work, running: Running, backend: Callable[[], Any], overdue: set[int]) -> Lot:
    """Live what is left of a chunk; should a worker die once more, each run is lived alone."""
    try:
        (lot,) = _guarded(rest, work, running, backend, overdue)
        return lot
    except Exception as error:
        if type(error).__name__ not in DEATHS:
            raise
    return rest.chunk, [_alone(run[0], rest, work, running, backend, overdue) for run in rest.runs]


def _alone(number: int, task: Task, work: Work, running: Running, backend: Callable[[], Any],
           overdue: set[int]) -> Kept:
    """Live a run that may have killed its worker by itself, so that it can only harm itself."""
    single = Task(task.chunk, tuple(run for run in task.runs if run[0] == number))
    tries = 1
    while number not in overdue and tries <= running.retries:
        tries += 1
        try:
            ((_, (kept,)),) = _guarded(single, work, running, backend, overdue)
            return kept
        except Exception as error:
            if type(error).__name__ not in DEATHS:
                raise
    if number in overdue:
        return Kept(run=number, status="timeout", error="TimeoutError",
                    reason=f"the run took longer than {work.timeout:g} s")
    return Kept(run=number, status="killed", error="WorkerDied",
                reason=f"the process that lived this run died, {tries} of {tries} times")


def _guarded(task: Task, work: Work, running: Running, backend: Callable[[], Any], overdue: set[int]) -> list[Lot]:
    with _Watch(work, {task.chunk: task}, overdue):
        return list(_parallel(iter([task]), work, running, backend))


def _suspects(task: Task, work: Work, running: Running) -> list[int]:
    """Name the runs that may have killed a worker: the one that a chunk was on when the workers died."""
    beat = heard(work.beats, task.chunk)
    (Path(work.beats) / f"{task.chunk:06d}").unlink(missing_ok=True)
    if beat is not None:
        return [beat[0]]
    # Workers elsewhere may not see our folder; then each run of the chunk is under suspicion.
    return [run[0] for run in task.runs] if running.executor == "dask" else []


def _watched(waiting: list[Task], tasks: Iterator[Task], out: dict[int, Task]) -> Iterator[Task]:
    while waiting:
        task = waiting.pop(0)
        out[task.chunk] = task
        yield task
    for task in tasks:
        out[task.chunk] = task
        yield task


def _parallel(tasks: Iterable[Task], work: Work, running: Running, backend: Callable[[], Any]) -> Iterator[Lot]:
    from joblib import Parallel, delayed

    with backend():
        # Two at least, since joblib takes one worker for none; twice as many tasks out as workers bounds memory.
        parallel = Parallel(n_jobs=max(running.workers, 2), return_as="generator_unordered", batch_size=1,
                            pre_dispatch="2*n_jobs")
        yield from parallel(delayed(live)(work, task) for task in tasks)


def _cluster(running: Running) -> AbstractContextManager[Callable[[], Any]]:
    """Say with which backend joblib works: its own processes, or the cluster at an address."""
    if running.executor == "loky":
        from joblib import parallel_config

        return nullcontext(lambda: parallel_config(backend="loky"))
    return _Dask(running.address)


class _Dask:
    """A client of a Dask scheduler for as long as a sweep lasts."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __enter__(self) -> Callable[[], Any]:
        try:
            from distributed import Client
        except ImportError:
            raise ValueError("a Dask cluster needs the extra packages: pip install 'rare-accord[cluster]'") from None
        from joblib import parallel_config

        try:
            self.client = Client(self.address, timeout=10)
        except (OSError, TimeoutError) as error:
            raise ValueError(f"no Dask scheduler answers at {self.address}: {error}") from None
        return lambda: parallel_config(backend="dask", client=self.client)

    def __exit__(self, *_: object) -> None:
        self.client.close()


class _Watch:
    """Ends worker processes on this machine whose run does not end by itself in twice its time."""

    def __init__(self, work: Work, out: Mapping[int, Task], overdue: set[int]) -> None:
        self.work, self.out, self.overdue = work, out, overdue
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        if self.work.timeout and self.work.beats and self.work.parent:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        since: dict[int, tuple[int, float]] = {}
        while not self._stop.wait(0.5):
            now = time.monotonic()
            for chunk in list(self.out):
                beat = heard(self.work.beats, chunk)
                if beat is None:
                    continue
                run, process = beat
                if since.get(chunk, (-1, now))[0] != run:
                    since[chunk] = (run, now)
                elif now - since[chunk][1] > 2 * self.work.timeout + _GRACE and run not in self.overdue:
                    self.overdue.add(run)
                    os.kill(process, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
