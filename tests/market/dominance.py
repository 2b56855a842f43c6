"""What a dominant supplier would do: the best export limit, tax or price war, found by search in the same market.

The market answers each try as it would answer the real thing; nothing is assumed about rivals' or buyers' curves.
Payoffs need not have one peak, so a grid comes first and golden section only refines around the best of it.
A price war pays, if at all, by closing rivals that cannot soon reopen: what it costs now is set against what
the emptier market yields until they are back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from market.chain import Chain, Outcome, Quarter
from market.elementary import exp, log
from market.network import Flags, Floats
from market.welfare import welfare

GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0

Payoff = Callable[[Quarter, Outcome], float]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The best level found for a lever, and what else was tried."""

    level: float
    """Export limit in t/yr, tax in USD/kg, or subsidy in a price war in USD/kg."""
    payoff: float
    """USD m/yr at the best level."""
    idle: float
    """USD m/yr with the lever left alone."""
    tried: tuple[tuple[float, float], ...]
    """All levels and their payoffs, in the order tried."""


def own_welfare(chain: Chain, nation: int) -> Payoff:
    """Return a payoff: the nation's own gains from the market, USD m/yr."""

    def payoff(quarter: Quarter, outcome: Outcome) -> float:
        return float(welfare(chain.shape, quarter, outcome).total[nation])

    return payoff


def search(
    payoff: Callable[[float], float], low: float, high: float, *, grid: int = 17, refine: int = 20
) -> tuple[tuple[float, float], ...]:
    """Try a grid of levels, then golden section around the best; return (level, payoff) in the order tried.

    Raises
    ------
    ValueError
        If the range is empty or the grid has fewer than 3 points.
    """
    if not low < high or grid < 3:
        raise ValueError(f"a search needs low < high and at least 3 points, got {low:g} to {high:g} and {grid}")
    levels = np.linspace(low, high, grid)
    tried = [(float(level), payoff(float(level))) for level in levels]
    best = int(np.argmax([gain for _, gain in tried]))
    a, b = float(levels[max(best - 1, 0)]), float(levels[min(best + 1, grid - 1)])
    left, right = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    at_left, at_right = payoff(left), payoff(right)
    tried += [(left, at_left), (right, at_right)]
    for _ in range(max(refine - 2, 0)):
        if at_left >= at_right:
            b, right, at_right = right, left, at_left
            left = b - GOLDEN * (b - a)
            at_left = payoff(left)
            tried.append((left, at_left))
        else:
            a, left, at_left = left, right, at_right
            right = a + GOLDEN * (b - a)
            at_right = payoff(right)
            tried.append((right, at_right))
    return tuple(tried)


def best_quota(
    chain: Chain,
    quarter: Quarter,
    nation: int,
    stage: int,
    material: int,
    *,
    payoff: Payoff | None = None,
    start: Outcome | None = None,
    grid: int = 17,
    refine: int = 20,
) -> Choice:
    """Return the limit on a nation's exports of a good that pays it best."""
    gain = payoff or own_welfare(chain, nation)
    free = chain.clear(quarter, start)
    exports = float(free.trade[nation, :, stage, material].sum())

    def limited(level: float) -> float:
        quota = quarter.quota.copy()
        quota[nation, stage, material] = level
        tried = replace(quarter, quota=quota)
        return gain(tried, chain.clear(tried, free))

    idle = gain(quarter, free)
    if exports <= 0:
        return Choice(level=float("inf"), payoff=idle, idle=idle, tried=())
    return _best(search(limited, 0.0, exports, grid=grid, refine=refine), idle, float("inf"))


def best_tax(
    chain: Chain,
    quarter: Quarter,
    nation: int,
    stage: int,
    material: int,
    *,
    payoff: Payoff | None = None,
    start: Outcome | None = None,
    grid: int = 17,
    refine: int = 20,
) -> Choice:
    """Return the tax on a nation's exports of a good, up to the shortage price, that pays it best."""
    gain = payoff or own_welfare(chain, nation)
    free = chain.clear(quarter, start)

    def taxed(level: float) -> float:
        tried = _taxed(quarter, nation, stage, material, level)
        return gain(tried, chain.clear(tried, free))

    most = float(quarter.shortage_price[material])
    return _best(search(taxed, 0.0, most, grid=grid, refine=refine), gain(quarter, free), 0.0)


def best_undercut(
    chain: Chain,
    quarter: Quarter,
    nation: int,
    stage: int,
    material: int,
    deepest: float,
    *,
    war: float = 1.5,
    recoup: float = 4.0,
    discount: float = 0.07,
    idle_share: float = 0.5,
    payoff: Payoff | None = None,
    start: Outcome | None = None,
    grid: int = 9,
    refine: int = 8,
) -> Choice:
    """Return the export subsidy (USD/kg, up to ``deepest``) of the price war that pays best.

    In peace the nation taxes its exports as suits it best, and rivals live under that price. In the war, of ``war``
    years, it drops the tax and pays the subsidy. Rivals' plants that then make less than ``1 - idle_share`` of what
    they made in peace close, and for ``recoup`` years, until they are back, the nation again taxes as suits it best.
    Payoffs are present values per year of the whole time. If no war pays, the level is minus the tax of peace.
    """
    gain = payoff or own_welfare(chain, nation)
    calm = best_tax(chain, quarter, nation, stage, material, payoff=gain, start=start)
    peaceful = _taxed(quarter, nation, stage, material, calm.level)
    peace = chain.clear(peaceful, start)
    first, last = _annuities(war, recoup, discount)
    idle = gain(peaceful, peace)

    def fought(depth: float) -> float:
        during = _taxed(quarter, nation, stage, material, -depth)
        outcome = chain.clear(during, peace)
        after = replace(quarter, capacity=_survivors(quarter, peace, outcome, nation, idle_share))
        won = best_tax(chain, after, nation, stage, material, payoff=gain, start=outcome, grid=9, refine=6)
        return first * gain(during, outcome) + last * won.payoff

    return _best(search(fought, 0.0, deepest, grid=grid, refine=refine), idle, -calm.level)


def _survivors(quarter: Quarter, peace: Outcome, war: Outcome, nation: int, idle_share: float) -> Floats:
    """Return the capacity left when plants that stood idle too much have closed, shape (nations, 2, 2)."""
    closed: Flags = war.made < (1.0 - idle_share) * peace.made
    closed[nation] = False
    return np.where(closed, 0.0, quarter.capacity)


def _annuities(war: float, recoup: float, discount: float) -> tuple[float, float]:
    """Return the weights of the years of war and of recoupment; they add up to 1."""
    rate = log(1.0 + discount)
    if rate == 0.0:
        return war / (war + recoup), recoup / (war + recoup)
    all_years = 1.0 - exp(-rate * (war + recoup))
    first = float((1.0 - exp(-rate * war)) / all_years)
    return first, 1.0 - first


def _taxed(quarter: Quarter, nation: int, stage: int, material: int, level: float) -> Quarter:
    """Return the quarter with a tax added on a nation's exports of a good."""
    tax = quarter.export_tax.copy()
    tax[nation, stage, material] += level
    return replace(quarter, export_tax=tax)


def _best(tried: tuple[tuple[float, float], ...], idle: float, alone: float) -> Choice:
    """Return the best of what was tried, or to leave the lever alone if nothing beats that."""
    level, gain = max(tried, key=lambda pair: pair[1])
    if gain <= idle:
        level, gain = alone, idle
    return Choice(level=level, payoff=gain, idle=idle, tried=tried)
