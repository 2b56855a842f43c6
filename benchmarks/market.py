"""Measure the market: clearings cold and warm beside a library on the same figures, growth, and every coalition.

    python -m benchmarks.market [--json] [--quick]

Ours and the library's clearings are timed in turn, quarter by quarter, in one process, by the processor time of the
thread, so that other work on the machine counts little; figures are medians. Only two threads are timed by the clock
on the wall. The library is PIQP, kept set up and given new figures by its update(), to an accuracy of 1e-9.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from market.batch import clear_coalitions
from market.chain import Chain, Outcome, Quarter, programme
from market.clearing import clear, open_prices
from market.interior import Interior
from market.outcome import read
from market.synthetic import shocked, world
from market.welfare import social_surplus, welfare

NATIONS = (8, 14, 20, 40)
PATH = 60
PLAYERS = 12
YARDSTICK = 1e-9
"""Accuracy asked of the library."""
UNIT = 1000.0
"""Tonnes in the library's unit of flow, which it likes better than tonnes."""


def path(nations: int, quarters: int, seed: int) -> tuple[Chain, list[Quarter]]:
    """Return a chain and its quarters: slow growth, noise, and every twelfth quarter a shock that lasts three.

    A shock halves a mine, cuts the dominant nation's exports of oxide by 60 % and closes a border by a tariff that
    nobody can pay.
    """
    rng = np.random.default_rng([seed, nations])
    shape, calm = world(nations, rng)
    chain = Chain(shape)
    exports = chain.clear(calm).trade[0].sum(axis=0)
    # Quotas that do not bind stand from the start, so that the library may keep its structure.
    quota = calm.quota.copy()
    quota[0, 1] = 10 * exports[1] + 1.0
    calm = replace(calm, quota=quota)
    story = []
    mine, buyer = 0, 1
    for number in range(quarters):
        grown = 1.01 ** (number / 4)
        quarter = replace(
            calm,
            demand=calm.demand * grown * rng.uniform(0.97, 1.03, calm.demand.shape),
            mine_capacity=calm.mine_capacity * grown * rng.uniform(0.97, 1.03, calm.mine_capacity.shape),
            capacity=calm.capacity * grown,
        )
        if number % 12 == 0:
            mine, buyer = int(rng.integers(shape.mines)), int(rng.integers(1, nations))
        if number >= 12 and number % 12 < 3:
            less, tariff, cut = quarter.mine_capacity.copy(), quarter.tariff.copy(), quota.copy()
            less[mine] *= 0.5
            tariff[0, buyer] = 1e5
            cut[0, 1] = 0.4 * exports[1] + 1.0
            quarter = replace(quarter, mine_capacity=less, tariff=tariff, quota=cut)
        story.append(quarter)
    return chain, story


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor time that something took, in microseconds, and what it gave."""
    start = time.thread_time()
    result = act()
    return (time.thread_time() - start) * 1e6, result


def clearings(nations: int, quarters: int, seeds: int) -> dict[str, Any]:
    """Time clearings along paths: ours warm, ours cold, ours from figures to outcome, and the library's."""
    times: dict[str, list[float]] = {key: [] for key in ("warm", "whole", "cold", "update", "fresh", "shock", "steps")}
    apart, worse, arcs = 0.0, 0.0, 0
    for seed in range(seeds):
        chain, story = path(nations, quarters, seed)
        layout = chain.layout(chain.needs(story[0]))
        problems = [programme(chain.shape, layout, quarter) for quarter in story]
        library = Interior(*problems[0][:2], YARDSTICK, UNIT)
        outcome = chain.clear(story[0])
        price = outcome.state.ravel()[layout.place]
        clear(*problems[0][:2], start_price=price, anchor=problems[0][2])
        arcs = layout.arcs
        for number, (quarter, (network, supply, anchor)) in enumerate(zip(story, problems, strict=True)):
            warm, found = timed(lambda n=network, s=supply, p=price, a=anchor: clear(n, s, start_price=p, anchor=a))
            copy = replace(quarter)
            whole, outcome = timed(lambda q=copy, o=outcome, c=chain: c.clear(q, o))
            cold, _ = timed(lambda n=network, s=supply, a=anchor: clear(n, s, anchor=a))
            library.update(network, supply)
            update, (theirs, flow, _) = timed(library.solve_updated)
            fresh, _ = timed(lambda n=network, s=supply: Interior(n, s, YARDSTICK, UNIT).solve())
            for key, value in (("warm", warm), ("whole", whole), ("cold", cold), ("update", update), ("fresh", fresh)):
                times[key].append(value)
            times["steps"].append(found.iterations)
            if number >= 12 and number % 12 in {0, 3}:
                times["shock"].append(warm)
            sure = ~open_prices(network, found.flow)
            far = np.abs(found.price - theirs) / np.maximum(np.abs(found.price), 1.0)
            apart = max(apart, float(np.max(far[sure], initial=0.0)))
            surplus = network.surplus(found.flow)
            worse = max(worse, abs(surplus - network.surplus(flow)) / abs(surplus))
            price = found.price
    return {
        "nations": nations,
        "arcs": arcs,
        "apart": apart,
        "worse": worse,
        **{key: median(values) for key, values in times.items()},
        "ratio": median(np.array(times["update"]) / np.array(times["warm"])),
        "cold_ratio": median(np.array(times["cold"]) / np.array(times["fresh"])),
        "slowest": float(np.max(times["warm"])),
        "library_slowest": float(np.max(times["update"])),
    }


