"""What worlds drawn from the box say: which regime does best, where, and what ends alliances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.world.setting import REGIMES
from scenarios.studies.honesty import FAILURES, Design, World, lived

Array = NDArray[np.float64]
LOADED = (0.05, 0.95)
"""Shares below and above which the box, or the model, is loaded for or against a regime."""
DRAWS = 2000
"""Resamples behind each interval."""
GOALS: dict[str, tuple[str, str, int]] = {
    "welfare": ("Welfare outside the dominant supplier", "welfare", 1),
    "plain": ("The same without what plants and stocks are still worth at the end", "plain", 1),
    "own": ("As nations weigh it: welfare outside it less their fear of the worst year", "own", 1),
    "security": ("Security: shortage cost outside it in the worst years", "cvar", -1),
    "shortage": ("Security: mean shortage cost outside it", "shortage", -1),
    "poorest": ("Welfare of the poorest nation that may join", "poorest", 1),
    "environment": ("Environment: damage in all nations", "damage", -1),
}
"""What a regime may be best for: words, the figure that it is read from, and whether more or less is better."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of worlds with its interval."""

    share: float
    low: float
    high: float
    """Ends of the 95 % bootstrap interval over worlds."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A field of a regime map."""

    column: int
    across: str
    down: str
    worlds: int
    shares: dict[str, float]
    """Share of its worlds in which each regime does best for welfare."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What switching a failure off does to the accord."""

    failure: str
    acts: float
    """Share of worlds in which it changes anything."""
    troubled: int
    """Worlds that lost members or had no accord at the end."""
    saved: Share
    """Share of the worlds that lost members or never had an accord in which it is better kept without this failure."""
    members: Share
    """Change of the mean number of members when it is switched off, with its interval."""
    welfare: Share
    """Change of welfare outside the dominant supplier when it is switched off, USD m/yr, with its interval."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All that a design came to."""

    design: Design
    worlds: int
    figures: int
    """Figures that were drawn."""
    failed: tuple[str, ...]
    best: dict[str, dict[str, Share]]
    """Goal, regime: in which share of worlds it does best."""
    by_reprisal: dict[str, dict[str, Share]]
    """The same for welfare, by whether the accord met reprisals; how many worlds stands in the words."""
    gains: dict[str, Share]
    """Goal: mean gain of the accord over bilateral agreements, in the goal's unit and its better direction."""
    alliances: dict[str, Share]
    hopes: dict[str, Share]
    """What members expect a year at the end and what the accord brought over bilateral agreements, USD m/yr."""
    effects: tuple[Effect, ...]
    maps: dict[str, tuple[Cell, ...]]
    loaded: tuple[str, ...]
    """Regimes that do best for welfare almost everywhere or almost nowhere."""


def judge(design: Design, worlds: Sequence[World]) -> Verdict:
    """Sum up the worlds of a design."""
    good = lived(worlds)
    if not good:
        raise ValueError(f"none of {len(worlds)} worlds could be lived: {worlds[0].error if worlds else 'none drawn'}")
    rng = np.random.default_rng(design.seed + 1)
    wins = {goal: _wins(good, goal) for goal in GOALS}
    best = {
        goal: {regime: interval(table[:, place], rng) for place, regime in enumerate(REGIMES)}
        for goal, table in wins.items()
    }
    loaded = tuple(regime for regime in REGIMES if not LOADED[0] <= best["welfare"][regime].share <= LOADED[1])
    return Verdict(
        design=design,
        worlds=len(good),
        figures=len(good[0].point),
        failed=tuple(world.error for world in worlds if world.error),
        best=best,
        by_reprisal=_by_reprisal(good, wins["welfare"], rng),
        gains={goal: interval(_gain(good, goal), rng) for goal in GOALS},
        alliances=_alliances(good, rng),
        hopes=_hopes(good, rng),
        effects=_effects(good, rng),
        maps=_maps(good, wins["welfare"]),
        loaded=loaded,
    )


