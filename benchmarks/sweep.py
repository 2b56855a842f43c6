"""How sweeps hold up: their cost over a bare loop, beside Mesa's batch_run and EMA Workbench, and what kills them.

``python -m benchmarks.sweep [--json] [--quick]``

Speeds are medians of ratios; all that is compared in a ratio is run in turn, within the same minute. Mesa's batch_run
takes the same model with a DataCollector, since it cannot do without; EMA runs in its own environment, made at the
first call. Start-up of workers is counted for all; ours are warm after the first repeat, which is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.peers import environments
from benchmarks.peers.sweep_model import METRICS, NAMES, ROUNDS, bare, calibrate, live
from scenarios.experiment import Experiment
from scenarios.sweep.lived import Lived

ROOT = Path(__file__).parents[1]


class Ours:
    """The common model as our engine calls it."""

    def __init__(self, work: int) -> None:
        self.work = work

    def __call__(self, parameters: dict[str, Any], _arm: dict[str, Any], replication: int) -> Lived:
        """Live one run."""
        return Lived(NAMES, live(parameters["x"], replication, self.work), "shared")


def experiment(work: int, runs: int, **run: Any) -> Experiment:
    """Make an experiment of so many replications of one point."""
    return Experiment.of({"experiment": {"name": "bench"}, "design": {"replications": runs // 2},
                          "parameters": {"x": {"low": 0, "high": 1}}, "run": run}, model=Ours(work))


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
    rows = mesa.batch_run(BatchModel, {"x": [0.0, 1.0], "work": work}, number_processes=processes, rng=range(runs // 2),
                          data_collection_period=1, max_steps=ROUNDS, display_progress=False)
    spent = time.perf_counter() - start
    # Mesa adds a row for the state before the first round.
    return spent if len(rows) >= runs * ROUNDS else float("nan")


class Side:
    """A process that lives runs beside us when told to."""

    def __init__(self, python: str, kind: str) -> None:
        self.process = subprocess.Popen(
            [python, "-W", "ignore", "-m", "benchmarks.peers.sweep_model", kind], cwd=ROOT, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
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


def line(case: str, value: float, unit: str, goal: float | None, *, most: bool = True) -> dict[str, Any]:
    """One line of the report; ``most`` says whether the goal is an upper bound."""
    holds = None if goal is None else bool(value <= goal if most else value >= goal)
    return {"case": case, "value": float(value), "unit": unit, "goal": goal, "holds": holds}


def compare(milliseconds: float, runs: int, repeats: int, *, judged: bool,
            serial: float = 1.05, workers: float | None = 0.85) -> list[dict[str, Any]]:
    """Ratios of the speeds; a bare loop right before and after is what the serial sweep is held against."""
    taken = {name: np.array(seconds) for name, seconds in speeds(milliseconds, runs, repeats).items()}
    loop, busy = ((taken[f"bare{kind}"] + taken[f"bare again{kind}"]) / 2 for kind in ("", ", busy"))
    size = f"{milliseconds:g} ms runs x {runs}"

    def goal(value: float | None) -> float | None:
        return value if judged else None

    return [
        line(f"serial sweep over the bare loop, {size}", median(taken["serial"] / loop), "ratio", goal(serial)),
        line("... in time of the processor, which neighbours disturb less",
             median(taken["serial, busy"] / busy), "ratio", goal(serial)),
        line(f"two workers' throughput over two bare loops side by side, {size}",
             median(taken["two bare loops"] / taken["two workers"]), "ratio", goal(workers), most=False),
        line(f"throughput over mesa.batch_run, two processes, {size}", median(taken["mesa"] / taken["two workers"]),
             "ratio", goal(1.5), most=False),
        line(f"throughput over EMA Workbench, two processes, {size}", median(taken["ema"] / taken["two workers"]),
             "ratio", goal(1.3), most=False),
        line("... the most that is to be had: two bare loops side by side over EMA Workbench",
             median(taken["ema"] / taken["two bare loops"]), "ratio", None),
        line(f"spread of the bare loop between repeats, {size}", float(loop.max() / loop.min()), "ratio", None),
    ]


def costs() -> list[dict[str, Any]]:
    """What a run costs on disk, and what it costs beside its own time."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for dtype, goal in (("float64", 5.0), ("float32", 3.0)):
            made = Experiment.of({"experiment": {"name": dtype}, "design": {"replications": 1000}, "record": {
                "dtype": dtype}, "run": {"chunk": 500}, "parameters": {"x": {"low": 0, "high": 1}}}, model=Ours(1))
            results = made.live(Path(folder) / dtype, executor="serial")
            found.append(line(f"disk per run, {ROUNDS} rounds x {METRICS} metrics, {dtype}",
                              results.folder.size() / len(results.runs) / 1000, "kB", goal))
    values = live(0.5, 0, 1)
    nothing = Experiment.of({"experiment": {"name": "nothing"}, "design": {"replications": 2000},
                             "run": {"chunk": 500}}, model=lambda *_: Lived(NAMES, values, "shared"))
    times = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            start, busy = time.perf_counter(), time.process_time()
            nothing.live(Path(folder) / "out", executor="serial")
            times.append([(time.perf_counter() - start) / 2, (time.process_time() - busy) / 2])
    clock, busy = np.median(times, axis=0)
    return [*found, line("fixed cost per run of a model that does nothing", float(clock), "ms", 0.15),
            line("... of which this process was busy", float(busy), "ms", None), _world_size()]


