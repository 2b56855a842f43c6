"""Worlds drawn from all that we do not know, each lived under every regime on the same shocks.

The box is declared by the figures themselves: every figure of a scenario that gives a low and a high. No regime is
favoured by where in the box a world lies, so the share of worlds in which it does best says what the model believes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from agents.state import State
from agents.world.conduct import Failures
from agents.world.setting import REGIMES, Setting
from scenarios.files.figures import Figure
from scenarios.files.schema import entry_at
from scenarios.loader import figures, load, with_changes
from scenarios.run import Living, with_rounds
from scenarios.studies.leftover import left_over

FAILURES = tuple(field.name for field in fields(Failures))
Told = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Design:
    """What is drawn and lived."""

    scenario: str = "small"
    samples: int = 60
    years: int = 10
    seed: int = 7
    arms: int = 0
    """In how many of the worlds the accord is lived again with each failure switched off."""

    def __post_init__(self) -> None:
        """Refuse designs that nobody can live."""
        if not 2 <= self.samples <= 100_000:
            raise ValueError(f"samples must be from 2 to 100000, got {self.samples}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or above, got {self.seed}")
        if not 0 <= self.arms <= self.samples:
            raise ValueError(f"arms must be from 0 to the {self.samples} samples, got {self.arms}")
        with_rounds(load(self.scenario), self.years)


@dataclass(frozen=True, kw_only=True)
class World:
    """One draw from the box and what became of it under each regime, and with each failure off."""

    number: int
    point: Mapping[str, float]
    """Path of a field and its value."""
    regimes: Mapping[str, Mapping[str, float]]
    arms: Mapping[str, Mapping[str, float]]
    """The accord with a failure switched off."""
    error: str = ""
    """Why the world could not be lived, in one sentence."""


def box(scenario: str) -> list[Figure]:
    """List the figures of a scenario that say from where to where they may lie."""
    found = [f for f in figures(scenario) if f.low is not None and f.high is not None and f.high > f.low]
    if not found:
        raise ValueError(f"scenario {scenario!r} has no figure with a low and a high; there is nothing to draw")
    return found


def draw(design: Design) -> list[dict[str, float]]:
    """Draw points of the box by Latin hypercube, the same for the same seed."""
    ranges = box(design.scenario)
    cube = qmc.LatinHypercube(d=len(ranges), rng=np.random.default_rng(design.seed)).random(design.samples)
    return [
        {figure.path: _within(figure, float(part)) for figure, part in zip(ranges, row, strict=True)} for row in cube
    ]


def _within(figure: Figure, part: float) -> float:
    low, high = float(figure.low or 0.0), float(figure.high or 0.0)
    entry = entry_at(figure.path)
    if entry is not None and entry.kind == "whole number":
        # Each whole number is as likely as the next, both ends too.
        return float(int(low) + min(int(part * (int(high) - int(low) + 1)), int(high) - int(low)))
    return low + part * (high - low)


def live(task: tuple[Design, int, Mapping[str, float]]) -> World:
    """Live through one world under every regime, and with each failure off where arms are asked for."""
    design, number, point = task
    try:
        setting = with_rounds(with_changes(load(design.scenario), dict(point)), design.years)
        seed = 1000 * design.seed + number
        regimes = {regime: outcome(setting, regime, seed) for regime in REGIMES}
        arms = {}
        if number < design.arms:
            arms = {
                name: outcome(with_changes(setting, {f"failures.{name}": False}), "accord", seed) for name in FAILURES
            }
        hashes = {result["nature"] for result in (*regimes.values(), *arms.values())}
        if len(hashes) > 1:
            raise RuntimeError("regimes of one world met different shocks; they must not be compared")
    except (ValueError, ArithmeticError) as error:
        return World(number=number, point=point, regimes={}, arms={}, error=str(error))
    return World(number=number, point=point, regimes=regimes, arms=arms)


def outcome(setting: Setting, regime: str, seed: int) -> dict[str, Any]:
    """Live through a world once and sum up what it came to, USD m/yr where nothing else is said."""
    living = Living(setting, regime=regime, seed=seed)
    rows = list(living)
    model = living.model
    dominant = model.keys.index(setting.risks.dominant)
    outside = np.arange(len(model.keys)) != dominant
    may_join = [n for n in range(len(model.keys)) if n != dominant]
    if setting.accord.eligible:
        may_join = [n for n in may_join if model.keys[n] in setting.accord.eligible]
    poorest = min(may_join, key=lambda n: setting.nations[n].gdp)
    members = np.array([row["members"] for row in rows])
    plain = float(np.mean([book.welfare[outside].sum() for book in model.books_kept]))
    whole = plain + left_over(model) / len(rows)
    return {
        "welfare": whole,
        "plain": plain,
        "own": whole - fear(model, outside),
        "hoped": hoped(living),
        "shortage": float(np.mean([book.money["shortage_cost"][outside].sum() for book in model.books_kept])),
        "cvar": float(rows[-1]["cvar_shortage"]),
        "poorest": float(np.mean([book.welfare[poorest] for book in model.books_kept])),
        "damage": float(np.mean([book.damage.sum() for book in model.books_kept])),
        "members": float(members.mean()),
        "last_members": float(members[-1]),
        "founded": float(members.max() > 0),
        "held": float(members[-1] > 0),
        "lost": float(sum(before > after for before, after in pairwise(members))),
        "breaches": float(sum(row["breaches"] for row in rows)),
        "reprisals": float(len(model.dominance.reprisals)),
        "held_back": float(sum(book.held_back for book in model.books_kept)),
        "spillover": spillover(living) if regime == "accord" else float("nan"),
        "nature": model.nature.hash,
    }


def fear(model: State, who: NDArray[np.bool_]) -> float:
    """What some nations mind about their worst year beyond its part in the mean, USD m/yr.

    Each weighs the tail of its shortage cost (CVaR 95 %; of twenty years or fewer the worst) by its own aversion, as it
    does when it decides.
    """
    costs = np.array([book.money["shortage_cost"] for book in model.books_kept])
    tail = np.sort(costs, axis=0)[::-1][: max(1, round(0.05 * len(costs)))].mean(axis=0)
    aversion = np.array([nation.priorities.risk_aversion for nation in model.setting.nations])
    return float((aversion * tail)[who].sum())


def hoped(living: Living) -> float:
    """What members expect of the accord that there is at the end, USD m/yr over no accord; nan without one."""
    accord = living.model.accord
    if accord is None:
        return float("nan")
    return float((accord.payoff() / accord.values.annuities)[list(accord.members)].sum())


def spillover(living: Living) -> float:
    """Share of what new plants bring to others than their hosts, as the last summit saw it; nan without an accord."""
    accord = living.model.accord
    if accord is None or not accord.values.plans:
        return float("nan")
    gains = np.clip(accord.values.plant_effect, 0, None)
    hosts = np.array([plan.nation for plan in accord.values.plans])
    own = gains[np.arange(len(hosts)), hosts].sum()
    return float(1 - own / gains.sum()) if gains.sum() > 0 else float("nan")


def examine(design: Design, *, workers: int = 1, on_world: Told | None = None) -> list[World]:
    """Draw the worlds of a design and live through them; the same worlds whatever the number of workers.

    Parameters
    ----------
    workers : processes; 1 lives everything in this one.
    on_world : called after each world with how many are done and how many there are.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, got {workers}")
    tasks = [(design, number, point) for number, point in enumerate(draw(design))]
    if workers == 1:
        return _collect(map(live, tasks), len(tasks), on_world)
    # Fresh processes, so that nothing of this one's state (threads, compiled code, generators) leaks into a world.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return _collect(pool.map(live, tasks), len(tasks), on_world)


def _collect(worlds: Iterable[World], count: int, on_world: Told | None) -> list[World]:
    done: list[World] = []
    for world in worlds:
        done.append(world)
        if on_world is not None:
            on_world(len(done), count)
    return done


def lived(worlds: Sequence[World]) -> list[World]:
    """Leave out the worlds that could not be lived."""
    return [world for world in worlds if not world.error]