def interval(values: Array, rng: np.random.Generator) -> Share:
    """Mean of values with the 95 % bootstrap interval; worlds are drawn again with replacement."""
    values = np.asarray(values, dtype=float)
    if not len(values):
        return Share(share=float("nan"), low=float("nan"), high=float("nan"))
    means = values[rng.integers(0, len(values), (DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Share(share=float(values.mean()), low=float(low), high=float(high))


def _figure(world: World, regime: str, goal: str) -> float:
    _, name, sign = GOALS[goal]
    return sign * float(world.regimes[regime][name])


def _wins(worlds: Sequence[World], goal: str) -> Array:
    """Which regime does best in each world, (worlds, regimes); those that tie share it."""
    table = np.array([[_figure(world, regime, goal) for regime in REGIMES] for world in worlds])
    best = table.max(axis=1, keepdims=True)
    tied = table >= best - 1e-6 * np.maximum(np.abs(best), 1.0)
    return tied / tied.sum(axis=1, keepdims=True)


def _by_reprisal(worlds: Sequence[World], wins: Array, rng: np.random.Generator) -> dict[str, dict[str, Share]]:
    met = np.array([world.regimes["accord"]["reprisals"] > 0 for world in worlds])
    found = {}
    for words, here in (("no reprisals", ~met), ("reprisals", met)):
        if here.any():
            found[f"{words} ({here.sum()} worlds)"] = {
                regime: interval(wins[here, place], rng) for place, regime in enumerate(REGIMES)
            }
    return found


def _gain(worlds: Sequence[World], goal: str) -> Array:
    return np.array([_figure(world, "accord", goal) - _figure(world, "bilateral", goal) for world in worlds])


def _alliances(worlds: Sequence[World], rng: np.random.Generator) -> dict[str, Share]:
    accords = [world.regimes["accord"] for world in worlds]
    founded = [accord for accord in accords if accord["founded"]]

    def share(holds: Callable[[Mapping[str, float]], bool], among: Sequence[Mapping[str, float]]) -> Share:
        return interval(np.array([float(holds(accord)) for accord in among]), rng)

    return {
        "an accord is founded": share(lambda a: a["founded"] > 0, accords),
        "of those, still in force at the end": share(lambda a: a["held"] > 0, founded),
        "of those, lost members on the way": share(lambda a: a["lost"] > 0, founded),
        "of those, met reprisals": share(lambda a: a["reprisals"] > 0, founded),
        "of those, members held back from the reserve": share(lambda a: a["held_back"] > 0, founded),
    }


def _hopes(worlds: Sequence[World], rng: np.random.Generator) -> dict[str, Share]:
    """Set what members expect beside what came, in the worlds whose accord lasted."""
    held = [world for world in worlds if np.isfinite(world.regimes["accord"]["hoped"])]
    calm = [world for world in held if not world.regimes["accord"]["reprisals"]]
    return {
        "members expect of it": interval(np.array([world.regimes["accord"]["hoped"] for world in held]), rng),
        "it brought all others than the dominant supplier": interval(_gain(held, "welfare"), rng),
        "where there were no reprisals": interval(_gain(calm, "welfare"), rng),
    }


def _effects(worlds: Sequence[World], rng: np.random.Generator) -> tuple[Effect, ...]:
    armed = [world for world in worlds if world.arms]
    found = []
    for name in FAILURES if armed else ():
        pairs = [(world.regimes["accord"], world.arms[name]) for world in armed]
        troubled = [(on, off) for on, off in pairs if on["lost"] > 0 or not on["held"]]
        better = np.array([float(off["members"] > on["members"] + 0.25) for on, off in troubled])
        found.append(
            Effect(
                failure=name,
                acts=float(np.mean([_differs(on, off) for on, off in pairs])),
                troubled=len(troubled),
                saved=interval(better, rng),
                members=interval(np.array([off["members"] - on["members"] for on, off in pairs]), rng),
                welfare=interval(np.array([off["welfare"] - on["welfare"] for on, off in pairs]), rng),
            )
        )
    return tuple(sorted(found, key=lambda effect: -effect.members.share))


def _differs(on: Mapping[str, float], off: Mapping[str, float]) -> bool:
    return any(abs(on[name] - off[name]) > 1e-6 * max(abs(on[name]), 1.0) for name in ("welfare", "members", "damage"))


AXES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "disruption risk and spillover": (
        ("risks.export_ban", "chance of export restrictions"),
        ("spillover", "share of a plant's benefit that others feel"),
    ),
    "depth of undercutting and restart lag": (
        ("risks.undercut_depth", "depth of undercutting"),
        ("market.restart_quarters", "quarters to restart"),
    ),
    "disruption risk and reprisals": (
        ("risks.export_ban", "chance of export restrictions"),
        ("strains.retaliation_rise", "how far a large accord raises it"),
    ),
    "detection and patience": (
        ("supply.detection", "chance that a breach is proven"),
        ("supply.patience", "weight of next year"),
    ),
}
"""Regime maps: two figures each, with their words."""


def _maps(worlds: Sequence[World], wins: Array) -> dict[str, tuple[Cell, ...]]:
    """Cut both axes of each map in three and say which regime does best in each field."""
    found = {}
    for name, axes in AXES.items():
        values = np.array([[_axis(world, path) for path, _ in axes] for world in worlds])
        sound = np.isfinite(values).all(axis=1)
        if sound.sum() < len(REGIMES):
            continue
        found[name] = _cells(values[sound], wins[sound])
    return found


def _axis(world: World, path: str) -> float:
    return float(world.regimes["accord"]["spillover"] if path == "spillover" else world.point.get(path, np.nan))


def _cells(values: Array, wins: Array) -> tuple[Cell, ...]:
    edges = [np.quantile(values[:, axis], (1 / 3, 2 / 3)) for axis in (0, 1)]
    place = [np.searchsorted(edges[axis], values[:, axis], side="right") for axis in (0, 1)]
    cells = []
    for down in range(3):
        for across in range(3):
            here = (place[0] == across) & (place[1] == down)
            if not here.any():
                continue
            shares = wins[here].mean(axis=0)
            cells.append(
                Cell(
                    column=across,
                    across=_range(edges[0], across),
                    down=_range(edges[1], down),
                    worlds=int(here.sum()),
                    shares={regime: float(share) for regime, share in zip(REGIMES, shares, strict=True)},
                )
            )
    return tuple(cells)


def _range(edges: Array, place: int) -> str:
    low, high = (f"{edge:.2g}" for edge in edges)
    return (f"up to {low}", f"{low} to {high}", f"{high} and more")[place]
