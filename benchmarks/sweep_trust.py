"""Whether a sweep may be trusted: what is left after deaths and errors, equal bits, and indices that are known."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.sweep_line import line

ROOT = Path(__file__).parents[1]


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
            process = subprocess.Popen(
                [sys.executable, "-c", KILLED, str(folder)],
                cwd=ROOT,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
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
    return [
        line(
            f"main process killed at {trials} random moments and resumed: same content",
            same,
            f"of {trials}",
            trials,
            most=False,
        ),
        line("... of which some chunks, but not all, were there", midway, f"of {trials}", None),
    ]


def faults() -> list[dict[str, Any]]:
    """One run of forty raises, kills its worker, or takes too long."""
    from tests.scenarios import toys
    from tests.scenarios.test_experiment_runs import forty

    found = []
    for name, model, options in (
        ("raises", toys.faulty, {}),
        ("kills its worker", toys.deadly, {}),
        ("takes too long", toys.slow, {"timeout_s": 1.0}),
        ("takes too long and hears no alarm", toys.deaf, {"timeout_s": 1.0}),
    ):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            results = forty(model).live(Path(folder) / "out", **options)
            spent = time.perf_counter() - start
            rows = len(results.runs) - results.counts["ok"]
        found += [
            line(f"one of 40 runs {name}: results", results.counts["ok"], "of 39", 39, most=False),
            line(f"one of 40 runs {name}: rows with the reason", rows, "row", 1),
            line(f"one of 40 runs {name}: time", spent, "s", 30),
        ]
    return found


def same_bits() -> dict[str, Any]:
    """Contents of the same sweep lived serially, by two workers, resumed, and under other hash seeds."""
    script = (
        "import sys; from tests.scenarios.test_experiment_runs import forty;"
        "from tests.scenarios.toys import walk;"
        "print(forty(walk, arms={'a': {}, 'b': {}}).live(sys.argv[1], executor=sys.argv[2]).content_hash())"
    )
    hashes = set()
    with tempfile.TemporaryDirectory() as place:
        for number, (executor, seed) in enumerate((("serial", "0"), ("loky", "1"), ("serial", "random"))):
            done = subprocess.run(
                [sys.executable, "-c", script, f"{place}/{number}", executor],
                cwd=ROOT,
                check=True,
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
            )
            hashes.add(done.stdout.strip())
    return line("different contents of one sweep: serial, two workers, other PYTHONHASHSEED", len(hashes), "", 1)


def ishigami() -> list[dict[str, Any]]:
    """Over 20 seeds, how often each true index of Ishigami's function lies in its interval; the worst of six."""
    from scenarios.sweep.analyses.sobol import indices
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
        found.append(
            line(
                f"Ishigami, {blocks} blocks: seeds with the true index inside, worst of six",
                int(hits.min()),
                "of 20",
                18,
                most=False,
            )
        )
    return found
