"""How much less CPU a year costs than at the commit named in ``benchmarks/base.txt``, in one run on one machine.

Both trees live the same scenarios, each in a process of its own and in turn, so that a busy machine slows both alike.
Also how a year's cost grows with the number of nations.

``python -m benchmarks.year [--json] [--repeats N] [--quick]``
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.sweep_line import line

ROOT = Path(__file__).parent.parent
BASE, TREE = Path(__file__).parent / "base.txt", Path(__file__).parent / ".peers" / "base"
CASES = (
    ("baseline_2024", "accord", 20, 10.0, 30.0),
    ("baseline_2024", "bilateral", 20, 6.0, 15.0),
    ("baseline_2024", "unilateral", 20, 3.0, 6.0),
    ("small", "accord", 10, 10.0, 25.0),
    ("small", "bilateral", 10, 6.0, 15.0),
    ("small", "unilateral", 10, 3.0, 6.0),
)
"""Scenario, regime, years, how many times less CPU it must take, and how many times less it should."""
SIZES, GROWN_YEARS = (6, 15, 40), 4


def base_tree() -> Path:
    """Check the commit that is compared with out, once."""
    commit = BASE.read_text("utf-8").strip()
    git = ["git", "-C", str(ROOT)]
    here = TREE.with_name(f"base-{commit}")
    if not here.exists():
        subprocess.run([*git, "worktree", "prune"], check=True)
        subprocess.run(
            [*git, "worktree", "add", "--detach", "--force", str(here), commit], check=True, capture_output=True
        )
    return here


def lived(tree: Path, scenario: str, regime: str, years: int, seed: int, nations: int = 0) -> float:
    """CPU seconds of some years in one tree."""
    arguments = [scenario, regime, str(years), str(seed), str(nations)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    ran = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "peers" / "year_lived.py"), *arguments],
        cwd=tree,
        env=os.environ | single | {"PYTHONPATH": str(tree)},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(sum(json.loads(ran.stdout.splitlines()[-1])))


def compared(tree: Path, repeats: int, *, quick: bool) -> list[dict[str, Any]]:
    """Every case here and there."""
    rows = []
    for scenario, regime, years, bar, aim in CASES:
        span = max(years // 4, 3) if quick else years
        pairs = [
            (lived(tree, scenario, regime, span, n), lived(ROOT, scenario, regime, span, n)) for n in range(repeats)
        ]
        name = f"{scenario}, {regime}, {span} years"
        rows.append(line(f"{name}: CPU", median(new for _, new in pairs), "s", None))
        ratio = median(old / new for old, new in pairs)
        rows.append(line(f"{name}: less CPU than {tree.name.removeprefix('base-')}", ratio, "times", bar, most=False))
        rows.append(line(f"{name}: the same, as hoped", ratio, "times", aim, most=False))
    return rows


def grown() -> list[dict[str, Any]]:
    """How a year's cost grows with the number of nations."""
    cost = {size: lived(ROOT, "baseline_2024", "accord", GROWN_YEARS, 0, size) / GROWN_YEARS for size in SIZES}
    rows = [line(f"{size} nations, accord: CPU of a year", cost[size], "s", None) for size in SIZES]
    for less, more in pairwise(SIZES):
        power = math.log(cost[more] / cost[less]) / math.log(more / less)
        rows.append(line(f"from {less} to {more} nations: grows with the power", power, "", None))
    return rows


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="a quarter of the years")
    given = parser.parse_args()
    rows = compared(base_tree(), given.repeats, quick=given.quick) + grown()
    if given.json:
        print(json.dumps({"results": rows}, indent=1))
        return
    for row in rows:
        mark = {True: "holds", False: "misses", None: ""}[row["holds"]]
        print(f"{row['case']:70s} {row['value']:10.3f} {row['unit']:8s} {mark}")


if __name__ == "__main__":
    main()