def bloc(quarter: Quarter, members: np.ndarray) -> Quarter:
    """Return the quarter of a coalition among the last nations: its members drop their tariffs on each other."""
    inside = np.zeros(len(quarter.demand), dtype=bool)
    inside[len(inside) - len(members) :] = members
    free = (inside[:, None] & inside[None, :])[:, :, None, None]
    return replace(quarter, tariff=np.where(free, 0.0, quarter.tariff))


def summit(players: int) -> list[dict[str, Any]]:
    """Time the worth of every coalition among 14 nations, on one thread and on two."""
    shape, quarter = world(14, np.random.default_rng(1))
    quarter = replace(quarter, tariff=np.full(quarter.tariff.shape, 3.0))
    chain = Chain(shape)
    start = chain.clear(quarter)

    def gains(asked: Quarter, outcome: Outcome) -> np.ndarray:
        return welfare(shape, asked, outcome).total

    def asked(members: np.ndarray) -> Quarter:
        return bloc(quarter, members)

    def run(threads: int) -> tuple[float, float, np.ndarray]:
        wall = time.perf_counter()
        taken, worth = timed(lambda: clear_coalitions(chain, players, asked, gains, start, threads=threads))
        return taken / 1e6, time.perf_counter() - wall, np.array(worth)

    clear_coalitions(chain, 3, asked, gains, start)
    alone, pair = [run(1) for _ in range(3)], [run(2) for _ in range(3)]
    own, one, two = min(run[0] for run in alone), min(run[1] for run in alone), min(run[1] for run in pair)
    count, busy = 2**players, os.getloadavg()[0]
    same = float(np.array_equal(alone[0][2], pair[0][2]))
    return [
        _row(f"{count:,} coalitions of {players} among 14 nations, one core", own, "s", "<", 1.5),
        _row(f"{count:,} coalitions, 1 thread by the clock (load of the machine {busy:.1f})", one, "s", None, None),
        _row(f"{count:,} coalitions, 2 threads by the clock", two, "s", None, None),
        _row("gain of the second thread by the clock", one / two, "times", ">=", 1.6),
        _row("a year of them, four quarters, 2 threads by the clock", 4 * two, "s", "<", 3.0),
        _row("same bits on 1 and 2 threads", same, "yes is 1", ">=", 1.0),
    ]


def robust(count: int) -> list[dict[str, Any]]:
    """Clear hard markets at random and count those that needed the library or left goods over."""
    library, leftover, gap = 0, 0.0, 0.0
    for seed in range(count):
        rng = np.random.default_rng([31, seed])
        shape, quarter = world(int(rng.integers(2, 16)), rng)
        quarter = shocked(quarter, rng)
        outcome = Chain(shape).clear(quarter)
        library += outcome.method != "newton"
        leftover = max(leftover, outcome.residual)
        gains = welfare(shape, quarter, outcome)
        size = np.sum(np.abs(gains.consumer_surplus)) + np.sum(np.abs(gains.mine_rent)) + 1.0
        gap = max(gap, abs(float(np.sum(gains.total)) - social_surplus(quarter, outcome)) / size)
    return [
        _row(f"{count} hard markets: left to the library", library, "markets", "<=", 0),
        _row(f"{count} hard markets: largest leftover", leftover, "share of the largest flow", "<=", 1e-8),
        _row(f"{count} hard markets: welfare's parts against the whole", gap, "relative", "<=", 1e-7),
    ]


