"""The work of one worker: live the runs of a chunk, and turn whatever goes wrong into a row with its reason."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from scenarios.records.machine import machine
from scenarios.sweep.lived import Kept, as_lived, keep
from scenarios.sweep.tables import Recording

Model = Callable[[Mapping[str, Any], Mapping[str, Any], int], Any]
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")
"""Places in memory differ between processes; content must not."""
_BEAT = 48
"""Length of a heartbeat, bytes."""


@dataclass(frozen=True, slots=True)
class Task:
    """Runs that are lived one after another and written to one file."""

    chunk: int
    runs: tuple[tuple[int, Mapping[str, Any], Mapping[str, Any], int], ...]
    """Number of the run, parameters, arm, replication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every worker has to know."""

    model: Model
    recording: Recording
    timeout: float = 0.0
    beats: str = ""
    """Folder in which a worker says which run it is on, so that a death can be laid at a run's door."""
    parent: int = 0
    """Process that a worker on this machine serves; when it is gone, the worker goes too."""


def live(work: Work, task: Task) -> tuple[int, list[Kept]]:
    """Live the runs of a task."""
    kept = []
    with Beat(work.beats, task.chunk) as beat:
        for run, parameters, arm, replication in task.runs:
            if work.parent and os.getppid() != work.parent:
                os._exit(1)
            beat.on(run)
            kept.append(live_one(work, run, parameters, arm, replication))
    return task.chunk, kept


def live_one(work: Work, run: int, parameters: Mapping[str, Any], arm: Mapping[str, Any], replication: int) -> Kept:
    """Live one run; an error or a run over time becomes a row."""
    start = time.perf_counter()
    try:
        with Limit(work.timeout):
            lived = as_lived(work.model(parameters, arm, replication))
        return _noted(keep(run, lived, work.recording), start)
    except OverTime:
        return _noted(_late(run, work.timeout), start)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a run does, the others go on
        if came_of(error, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        if came_of(error, OverTime):
            return _noted(_late(run, work.timeout), start)
        said = _ADDRESS.sub("0x", " ".join(str(error).split()))
        trace = _ADDRESS.sub("0x", "".join(traceback.format_exception(error)))
        return _noted(Kept(run=run, status="error", error=type(error).__name__, reason=said, trace=trace), start)


def _late(run: int, timeout: float) -> Kept:
    return Kept(run=run, status="timeout", error="TimeoutError", reason=f"the run took longer than {timeout:g} s")


def came_of(error: BaseException, kind: type[BaseException]) -> bool:
    """Say whether a signal's exception hides behind an error: compiled code hands it on as a SystemError."""
    seen: BaseException | None = error if isinstance(error, SystemError) else None
    while seen is not None and not isinstance(seen, kind):
        seen = seen.__cause__ or seen.__context__
    return seen is not None


def _noted(kept: Kept, start: float) -> Kept:
    return replace(kept, seconds=time.perf_counter() - start, machine=machine())


class OverTime(BaseException):
    """A run that took too long; not an Exception, so that no model swallows it."""


class Limit:
    """Ends what runs within it after so many seconds; 0 is no limit.

    In the main thread of a process an alarm does it, elsewhere an exception sent to the thread. Compiled code is
    ended only when it returns; the parent ends a process that never does.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self._over = seconds, False
        self._alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        """Start the clock."""
        if self.seconds and self._alarm:
            self._before = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self.seconds)
        elif self.seconds:
            self._timer = threading.Timer(self.seconds, self._send, (threading.get_ident(),))
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the clock."""
        if self.seconds and self._alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
        elif self.seconds:
            with self._lock:
                self._over = True
            self._timer.cancel()

    @staticmethod
    def _ring(number: int, frame: FrameType | None) -> None:  # noqa: ARG004 - the system's signature
        raise OverTime

    def _send(self, thread: int) -> None:
        with self._lock:
            if not self._over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OverTime))


class Beat:
    """A small file that says which run of a chunk is being lived, and by which process."""

    def __init__(self, folder: str, chunk: int) -> None:
        self.path = Path(folder) / f"{chunk:06d}" if folder else None
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Open the file; a worker on another machine may have no such folder, and then goes without."""
        if self.path is not None:
            try:
                self._file = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o644)
            except OSError:
                self._file = None
        return self

    def on(self, run: int) -> None:
        """Say which run begins."""
        if self._file is not None:
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{run} {os.getpid()}".ljust(_BEAT).encode())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the file: the chunk is done."""
        if self._file is not None and self.path is not None:
            os.close(self._file)
            self.path.unlink(missing_ok=True)


def heard(folder: str | Path, chunk: int) -> tuple[int, int] | None:
    """Read which run a chunk was on and in which process, or None where nothing is known."""
    try:
        words = (Path(folder) / f"{chunk:06d}").read_text(encoding="ascii").split()
    except OSError:
        return None
    return (int(words[0]), int(words[1])) if len(words) == 2 else None


def chunks_of(runs: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut a list of runs into pieces of one size, the last perhaps shorter."""
    return [runs[start : start + size] for start in range(0, len(runs), size)]
