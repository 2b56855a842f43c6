"""How fast the world turns: years per second by number of nations and regime, and which verb of the year takes
the time.

``python -m benchmarks.model [--json] [--years N]``
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from agents.model import AllianceModel
from agents.world.setting import REGIMES, Setting
from scenarios.loader import load

VERBS = (
    "brief",
    "use_levers",
    "negotiate_supply",
    "hold_summit",
    "ratify",
    "live_quarters",
    "share_benefits",
    "invest_and_depreciate",
    "update_trust_and_beliefs",
    "keep_record",
)
SIZES = (8, 14, 20)
GOAL = 1.0
"""Years per second that a page needs to feel alive."""


def of_size(setting: Setting, nations: int) -> Setting:
    """The same world with the first nations only, or with copies of its consumers where it has too few."""
    seats = list(setting.nations[:nations])
    spare = [nation for nation in setting.nations if nation.role == "consumer"]
    while len(seats) < nations:
        model = spare[len(seats) % len(spare)]
        seats.append(replace(model, key=f"{model.key}_{len(seats)}", name=f"{model.name} {len(seats)}"))
    keys = {nation.key for nation in seats}
    return replace(
        setting,
        nations=tuple(seats),
        risks=replace(setting.risks, ban_targets=tuple(k for k in setting.risks.ban_targets if k in keys)),
        accord=replace(setting.accord, eligible=tuple(k for k in setting.accord.eligible if k in keys)),
    )


def timed(model: AllianceModel, spent: dict[str, float]) -> None:
    """Make a model count the seconds of each verb of its year."""
    for verb in VERBS:
        setattr(model, verb, _counted(getattr(model, verb), verb, spent))


def _counted(act: Callable[[], None], verb: str, spent: dict[str, float]) -> Callable[[], None]:
    def counted() -> None:
        start = time.perf_counter()
        act()
        spent[verb] += time.perf_counter() - start

    return counted


def measure(setting: Setting, regime: str, years: int, repeats: int = 3) -> tuple[float, dict[str, float]]:
    """Median years per second, and the share of time that each verb took."""
    rates, spent = [], defaultdict(float)
    for repeat in range(repeats):
        model = AllianceModel(replace(setting, rounds=years), regime, seed=repeat)
        timed(model, spent)
        start = time.perf_counter()
        for _ in range(years):
            model.step()
        rates.append(years / (time.perf_counter() - start))
    total = sum(spent.values())
    return median(rates), {verb: spent[verb] / total for verb in VERBS}


def results(years: int) -> list[dict[str, Any]]:
    """Every size in every regime."""
    setting, rows = load("baseline_2024"), []
    AllianceModel(setting, "accord", seed=0).step()  # Compiles the kernels; not counted.
    for nations in SIZES:
        for regime in REGIMES:
            rate, parts = measure(of_size(setting, nations), regime, years)
            rows.append(
                {
                    "case": f"{nations} nations, {regime}",
                    "value": round(rate, 3),
                    "unit": "years/s",
                    "goal": GOAL,
                    "holds": rate >= GOAL,
                }
            )
            rows += [
                {
                    "case": f"{nations} nations, {regime}: {verb}",
                    "value": round(part, 4),
                    "unit": "share of time",
                    "goal": None,
                    "holds": None,
                }
                for verb, part in parts.items()
            ]
    return rows


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    rows = results(given.years)
    if given.json:
        print(json.dumps({"results": rows}, indent=1))
        return
    for row in rows:
        mark = {True: "holds", False: "misses", None: ""}[row["holds"]]
        print(f"{row['case']:50s} {row['value']:10.3f} {row['unit']:14s} {mark}")


if __name__ == "__main__":
    main()
