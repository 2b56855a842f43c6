"""What a sweep costs beside the runs' own time: disk, fixed time of a run, and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.sweep_model import METRICS, NAMES, ROUNDS, live
from benchmarks.sweep_line import Ours, line
from scenarios.experiment import Experiment
from scenarios.sweep.lived import Lived

ROOT = Path(__file__).parents[1]


def costs() -> list[dict[str, Any]]:
    """What a run costs on disk, and what it costs beside its own time."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for dtype, goal in (("float64", 5.0), ("float32", 3.0)):
            made = Experiment.of(
                {
                    "experiment": {"name": dtype},
                    "design": {"replications": 1000},
                    "record": {"dtype": dtype},
                    "run": {"chunk": 500},
                    "parameters": {"x": {"low": 0, "high": 1}},
                },
                model=Ours(1),
            )
            results = made.live(Path(folder) / dtype, executor="serial")
            found.append(
                line(
                    f"disk per run, {ROUNDS} rounds x {METRICS} metrics, {dtype}",
                    results.folder.size() / len(results.runs) / 1000,
                    "kB",
                    goal,
                )
            )
    values = live(0.5, 0, 1)
    nothing = Experiment.of(
        {"experiment": {"name": "nothing"}, "design": {"replications": 2000}, "run": {"chunk": 500}},
        model=lambda *_: Lived(NAMES, values, "shared"),
    )
    times = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            start, busy = time.perf_counter(), time.process_time()
            nothing.live(Path(folder) / "out", executor="serial")
            times.append([(time.perf_counter() - start) / 2, (time.process_time() - busy) / 2])
    clock, busy = np.median(times, axis=0)
    return [
        *found,
        line("fixed cost per run of a model that does nothing", float(clock), "ms", 0.15),
        line("... of which this process was busy", float(busy), "ms", None),
        _world_size(),
    ]


def _world_size() -> dict[str, Any]:
    """What a run of our own takes on disk; its figures are all different, so they compress less."""
    made = Experiment.of(
        {
            "experiment": {"name": "worlds", "scenario": "pair", "rounds": 20},
            "run": {"chunk": 12},
            "design": {"replications": 12},
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        results = made.live(Path(folder) / "out", executor="serial")
        size = results.folder.size() / len(results.runs) / 1000
    return line(f"disk per run of a world, 20 years x {len(made.metrics())} metrics, float64", size, "kB", None)


MEMORY = """
import sys, tempfile
from pathlib import Path
from benchmarks.sweep_cost import Experiment, Lived, NAMES, live
values = live(0.5, 0, 1)
made = Experiment.of({"experiment": {"name": "m"}, "design": {"replications": int(sys.argv[1])}, "run": {"chunk": 500}},
                     model=lambda *_: Lived(NAMES, values, "shared"))
with tempfile.TemporaryDirectory() as folder:
    for _ in made.stream(Path(folder) / "out", executor="serial"): pass
# What getrusage tells is that of whoever started us, if that was more.
print(next(row.split()[1] for row in open("/proc/self/status") if row.startswith("VmHWM")))
"""


def memory(few: int, many: int) -> dict[str, Any]:
    """Peak memory of a sweep of many runs over one of few."""
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", MEMORY, str(runs)], cwd=ROOT, capture_output=True, text=True, check=True
            ).stdout
        )
        for runs in (few, many)
    ]
    return line(f"peak memory, {many:,} runs over {few:,}", peaks[1] / peaks[0], "ratio", 1.2)
