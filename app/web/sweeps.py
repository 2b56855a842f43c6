"""Sweeps that the page Research starts: each in a process of its own, written to a folder that outlives the page."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scenarios.experiment import RUNS
from scenarios.sweep.identity import ROOT

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
MOST_SECONDS = 3 * 3600
"""A sweep that takes longer is one for the command line."""
FILES: Mapping[str, tuple[str, str]] = {
    "report.html": ("report.html", "Report (HTML)"),
    "runs.csv": ("csv/runs.csv", "Runs (CSV)"),
    "rounds.csv": ("csv/rounds.csv", "Years (CSV)"),
    "design.csv": ("csv/design.csv", "Design (CSV)"),
    "experiment.json": ("experiment.json", "Experiment (JSON)"),
    "manifest.json": ("manifest.json", "Code, versions and seed (JSON)"),
}
"""Downloads of a sweep: place in the folder, and name for readers."""


@dataclass(frozen=True)
class Sweep:
    """How far a sweep has come."""

    name: str
    """Its folder in runs/."""
    stage: str
    """living, stopped, over, or wrong."""
    done: int = 0
    total: int = 0
    failed: int = 0
    seconds_left: float = float("nan")
    said: str = ""
    """The fault, or the reason why it stopped."""

    @property
    def running(self) -> bool:
        """Tell whether there is more to come."""
        return self.stage == "living"


class Sweeps:
    """Keeps the sweep that this server lives, one at a time; safe to use from any thread."""

    def __init__(self, runs: Path = RUNS) -> None:
        self.runs = runs
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._log: IO[str] | None = None
        self._name, self._began, self._before, self._cancelled = "", 0.0, 0, False
        self._wrong: dict[str, str] = {}

    def estimate(self, words: Sequence[str]) -> dict[str, Any]:
        """Ask, in another process, what ``sweep run`` with these words would take.

        Raises
        ------
        ValueError
            With the sentence that the command line would say.
        """
        done = subprocess.run(  # noqa: S603 - words were checked, and no shell reads them
            _command("run", *words, "--estimate", "--json"),
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
        )
        if done.returncode:
            raise ValueError(_reason(done.stderr))
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def place(self, name: str, code: str) -> str:
        """Name the folder for a sweep: the one that it would be taken up in, unless other code has begun that one."""
        place, number = name, 1
        while (found := _manifest(self.folder(place))) and found.get("code") != code:
            number += 1
            place = f"{name}-{number}"
        return place

    def start(self, name: str, words: Sequence[str], chunk: int) -> None:
        """Begin a sweep, or take up the same one where it ended.

        Raises
        ------
        ValueError
            While another one is being lived.
        """
        self._begin(name, "run", *words, "--out", str(self.folder(name)), "--chunk", str(chunk))

    def resume(self, name: str) -> None:
        """Take up a sweep that stopped; raises as ``start`` does."""
        self._begin(name, "resume", str(self.folder(name)))

    def _begin(self, name: str, *words: str) -> None:
        path = self.folder(name)
        with self._lock:
            if self._running():
                if self._name == name:
                    return
                raise ValueError(f"this computer is living {self._name}; wait for it, or cancel it")
            self._wrong.pop(name, None)
            self._name, self._began, self._cancelled = name, time.monotonic(), False
            self._before = _progress(path)[0]
            # Output goes to a file: a full pipe that nobody reads would stop the process.
            self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed when the process is
            self._process = subprocess.Popen(  # noqa: S603
                _command(*words, "--csv", "--json"),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._log,
                text=True,
                env=_environment(),
                start_new_session=True,
            )
        if hasattr(os, "setpriority"):
            # People who look at pages go first.
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 5)

    def cancel(self, name: str) -> None:
        """Stop a sweep as Ctrl+C would; what is finished is safe."""
        with self._lock:
            if self._running() and self._name == name and self._process is not None:
                self._cancelled = True
                _interrupt(self._process)

    def stop(self) -> None:
        """Stop whatever is being lived, when the server ends."""
        with self._lock:
            if self._running() and self._process is not None:
                _interrupt(self._process)

    def look(self, name: str) -> Sweep:
        """Say how far a sweep has come, from its files."""
        try:
            path = self.folder(name)
        except ValueError as error:
            return Sweep(name, "wrong", said=str(error))
        done, failed, total = _progress(path)
        with self._lock:
            living = self._running() and self._name == name
            if not living and self._name == name and self._log is not None:
                self._log.seek(0)
                # A question without an answer ends so too, but then there is a report that tells of it.
                if self._process is not None and self._process.returncode and not self._cancelled:
                    self._wrong[name] = _reason(self._log.read())
                self._log.close()
                self._log = None
            spent, fresh = time.monotonic() - self._began, done - self._before
        if living:
            left = (total - done) * spent / fresh if fresh else float("nan")
            return Sweep(name, "living", done, total, failed, left)
        if not path.is_dir() or not total:
            return Sweep(name, "wrong", said=self._wrong.get(name, f"no sweep called {name!r} stands in {self.runs}"))
        if (path / "report" / "body.html").is_file() and _finished(path):
            return Sweep(name, "over", done, total, failed)
        return Sweep(name, "stopped", done, total, failed, said=self._wrong.get(name, ""))

    def body(self, name: str) -> str:
        """Read the report of a finished sweep."""
        return (self.folder(name) / "report" / "body.html").read_text(encoding="utf-8")

    def about(self, name: str) -> dict[str, Any]:
        """Read the title and summary of a sweep."""
        table = json.loads((self.folder(name) / "experiment.json").read_text(encoding="utf-8"))
        found: dict[str, Any] = table.get("experiment", {})
        return found

    def files(self, name: str) -> list[tuple[str, str]]:
        """List what there is to download: file and words."""
        path = self.folder(name)
        return [(file, said) for file, (place, said) in FILES.items() if (path / place).is_file()]

    def file(self, name: str, file: str) -> Path:
        """Find a file that may be downloaded."""
        path = self.folder(name) / FILES.get(file, ("", ""))[0]
        if file not in FILES or not path.is_file():
            raise ValueError(f"{name} has no file {file!r}")
        return path

    def folder(self, name: str) -> Path:
        """Return the folder of a sweep; a name that leads elsewhere is refused."""
        if not _NAME.fullmatch(name) or ".." in name:
            raise ValueError(f"{name!r} is no name of a sweep")
        return self.runs / name

    def known(self, most: int = 8) -> list[str]:
        """List sweeps that stand in the folder, the latest first."""
        found = [
            path.parent
            for path in self.runs.glob("*/manifest.json")
            if (path.parent / "experiment.json").is_file() and (path.parent / "worlds").is_dir()
        ]
        return [path.name for path in sorted(found, key=lambda one: -one.stat().st_mtime)[:most]]

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "app", "sweep", *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _interrupt(process: subprocess.Popen[str]) -> None:
    # Not SIGINT: where a shell began this server in the background, all that it begins is deaf to that.
    process.terminate()


def _reason(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    said = next((line.removeprefix("Error: ") for line in lines if line.startswith("Error: ")), "")
    return said or (lines[-1] if lines else "the process ended without a word")


def _finished(path: Path) -> bool:
    return bool(_manifest(path).get("finished"))


def _manifest(path: Path) -> dict[str, Any]:
    """Read a sweep's description; empty where there is none."""
    try:
        found: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _progress(path: Path) -> tuple[int, int, int]:
    """Count runs that are there, those that failed, and all, from the small files of a sweep."""
    about = _manifest(path)
    if not about:
        return 0, 0, 0
    replications = about.get("stopped_at") or about["replications"]
    chunks: dict[int, tuple[int, int]] = {}
    log = path / "log.jsonl"
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else []:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if "runs" in said:
            chunks[said["chunk"]] = (said["runs"], said["failed"])
        elif "retried" in said and said["chunk"] in chunks:
            chunks[said["chunk"]] = (chunks[said["chunk"]][0], said["failed"])
    return (
        sum(runs for runs, _ in chunks.values()),
        sum(failed for _, failed in chunks.values()),
        about["points"] * len(about["arms"]) * replications,
    )


SWEEPS = Sweeps()
"""The sweeps of this server."""
atexit.register(SWEEPS.stop)
