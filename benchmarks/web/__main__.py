"""Each bar of the game at the table, measured on the real server in real browsers.

``python -m benchmarks.web [--json] [--short] [--full] [CASE ...]``

Cases: start (command to playing), requests (nothing asked of others, nothing failed), speed (click to another's
screen, and the server's own part of it), kept (killed servers, reloads, other devices, typing), rules (races for seats,
bad moves), memory (a long game with 20 screens; with ``--full`` three hours of it), whole (15 nations to the end by
clicks), access (axe, keyboard, phones). Without a name all are run. Browser and server share this machine's processor,
so that times are an upper bound of what a room of laptops sees.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.web.access import access
from benchmarks.web.doors import requests, start
from benchmarks.web.kept import kept
from benchmarks.web.memory import memory
from benchmarks.web.rules import rules
from benchmarks.web.speed import speed
from benchmarks.web.whole import whole

CASES: Mapping[str, Callable[..., list[dict[str, Any]]]] = {
    "start": start,
    "requests": requests,
    "speed": speed,
    "kept": kept,
    "rules": rules,
    "memory": memory,
    "whole": whole,
    "access": access,
}


def main() -> int:
    """Run the cases that were asked for; 1 if a bar does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)}; by default all")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--short", action="store_true", help="fewer clicks and rounds")
    parser.add_argument("--full", action="store_true", help="the long game by its own clock: three hours, not minutes")
    chosen = parser.parse_args()
    unknown = [case for case in chosen.cases if case not in CASES]
    if unknown:
        parser.error(f"no case called {unknown[0]!r}; there are {', '.join(CASES)}")
    results: list[dict[str, Any]] = []
    for case in chosen.cases or CASES:
        options = {"full": chosen.full} if case == "memory" else {}
        found = CASES[case](short=chosen.short, **options)
        results += found
        if not chosen.json:
            for row in found:
                print(said(row), flush=True)
    if chosen.json:
        print(json.dumps({"results": results}, indent=1))
    return int(any(row["holds"] is False for row in results))


def said(row: Mapping[str, Any]) -> str:
    """Write one line for the eye."""
    goal = "" if row["goal"] is None else f"(goal {row['goal']:g}: {'holds' if row['holds'] else 'MISSES'})"
    return f"{row['case']:<78} {row['value']:>10,.4g} {row['unit']:<12} {goal}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
