"""The model that sweeps are compared on: 40 rounds of 30 metrics and an amount of work, free of any framework.

``python -m benchmarks.peers.sweep_model bare`` lives bare runs when told to on its standard input;
``python -m benchmarks.peers.sweep_model ema`` has EMA Workbench do so, in its own environment.
"""

from __future__ import annotations

import sys
import time

import numpy as np

ROUNDS, METRICS = 40, 30
NAMES = tuple(f"metric_{number}" for number in range(METRICS))


def burn(work: int) -> float:
    """So much of plain Python's work."""
    total = 0.0
    for number in range(work):
        total += number * 1e-9
    return total


def row(rng: np.random.Generator, state: np.ndarray, x: float, work: int) -> np.ndarray:
    """One round: twelve series that drift, eight shares of three digits, six counts and four flags."""
    state *= 0.9
    state += rng.normal(size=METRICS) + burn(work) + x
    found = state.copy()
    found[12:20] = np.round(1 / (1 + np.exp(-found[12:20])), 3)
    found[20:26] = np.floor(np.abs(2 * found[20:26]))
    found[26:] = found[26:] > 1
    return found


def live(x: float, seed: int, work: int) -> np.ndarray:
    """One run, (rounds, metrics)."""
    rng, state = np.random.default_rng(seed), np.zeros(METRICS)
    values = np.empty((ROUNDS, METRICS))
    for number in range(ROUNDS):
        values[number] = row(rng, state, x, work)
    return values


def calibrate(milliseconds: float) -> int:
    """Work per round that makes a run take so long on this machine now."""
    work = 1000
    for _ in range(3):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            live(0.5, 0, work)
            times.append(time.perf_counter() - start)
        spare = min(times) * 1e3
        work = max(int(work * milliseconds / spare), 1)
    return work


def bare(runs: int, work: int) -> float:
    """Seconds of a bare loop that keeps what it lives."""
    start = time.perf_counter()
    kept = [live(number / runs, number, work) for number in range(runs)]
    return time.perf_counter() - start if len(kept) == runs else float("nan")


def ema(runs: int, work: int, processes: int) -> float:
    """Seconds of EMA Workbench with so many processes; its start-up is counted, as ours and Mesa's are."""
    from ema_workbench import (
        Constant,
        Model,
        MultiprocessingEvaluator,
        RealParameter,
        SequentialEvaluator,
        TimeSeriesOutcome,
    )

    model = Model("bench", function=_columns)
    model.uncertainties = [RealParameter("x", 0, 1)]
    model.constants = [Constant("work", work)]
    model.outcomes = [TimeSeriesOutcome(name) for name in NAMES]
    start = time.perf_counter()
    evaluator = MultiprocessingEvaluator(model, n_processes=processes) if processes > 1 else SequentialEvaluator(model)
    with evaluator as open_:
        experiments, _ = open_.perform_experiments(scenarios=runs)
    return time.perf_counter() - start if len(experiments) == runs else float("nan")


def _columns(x: float, work: int) -> dict[str, np.ndarray]:
    values = live(x, int(x * 1e6), work)
    return {name: values[:, place] for place, name in enumerate(NAMES)}


def serve(kind: str) -> None:
    """Answer lines of ``runs work processes`` with seconds until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        runs, work, processes = map(int, line.split())
        seconds = bare(runs, work) if kind == "bare" else ema(runs, work, processes)
        print(f"seconds {seconds}", flush=True)


if __name__ == "__main__":
    # Multiprocessing must find the model by its module's name, not as __main__.
    from benchmarks.peers import sweep_model

    sweep_model.serve(sys.argv[1])
