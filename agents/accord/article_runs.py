"""Further articles run through the market: the worth of each to every nation, by the nation that carries it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from agents.accord.joint_effects import Carried, Joint
from agents.articles import LOOK_AHEAD, RUNS, hook
from agents.terms.text import further
from agents.world.scene import Scene
from agents.worth.valuation import Appraiser, Prospect

Array = NDArray[np.float64]
Effect = Callable[[Prospect], Array]


def scene_of(appraiser: Appraiser) -> Scene:
    """The facts that articles may use when governments look ahead."""
    price = appraiser.base(LOOK_AHEAD).calm_outcome.planning_price
    return Scene(books=appraiser.books, clear=appraiser.chain.clear, price=price)


def carry(
    appraiser: Appraiser, candidates: tuple[int, ...], annuities: Array, effect: Effect
) -> tuple[dict[str, Carried], dict[str, Joint]]:
    """Let each candidate carry each further article alone, and all of them together at each of its levels."""
    books, count = appraiser.books, len(annuities)
    single, joint = {}, {}
    for name in further(books.setting.accord):
        levels = [float(level) for level in getattr(books.setting.accord, name)]
        full, paid = max(levels), hook(name, "cost")
        cost = np.zeros(count) if paid is None else annuities * paid(books, candidates, full) / full
        alone = np.zeros((count, count))
        if any(hook(name, verb) for verb in RUNS):
            for nation in candidates:
                alone[nation] = annuities * effect(_look(appraiser, name, (nation,), full)) / full
            joint[name] = _together(appraiser, name, levels, candidates, annuities, effect, alone)
        single[name] = Carried(effect=alone, cost=cost)
    return single, joint


def _together(
    appraiser: Appraiser,
    name: str,
    levels: list[float],
    candidates: tuple[int, ...],
    annuities: Array,
    effect: Effect,
    alone: Array,
) -> Joint:
    rows, tried = list(candidates), np.unique([0.0, *levels])
    sums = alone[rows].sum(axis=0)
    runs = [annuities * effect(_look(appraiser, name, candidates, float(level))) - level * sums for level in tried[1:]]
    carried, books = np.zeros(len(annuities)), appraiser.books
    size = books.base.demand.sum(axis=(1, 2)) + books.base.capacity[:, 0].sum(axis=1)
    carried[rows] = size[rows] if size[rows].sum() > 0 else 1.0
    return Joint(levels=tried, extra=np.array([np.zeros(len(annuities)), *runs]), weight=carried / carried.sum())


def _look(appraiser: Appraiser, name: str, members: tuple[int, ...], level: float) -> Prospect:
    quarter, ready = appraiser.quarter(LOOK_AHEAD), hook(name, "standby")
    act = hook(name, "ahead") or hook(name, "act")
    if act is not None:
        quarter = act(scene_of(appraiser), quarter, members, level)
    standby = None if ready is None else ready(appraiser.books, members, level)
    return appraiser.look(LOOK_AHEAD, quarter, standby=standby)