def profile() -> list[dict[str, Any]]:
    """Split a warm clearing at 14 nations into its parts, in microseconds."""
    chain, story = path(14, 40, 0)
    start = chain.clear(story[0])
    parts: dict[str, list[float]] = {}
    for quarter in story:
        fresh = replace(quarter)
        steps: dict[str, Callable[[], Any]] = {
            "a new quarter": lambda f=fresh: replace(f),
            "checks": lambda f=fresh: f.fits(chain.shape),
            "layout": lambda f=fresh: chain.layout(chain.needs(f)),
        }
        for name, act in steps.items():
            parts.setdefault(name, []).append(timed(act)[0])
        layout = chain.layout(chain.needs(fresh))
        taken, (network, supply, anchor) = timed(lambda f=fresh, y=layout: programme(chain.shape, y, f))
        parts.setdefault("figures on arcs", []).append(taken)
        price = start.state.ravel()[layout.place]
        taken, found = timed(lambda n=network, s=supply, p=price, a=anchor: clear(n, s, start_price=p, anchor=a))
        parts.setdefault("prices", []).append(taken)
        taken, start = timed(lambda f=fresh, y=layout, n=network, s=supply, c=found: read(chain.shape, f, y, n, s, c))
        parts.setdefault("outcome", []).append(taken)
        parts.setdefault("welfare", []).append(timed(lambda f=fresh, o=start: welfare(chain.shape, f, o))[0])
    return [
        _row(f"profile, warm, 14 nations: {name}", median(values), "us", None, None) for name, values in parts.items()
    ]


def report(*, quick: bool) -> list[dict[str, Any]]:
    """Return all rows."""
    quarters, seeds = (24, 1) if quick else (PATH, 4)
    rows: list[dict[str, Any]] = []
    found = [clearings(nations, quarters, seeds) for nations in NATIONS]
    for case in found:
        head = f"{case['nations']} nations ({case['arcs']:,} arcs)"
        bar = 4.0 if case["nations"] == 14 else None
        rows += [
            _row(f"{head}, warm", case["warm"], "us", None, None),
            _row(f"{head}, warm, from figures to outcome", case["whole"], "us", None, None),
            _row(f"{head}, warm, as shocks come and go", case["shock"], "us", None, None),
            _row(
                f"{head}, warm, slowest (the library's: {case['library_slowest']:,.0f})",
                case["slowest"],
                "us",
                None,
                None,
            ),
            _row(f"{head}, steps of a warm clearing", case["steps"], "steps", None, None),
            _row(f"{head}, library's update", case["update"], "us", None, None),
            _row(f"{head}, library's time over ours, warm", case["ratio"], "times", ">=", bar),
            _row(f"{head}, cold", case["cold"], "us", None, None),
            _row(f"{head}, ours over the library's, cold", case["cold_ratio"], "times", "<=", 1.3),
            _row(f"{head}, surplus apart from the library's", case["worse"], "relative", "<=", 1e-6),
            _row(f"{head}, prices apart where determined", case["apart"], "relative", "<=", 1e-4),
        ]
    fourteen, forty = (next(case for case in found if case["nations"] == n) for n in (14, 40))
    exponent = float(
        np.polyfit(np.log([case["nations"] for case in found]), np.log([case["warm"] for case in found]), 1)[0]
    )
    rows += [
        _row("growth of warm time from 14 to 40 nations", forty["warm"] / fourteen["warm"], "times", "<=", 12.0),
        _row("exponent of growth with nations, warm", exponent, "exponent", None, None),
        _row(
            "exponent of growth with nations, cold",
            float(
                np.polyfit(np.log([case["nations"] for case in found]), np.log([case["cold"] for case in found]), 1)[0]
            ),
            "exponent",
            None,
            None,
        ),
    ]
    return rows + summit(6 if quick else PLAYERS) + robust(20 if quick else 300) + profile()


def _row(case: str, value: float, unit: str, sign: str | None, goal: float | None) -> dict[str, Any]:
    holds = goal is None or (value >= goal if sign == ">=" else value <= goal if sign == "<=" else value < goal)
    return {
        "case": case,
        "value": float(value),
        "unit": unit,
        "goal": None if goal is None else f"{sign} {goal:g}",
        "holds": bool(holds),
    }


def main() -> None:
    """Print the table or, asked for, the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true", help="print figures for other programs")
    parser.add_argument("--quick", action="store_true", help="a minute less, and rougher")
    asked = parser.parse_args()
    rows = report(quick=asked.quick)
    if asked.json:
        print(json.dumps({"results": rows}, indent=2))
        return
    for row in rows:
        goal = "" if row["goal"] is None else f"goal {row['goal']}: {'held' if row['holds'] else 'MISSED'}"
        print(f"{row['case']:<78} {row['value']:>12.4g} {row['unit']:<26} {goal}")


if __name__ == "__main__":
    main()
