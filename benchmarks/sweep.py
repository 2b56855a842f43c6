"""How sweeps hold up: their cost over a bare loop, beside Mesa's batch_run and EMA Workbench, and what kills them.

``python -m benchmarks.sweep [--json] [--quick]``

The parts stand in files of their own: ``sweep_speed`` (ratios to others), ``sweep_cost`` (disk, fixed time, memory)
and ``sweep_trust`` (deaths, equal bits, known indices).
"""

from __future__ import annotations

import argparse
import json
import resource
from typing import Any

from benchmarks.sweep_cost import costs, memory
from benchmarks.sweep_speed import compare
from benchmarks.sweep_trust import faults, ishigami, killed_and_resumed, same_bits


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
