"""How fast the alliance's arithmetic is: worths, shares, stability and power.

``python -m benchmarks.sharing [--json]``

Times are medians; the worst of several kinds of games counts where the answer depends on the game.
Asking about coalitions is timed with a world that answers at once, so it shows what is added to the market's own time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from negotiation.coalitions import farsight, power, stability
from negotiation.coalitions.pool import Array, additive, membership, sizes
from negotiation.coalitions.quotas import Quotas
from negotiation.coalitions.sharing import nucleolus, owen, shapley
from negotiation.coalitions.worth import worths

REPEATS = 7
SEED = 20240716


def games(n: int) -> dict[str, Array]:
    """Games of several kinds, since the nucleolus takes longer where many coalitions press at once."""
    rng = np.random.default_rng(SEED)
    count, claims = sizes(n), rng.uniform(1, 9, n)
    owed = additive(claims)
    made = {
        "superadditive": rng.uniform(0, 1, 1 << n) + count**1.5,
        "rough": rng.uniform(0, 1, 1 << n) * count,
        "bankruptcy": np.maximum(0.0, 0.5 * owed[-1] - (owed[-1] - owed)),
        "voting": (membership(n) @ rng.integers(1, 9, n) >= 2.5 * n).astype(float),
    }
    for worth in made.values():
        worth[0] = 0.0
    return made


def seconds(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median time of an act, after one that is not counted."""
    act()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return median(times)


def result(case: str, value: float, unit: str, goal: float | None = None) -> dict[str, Any]:
    """One line of the report; ``goal`` is the most that the value may be."""
    holds = None if goal is None else bool(value <= goal)
    return {"case": case, "value": value, "unit": unit, "goal": goal, "holds": holds}


def measure() -> list[dict[str, Any]]:
    """Time everything once."""
    rng = np.random.default_rng(SEED)
    found = [
        result(
            "worths of all 2^12 coalitions, beside the market's own time",
            seconds(lambda: worths(lambda _: np.zeros(12), 12), 3) * 1e3,
            "ms",
        )
    ]
    for n, shapley_goal, nucleolus_goal in ((12, None, 0.2), (16, 10.0, None)):
        made = games(n)
        worst = max(seconds(lambda worth=worth: shapley.value(worth)) for worth in made.values())
        found.append(result(f"Shapley value, {n} members", worst * 1e3, "ms", shapley_goal))
        found.append(
            result(
                f"Owen value, {n} members in four blocs",
                seconds(lambda n=n, made=made: owen.value(made["rough"], np.arange(n) % 4)) * 1e3,
                "ms",
            )
        )
        slow = {kind: seconds(lambda worth=worth: nucleolus.value(worth), 3) for kind, worth in made.items()}
        kind = max(slow, key=lambda name: slow[name])
        found.append(result(f"nucleolus, {n} members, slowest kind ({kind})", slow[kind], "s", nucleolus_goal))
    payoff = rng.normal(size=(1 << 16, 16))
    found += [
        result(
            "internal, external and potential stability of all 2^16 structures",
            seconds(lambda: stability.judge(payoff)) * 1e3,
            "ms",
            100.0,
        ),
        result(
            "exclusive membership, majority, of all 2^16 structures",
            seconds(lambda: stability.exclusive(payoff, 0.5)) * 1e3,
            "ms",
            100.0,
        ),
    ]
    small = rng.normal(size=(1 << 10, 10))
    found.append(result("farsighted stability, 10 nations", seconds(lambda: farsight.farsighted(small), 3) * 1e3, "ms"))
    weights = np.array([45, 17, 10, 9, 8, 8, 7] + [5] * 3 + [4] * 10 + [3] * 10)
    agency = Quotas(np.stack([weights, np.full(30, 3)]), np.array([0.6 * weights.sum(), 45]))
    found.append(
        result(
            "Shapley-Shubik index, 30 members, two quotas",
            seconds(lambda: power.shapley_shubik(agency), 3) * 1e3,
            "ms",
        )
    )
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print figures for other programs")
    wants_json = parser.parse_args().json
    found = measure()
    if wants_json:
        print(json.dumps({"results": found}, indent=2))
        return
    for line in found:
        goal = "" if line["goal"] is None else f"  (goal {line['goal']:g}: {'held' if line['holds'] else 'MISSED'})"
        print(f"{line['case']:<75}{line['value']:>10.3g} {line['unit']}{goal}")


if __name__ == "__main__":
    main()