def _world_size() -> dict[str, Any]:
    """What a run of our own takes on disk; its figures are all different, so they compress less."""
    made = Experiment.of({"experiment": {"name": "worlds", "scenario": "pair", "rounds": 20}, "run": {"chunk": 12},
                          "design": {"replications": 12}})
    with tempfile.TemporaryDirectory() as folder:
        results = made.live(Path(folder) / "out", executor="serial")
        size = results.folder.size() / len(results.runs) / 1000
    return line(f"disk per run of a world, 20 years x {len(made.metrics())} metrics, float64", size, "kB", None)


MEMORY = """
import sys, tempfile
from pathlib import Path
from benchmarks.sweep import Experiment, Lived, NAMES, live
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
    peaks = [int(subprocess.run([sys.executable, "-c", MEMORY, str(runs)], cwd=ROOT, capture_output=True, text=True,
                                check=True).stdout) for runs in (few, many)]
    return line(f"peak memory, {many:,} runs over {few:,}", peaks[1] / peaks[0], "ratio", 1.2)


KILLED = """
import sys
from tests.scenarios.test_experiment_runs import forty
from tests.scenarios.toys import steady
forty(steady, arms={"a": {}, "b": {}}).live(sys.argv[1])
"""


def killed_and_resumed(trials: int) -> list[dict[str, Any]]:
    """Kill the main process at random moments, resume, and compare the content with a sweep that never stopped."""
    from tests.scenarios.test_experiment_runs import forty
    from tests.scenarios.toys import steady

    rng, same, midway = np.random.default_rng(20261123), 0, 0
    with tempfile.TemporaryDirectory() as place:
        whole = forty(steady, arms={"a": {}, "b": {}}).live(Path(place) / "whole").content_hash()
        for trial in range(trials):
            folder = Path(place) / f"killed{trial}"
            process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], cwd=ROOT, start_new_session=True,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until = time.monotonic() + 60
            while not folder.is_dir() and time.monotonic() < until:
                time.sleep(0.002)
            # By turns at any moment from the folder's first, start of the workers included, and amid the writing.
            if trial % 2:
                while not list(folder.glob("runs/*.parquet")) and time.monotonic() < until:
                    time.sleep(0.002)
            time.sleep(float(rng.uniform(0, 0.12 if trial % 2 else 1.6)))
            process.send_signal(signal.SIGKILL)
            process.wait()
            done = len(list((folder / "runs").glob("*.parquet")))
            midway += 0 < done < 20
            same += forty(steady, arms={"a": {}, "b": {}}).live(folder).content_hash() == whole
            shutil.rmtree(folder)
    return [line(f"main process killed at {trials} random moments and resumed: same content", same, f"of {trials}",
                 trials, most=False),
            line("... of which some chunks, but not all, were there", midway, f"of {trials}", None)]


def faults() -> list[dict[str, Any]]:
    """One run of forty raises, kills its worker, or takes too long."""
    from tests.scenarios import toys
    from tests.scenarios.test_experiment_runs import forty

    found = []
    for name, model, options in (("raises", toys.faulty, {}), ("kills its worker", toys.deadly, {}),
                                 ("takes too long", toys.slow, {"timeout_s": 1.0}),
                                 ("takes too long and hears no alarm", toys.deaf, {"timeout_s": 1.0})):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            results = forty(model).live(Path(folder) / "out", **options)
            spent = time.perf_counter() - start
            rows = len(results.runs) - results.counts["ok"]
        found += [line(f"one of 40 runs {name}: results", results.counts["ok"], "of 39", 39, most=False),
                  line(f"one of 40 runs {name}: rows with the reason", rows, "row", 1),
                  line(f"one of 40 runs {name}: time", spent, "s", 30)]
    return found


def same_bits() -> dict[str, Any]:
    """Contents of the same sweep lived serially, by two workers, resumed, and under other hash seeds."""
    script = ("import sys; from tests.scenarios.test_experiment_runs import forty;"
              "from tests.scenarios.toys import walk;"
              "print(forty(walk, arms={'a': {}, 'b': {}}).live(sys.argv[1], executor=sys.argv[2]).content_hash())")
    hashes = set()
    with tempfile.TemporaryDirectory() as place:
        for number, (executor, seed) in enumerate((("serial", "0"), ("loky", "1"), ("serial", "random"))):
            done = subprocess.run([sys.executable, "-c", script, f"{place}/{number}", executor], cwd=ROOT, check=True,
                                  env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True)
            hashes.add(done.stdout.strip())
    return line("different contents of one sweep: serial, two workers, other PYTHONHASHSEED", len(hashes), "", 1)


def ishigami() -> list[dict[str, Any]]:
    """Over 20 seeds, how often each true index of Ishigami's function lies in its interval; the worst of six."""
    from scenarios.analysis.sobol import indices
    from scenarios.sweep.bootstrap import draws, interval
    from scenarios.sweep.designs import sobol
    from scenarios.sweep.parameter import Parameter
    from tests.scenarios.test_experiment_analysis import shares
    from tests.scenarios.toys import ishigami as function

    parameters = [Parameter(path=f"x{place}", low=-np.pi, high=np.pi) for place in (1, 2, 3)]
    found = []
    for blocks in (256, 1024):
        hits = np.zeros((2, 3), int)
        for seed in range(20):
            points = sobol.points(parameters, seed, n=blocks)
            values = np.array([function(point, {}, 0)["y"] for point in points]).reshape(blocks, 5)
            low, high = interval(np.array([indices(values[rows]) for rows in draws(blocks, 1000)]), blocks)
            hits += (low <= shares()) & (shares() <= high)
        found.append(line(f"Ishigami, {blocks} blocks: seeds with the true index inside, worst of six", int(hits.min()),
                          "of 20", 18, most=False))
    return found


def measure(*, quick: bool) -> list[dict[str, Any]]:
    """Everything once."""
    found = [*costs(), *ishigami(), *faults(), same_bits(), *killed_and_resumed(4 if quick else 20)]
    found.append(memory(2000, 4000) if quick else memory(10_000, 100_000))
    found += compare(10.0, 100 if quick else 400, 1 if quick else 5, judged=True)
    if not quick:
        found += compare(1.0, 2000, 5, judged=True, serial=1.15, workers=None)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print figures for other programs")
    parser.add_argument("--quick", action="store_true", help="fewer repeats, a few minutes")
    given = parser.parse_args()
    found = measure(quick=given.quick)
    if given.json:
        print(json.dumps({"results": found}, indent=2))
        return
    for one in found:
        goal = "" if one["goal"] is None else f"  (goal {one['goal']:g}: {'held' if one['holds'] else 'MISSED'})"
        print(f"{one['case']:<82}{one['value']:>9.3g} {one['unit']}{goal}")
    print(f"Peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
