"""Measure the negotiation engine: against NegMAS on the same tables, and by the number of outcomes and parties.

    python -m benchmarks.negotiation [--json] [--quick]

NegMAS and SCML run in environments of their own, made on first use under ``benchmarks/.peers/``. NegMAS and we
run in one process, in turn, slice by slice; ratios are medians. Agreements are asserted equal before anything is timed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np

from benchmarks.peers.environments import ask
from benchmarks.scml import against_scml
from negotiation.bargaining.sitting import hold

GOALS = {
    ("boulware v conceder", "cold (utilities built too)"): 60,
    ("boulware v conceder", "warm (utilities given)"): 60,
    ("boulware v boulware", "cold (utilities built too)"): 150,
    ("boulware v boulware", "warm (utilities given)"): 150,
    ("5 parties", "cold (utilities built too)"): 200,
    ("5 parties", "warm (utilities given)"): 200,
    ("boulware v conceder", "another mode: batch of 512, put in order once"): 500,
    ("boulware v boulware", "another mode: batch of 512, put in order once"): 500,
    ("5 parties", "another mode: batch of 512, put in order once"): 500,
}
OUTCOMES = (100, 1_000, 10_000, 100_000)
PARTIES = (2, 5, 10, 20)


def against_negmas(*, quick: bool) -> list[dict[str, Any]]:
    """Ratios of speed, and on how many domains the agreements are the same."""
    options = ("--domains", "25", "--rounds", "3", "--slice", "0.1") if quick else ()
    found = json.loads(ask("negmas", "benchmarks.peers.negmas_match", *options))
    rows = []
    for row in found["speed"]:
        name, mode = row["case"], row["mode"]
        goal = GOALS.get((name, mode))
        case = f"NegMAS, {name}, {mode} (ours {row['ours']:,.0f}/s, theirs {row['theirs']:,.0f}/s)"
        rows.append(_row(case, row["ratio"], "times as fast", goal, goal is None or row["ratio"] >= goal))
    for row in found["parity"]:
        seeds = f"; different on seeds {row['different_seeds'][:8]}" if row["different_seeds"] else ""
        case = f"same agreement as NegMAS, {row['case']}{seeds}"
        rows.append(
            _row(
                case,
                row["same"] / row["domains"],
                f"share of {row['domains']} domains",
                1.0,
                row["same"] == row["domains"],
            )
        )
    for row in found["bridge"]:
        case = f"NegMAS negotiators at our table, {row['case']}"
        rows.append(_row(case, row["same"] / row["domains"], f"share of {row['domains']} domains", None, holds=True))
    return rows


def growth(*, quick: bool) -> list[dict[str, Any]]:
    """Milliseconds of one sitting as it grows."""
    rows = []
    for tactic in ("boulware", "micro"):
        for outcomes in OUTCOMES[: 3 if quick else 4]:
            case = f"alternating, {tactic}, {outcomes:,} outcomes, deadline 100"
            rows.append(_row(case, _milliseconds("alternating", (tactic,) * 2, outcomes), "ms", None, holds=True))
    for protocol in ("stacked", "single_text", "rank_concession"):
        for parties in PARTIES:
            case = f"{protocol}, {parties} parties, 625 outcomes, deadline 100"
            rows.append(_row(case, _milliseconds(protocol, ("boulware",) * parties, 625), "ms", None, holds=True))
    return rows


def _milliseconds(protocol: str, tactics: Sequence[str], outcomes: int) -> float:
    times = []
    for seed in range(7):
        rng = np.random.default_rng(seed)
        utilities, walls = rng.random((len(tactics), outcomes)), np.zeros(len(tactics))
        start = time.perf_counter()
        hold(protocol, utilities, walls, tactics, deadline=100, rng=rng)
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def _row(case: str, value: float, unit: str, goal: float | None, holds: bool) -> dict[str, Any]:
    return {"case": case, "value": round(value, 4), "unit": unit, "goal": goal, "holds": holds}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print figures for other programs")
    parser.add_argument("--quick", action="store_true", help="fewer domains and shorter slices")
    options = parser.parse_args()
    results = [*growth(quick=options.quick), *against_scml(quick=options.quick), *against_negmas(quick=options.quick)]
    if options.json:
        print(json.dumps({"results": results}, indent=1))
        return
    for row in results:
        goal = "" if row["goal"] is None else f"  (goal {row['goal']:g}: {'met' if row['holds'] else 'MISSED'})"
        print(f"{row['value']:>12,.4g} {row['unit']:<22} {row['case']}{goal}")


if __name__ == "__main__":
    main()
