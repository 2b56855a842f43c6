"""How fast sweeps are: over a bare loop, and beside Mesa's batch_run and EMA Workbench on the same model.

All that is compared in a ratio is run in turn, within the same minute, and figures are medians of ratios. Mesa's
batch_run takes the model with a DataCollector, since it cannot do without; EMA runs in its own environment, made at
the first call. Start-up of workers is counted for all; ours are warm after the first repeat, which is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.peers import environments
from benchmarks.peers.sweep_model import ROUNDS, bare, calibrate
from benchmarks.sweep_line import experiment, line

ROOT = Path(__file__).parents[1]


def ours(work: int, runs: int, **run: Any) -> tuple[float, float]:
    """Seconds of a whole sweep, files and all, by the clock and of this process."""
    with tempfile.TemporaryDirectory() as folder:
        made = experiment(work, runs, **run)
        start, busy = time.perf_counter(), time.process_time()
        count = sum(1 for _ in made.stream(Path(folder) / "out"))
        spent = time.perf_counter() - start, time.process_time() - busy
    return spent if count == runs else (float("nan"), float("nan"))


def alone(work: int, runs: int) -> tuple[float, float]:
    """Seconds of a bare loop, by the clock and of this process."""
    busy = time.process_time()
    return bare(runs, work), time.process_time() - busy


def mesa_batch(work: int, runs: int, processes: int) -> float:
    """Seconds of mesa.batch_run, a row for every round."""
    import mesa

    from benchmarks.peers.sweep_mesa import BatchModel

    start = time.perf_counter()
    rows = mesa.batch_run(
        BatchModel,
        {"x": [0.0, 1.0], "work": work},
        number_processes=processes,
        rng=range(runs // 2),
        data_collection_period=1,
        max_steps=ROUNDS,
        display_progress=False,
    )
    spent = time.perf_counter() - start
    # Mesa adds a row for the state before the first round.
    return spent if len(rows) >= runs * ROUNDS else float("nan")


class Side:
    """A process that lives runs beside us when told to."""

    def __init__(self, python: str, kind: str) -> None:
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "benchmarks.peers.sweep_model", kind],
            cwd=ROOT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.process.stdout.readline()

    def begin(self, runs: int, work: int, processes: int = 1) -> None:
        """Start it on so many runs."""
        self.process.stdin.write(f"{runs} {work} {processes}\n")
        self.process.stdin.flush()

    def seconds(self) -> float:
        """Wait for its answer."""
        return float(self.process.stdout.readline().split()[1])

    def end(self) -> None:
        """Close its input, upon which it ends."""
        self.process.stdin.close()
        self.process.wait()


def speeds(milliseconds: float, runs: int, repeats: int) -> dict[str, list[float]]:
    """Seconds of each contender, one after another, repeat by repeat."""
    work = calibrate(milliseconds)
    sides = [Side(sys.executable, "bare") for _ in range(2)]
    workbench = Side(str(environments.interpreter("ema")), "ema")
    found: dict[str, list[float]] = {}
    try:
        for repeat in range(repeats + 1):
            # The bare loop right before and right after: what drifts in between falls on both.
            taken = {}
            taken["bare"], taken["bare, busy"] = alone(work, runs)
            taken["serial"], taken["serial, busy"] = ours(work, runs, executor="serial")
            taken["bare again"], taken["bare again, busy"] = alone(work, runs)
            for side in sides:
                side.begin(runs // 2, work)
            taken["two bare loops"] = max(side.seconds() for side in sides)
            # Who comes first changes from repeat to repeat: a neighbour that grows busier must not count for one side.
            for contender in ("ours", "mesa", "ema") if repeat % 2 else ("ema", "mesa", "ours"):
                if contender == "ours":
                    taken["two workers"], _ = ours(work, runs, executor="loky", workers=2)
                elif contender == "mesa":
                    taken["mesa"] = mesa_batch(work, runs, 2)
                else:
                    workbench.begin(runs, work, 2)
                    taken["ema"] = workbench.seconds()
            if repeat:
                for name, seconds in taken.items():
                    found.setdefault(name, []).append(seconds)
    finally:
        for side in (*sides, workbench):
            side.end()
    return found


def compare(
    milliseconds: float, runs: int, repeats: int, *, judged: bool, serial: float = 1.05, workers: float | None = 0.85
) -> list[dict[str, Any]]:
    """Ratios of the speeds; a bare loop right before and after is what the serial sweep is held against."""
    taken = {name: np.array(seconds) for name, seconds in speeds(milliseconds, runs, repeats).items()}
    loop, busy = ((taken[f"bare{kind}"] + taken[f"bare again{kind}"]) / 2 for kind in ("", ", busy"))
    size = f"{milliseconds:g} ms runs x {runs}"

    def goal(value: float | None) -> float | None:
        return value if judged else None

    return [
        line(f"serial sweep over the bare loop, {size}", median(taken["serial"] / loop), "ratio", goal(serial)),
        line(
            "... in time of the processor, which neighbours disturb less",
            median(taken["serial, busy"] / busy),
            "ratio",
            goal(serial),
        ),
        line(
            f"two workers' throughput over two bare loops side by side, {size}",
            median(taken["two bare loops"] / taken["two workers"]),
            "ratio",
            goal(workers),
            most=False,
        ),
        line(
            f"throughput over mesa.batch_run, two processes, {size}",
            median(taken["mesa"] / taken["two workers"]),
            "ratio",
            goal(1.5),
            most=False,
        ),
        line(
            f"throughput over EMA Workbench, two processes, {size}",
            median(taken["ema"] / taken["two workers"]),
            "ratio",
            goal(1.3),
            most=False,
        ),
        line(
            "... the most that is to be had: two bare loops side by side over EMA Workbench",
            median(taken["ema"] / taken["two bare loops"]),
            "ratio",
            None,
        ),
        line(f"spread of the bare loop between repeats, {size}", float(loop.max() / loop.min()), "ratio", None),
    ]
