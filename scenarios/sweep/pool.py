"""Workers: none, processes on this machine, or a Dask cluster; one that dies costs its run and nothing else."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios.sweep.lived import Kept
from scenarios.sweep.tables import Running
from scenarios.sweep.worker import Task, Work, heard, live

DEATHS = frozenset({"TerminatedWorkerError", "BrokenProcessPool", "KilledWorker", "BrokenExecutor"})
"""What joblib and Dask raise when a worker has died."""
_GRACE = 3.0
"""Seconds beyond twice its time that a run gets before its process is ended from outside."""
_KNOCK, _GATHER, _FETCH, _LONELY = 10.0, 60.0, 20.0, 30.0
"""Seconds until a scheduler answers, until it has a worker, of a result on its way, of a cluster without workers."""
Lot = tuple[int, list[Kept]]


def lots(tasks: Iterable[Task], work: Work, running: Running) -> Iterator[Lot]:
    """Have tasks worked off and give back each chunk when it is done, in any order."""
    if running.executor == "serial" or (running.executor == "loky" and running.workers == 1):
        for task in tasks:
            yield live(work, task)
        return
    if running.executor == "dask":
        yield from _far(iter(tasks), work, running)
    else:
        yield from _survive(iter(tasks), replace(work, parent=os.getpid()), running)


def _survive(tasks: Iterator[Task], work: Work, running: Running) -> Iterator[Lot]:
    """Send tasks out; when a worker dies, find the run, settle it, and send the rest out anew."""
    waiting: list[Task] = []
    overdue: set[int] = set()
    while True:
        out: dict[int, Task] = {}
        source = _watched(waiting, tasks, out)
        try:
            with _Watch(work, out, overdue):
                for lot in _parallel(source, work, running):
                    out.pop(lot[0], None)
                    yield lot
            return
        except Exception as error:
            if not _died(error):
                raise
        # Whatever was sent out and did not come back is sent again; runs that were being lived are tried alone.
        waiting = []
        for task in out.values():
            suspects = _suspects(task, work)
            if not suspects:
                waiting.append(task)
                continue
            settled = [_alone(one, task, work, running, overdue) for one in suspects]
            rest = Task(task.chunk, tuple(run for run in task.runs if run[0] not in suspects))
            if rest.runs:
                _, kept = _again(rest, work, running, overdue)
                settled += kept
            yield task.chunk, sorted(settled, key=lambda one: one.run)


def _again(rest: Task, work: Work, running: Running, overdue: set[int]) -> Lot:
    """Live what is left of a chunk; should a worker die once more, each run is lived alone."""
    try:
        (lot,) = _guarded(rest, work, running, overdue)
        return lot
    except Exception as error:
        if not _died(error):
            raise
    return rest.chunk, [_alone(run[0], rest, work, running, overdue) for run in rest.runs]


def _alone(number: int, task: Task, work: Work, running: Running, overdue: set[int]) -> Kept:
    """Live a run that may have killed its worker by itself, so that it can only harm itself."""
    single = Task(task.chunk, tuple(run for run in task.runs if run[0] == number))
    tries = 1
    while number not in overdue and tries <= running.retries:
        tries += 1
        try:
            ((_, (kept,)),) = _guarded(single, work, running, overdue)
            return kept
        except Exception as error:
            if not _died(error):
                raise
    if number in overdue:
        return Kept(
            run=number, status="timeout", error="TimeoutError", reason=f"the run took longer than {work.timeout:g} s"
        )
    return Kept(
        run=number,
        status="killed",
        error="WorkerDied",
        reason=f"the process that lived this run died, {tries} of {tries} times",
    )


def _guarded(task: Task, work: Work, running: Running, overdue: set[int]) -> list[Lot]:
    with _Watch(work, {task.chunk: task}, overdue):
        return list(_parallel(iter([task]), work, running))


def _died(error: BaseException) -> bool:
    return type(error).__name__ in DEATHS


def _suspects(task: Task, work: Work) -> list[int]:
    """Name the run that may have killed a worker: the one that a chunk was on when the workers died."""
    beat = heard(work.beats, task.chunk)
    (Path(work.beats) / f"{task.chunk:06d}").unlink(missing_ok=True)
    return [] if beat is None else [beat[0]]


def _watched(waiting: list[Task], tasks: Iterator[Task], out: dict[int, Task]) -> Iterator[Task]:
    while waiting:
        task = waiting.pop(0)
        out[task.chunk] = task
        yield task
    for task in tasks:
        out[task.chunk] = task
        yield task


def _parallel(tasks: Iterable[Task], work: Work, running: Running) -> Iterator[Lot]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky"):
        # Two at least, since joblib takes one worker for none; twice as many tasks out as workers bounds memory.
        parallel = Parallel(
            n_jobs=max(running.workers, 2), return_as="generator_unordered", batch_size=1, pre_dispatch="2*n_jobs"
        )
        yield from parallel(delayed(live)(work, task) for task in tasks)


def _far(tasks: Iterator[Task], work: Work, running: Running) -> Iterator[Lot]:
    """Have tasks worked off by a Dask cluster.

    Joblib has a way to Dask too, but waits for ever for what a dead worker took with it; futures can be asked.
    """
    with _client(running.address) as client:
        client.wait_for_workers(1, timeout=_GATHER)
        out: dict[Any, Task] = {}
        room = 2 * max(sum(client.nthreads().values()), 1)
        while True:
            while len(out) < room and (task := next(tasks, None)) is not None:
                out[client.submit(live, work, task, pure=False)] = task
            if not out:
                return
            future = _first(client, out)
            task = out.pop(future)
            if future.status != "finished":
                yield _settle(future, task, work, client)
                continue
            try:
                yield future.result(timeout=_FETCH)
            except TimeoutError:
                # Its worker died after the work and took the result along.
                out[client.submit(live, work, task, pure=False)] = task


def _first(client: Any, out: Mapping[Any, Task]) -> Any:
    """Wait for a future that is done; without any worker nothing would ever be."""
    seen = time.monotonic()
    while True:
        for future in out:
            if future.done():
                return future
        if client.scheduler_info()["workers"]:
            seen = time.monotonic()
        elif time.monotonic() - seen > _LONELY:
            raise ValueError(
                f"the cluster has had no worker for {_LONELY:.0f} s; what is finished is safe: start workers and resume"
            )
        time.sleep(0.01)


def _settle(future: Any, task: Task, work: Work, client: Any) -> Lot:
    """Live a chunk that killed workers anew: the run that it was on, and where that is unknown each run, alone."""
    if not _died(future.exception()):
        raise future.exception()
    suspects = _suspects(task, work) or [run[0] for run in task.runs]
    alone = [[run] for run in task.runs if run[0] in suspects]
    rest = [run for run in task.runs if run[0] not in suspects]
    kept: list[Kept] = []
    for runs in [*([rest] if rest else []), *alone]:
        again = Task(task.chunk, tuple(runs))
        future = client.submit(live, work, again, pure=False)
        _first(client, {future: again})
        if future.status == "finished":
            kept += future.result(timeout=_LONELY)[1]
        elif _died(future.exception()):
            kept += [
                Kept(
                    run=run[0],
                    status="killed",
                    error="WorkerDied",
                    reason="the workers that lived this run died again and again",
                )
                for run in runs
            ]
        else:
            raise future.exception()
    return task.chunk, sorted(kept, key=lambda one: one.run)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("a Dask cluster needs the extra packages: pip install 'rare-accord[cluster]'") from None
    try:
        return Client(address, timeout=_KNOCK)
    except (OSError, TimeoutError) as error:
        raise ValueError(f"no Dask scheduler answers at {address}: {error}") from None


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
