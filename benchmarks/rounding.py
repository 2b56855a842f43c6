"""Whether decisions turn on rounding: worlds lived twice, the second time with dust on every price of every market.

``python -m benchmarks.rounding [--json] [--worlds N]``

Each cleared price is multiplied by 1 + size x noise, the noise drawn from a standard normal distribution for each price
anew. No decision may change at 1e-12; how many change at 1e-9 is told.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np

from agents.world.setting import REGIMES
from agents.worth import door
from market.chain import Chain, Outcome
from market.packed import outcome_shapes
from scenarios.loader import load
from scenarios.records.history import Difference, Row, difference, of_record
from scenarios.run import run

WORLDS = tuple(
    (scenario, regime, seed, years)
    for scenario, regimes, seeds, years in (
        ("pair", REGIMES, 35, 4),
        ("small", REGIMES, 28, 3),
        ("calm", ("bilateral", "accord"), 5, 2),
        ("classroom_20_minutes", ("accord",), 1, 4),
    )
    for regime in regimes
    for seed in range(seeds)
)
"""Scenario, regime, seed and years; 200 of them."""
SIZES = (1e-12, 1e-9)
World = tuple[str, str, int, int]


@contextmanager
def shaken(size: float, seed: int) -> Iterator[None]:
    """Put dust on every price that a market gives while this lasts, and on what looks ahead make of prices."""
    rng, clear, run_looks = np.random.default_rng(seed), Chain.clear, door.run

    def dust(figures: Any) -> Any:
        return figures * (1 + size * rng.standard_normal(figures.shape))

    def dusty(*given: Any, **named: Any) -> Outcome:
        outcome = clear(*given, **named)
        vars(outcome).update({name: dust(getattr(outcome, name)) for name in ("price", "producer_price")})
        return outcome

    def dusty_looks(base: Any, *given: Any, **named: Any) -> door.Looked:
        looked = run_looks(base, *given, **named)
        # Compiled looks turn prices into worths themselves, so dust falls on both.
        looked.worth[:] = dust(looked.worth)
        for name in ("price", "producer_price"):
            first, last, _ = outcome_shapes(base.shape.nations, base.shape.mines, base.shape.uses)[name]
            for rows in (looked.calm, looked.crisis):
                rows[:, first:last] = dust(rows[:, first:last])
        return looked

    with patch.object(Chain, "clear", dusty), patch.object(door, "run", dusty_looks):
        yield


def lived(world: World) -> list[Row]:
    """Live a world and list what happened."""
    scenario, regime, seed, years = world
    return of_record(run(load(scenario), regime=regime, seed=seed, rounds=years))


def after_dust(world: World, size: float, calm: list[Row]) -> Difference | None:
    """Say how a world differs from what it was when dust lies on its prices."""
    with shaken(size, world[2]):
        return difference(calm, lived(world))


def measure(count: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Live worlds that lie evenly in the list, and say which change a decision."""
    worlds = [WORLDS[at * len(WORLDS) // count] for at in range(count)]
    changed = dict.fromkeys(SIZES, 0)
    largest, told = dict.fromkeys(SIZES, 0.0), []
    for world in worlds:
        calm = lived(world)
        for size in SIZES:
            found = after_dust(world, size, calm)
            if found is None:
                continue
            if found.decision is None:
                largest[size] = max(largest[size], found.largest)
            else:
                changed[size] += 1
                told.append(f"{world} at {size:g}: {found.kind}. {found.sentences()[-1]}")
    rows = []
    for size in SIZES:
        goal = 0 if size == min(SIZES) else None
        rows += [
            _line(f"worlds of {count} in which a decision changes, prices off by {size:g}", changed[size], "", goal),
            _line(
                f"... largest change of a figure in the others, prices off by {size:g}", largest[size], "share", None
            ),
        ]
    return rows, told


def _line(case: str, value: float, unit: str, goal: float | None) -> dict[str, Any]:
    return {"case": case, "value": value, "unit": unit, "goal": goal, "holds": None if goal is None else value <= goal}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print figures for other programs")
    parser.add_argument("--worlds", type=int, default=len(WORLDS), help="how many worlds to live")
    given = parser.parse_args()
    rows, told = measure(given.worlds)
    if given.json:
        print(json.dumps({"results": rows, "changed": told}, indent=2))
        return
    for row in rows:
        mark = {True: "holds", False: "MISSED", None: ""}[row["holds"]]
        print(f"{row['case']:<85}{row['value']:>10.3g} {row['unit']:<6}{mark}")
    print("\n".join(told))


if __name__ == "__main__":
    main()
