"""When two worths count as equal, so that no decision turns on the last digits of a figure.

A gain is the difference of two markets, each solved to about twelve digits: what is smaller than that is rounding, and
rounding differs from one processor to another. Real ties are common too: a clause that changes nothing, two lanes
alike, a breach that brings exactly what it costs. So every comparison of gains is made here. A difference below the
least worth is a tie, and ties go the stated way: nothing is done for nothing, and of equals the first in the order of
the list counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_WORTH = 1e-3
"""USD m, a thousand dollars: a smaller difference moves no government."""
LEAST_PRICE = 1e-6
"""USD/kg, likewise for prices."""
LEAST_SHARE = 1e-9
"""The same as a share of the larger of two figures, where that is more."""
LEAST_RATIO = 1e-6
"""What a dollar brings: smaller differences between ratios of worth to cost count as none."""
SAME = 1e-5
"""USD m, ten dollars: outcomes of a table that lie no further apart are worth the same to a party."""


@overload
def exceeds(one: float, other: float = 0.0, least: float = LEAST_WORTH) -> bool: ...
@overload
def exceeds(one: Array, other: Array | float = 0.0, least: float = LEAST_WORTH) -> Flags: ...
def exceeds(one: float | Array, other: float | Array = 0.0, least: float = LEAST_WORTH) -> bool | Flags:
    """Tell whether a worth is greater than another by more than counts as nothing; for arrays, place by place."""
    answer: Flags = np.asarray(one - other > np.maximum(least, LEAST_SHARE * np.maximum(np.abs(one), np.abs(other))))
    return answer if answer.ndim else bool(answer)


@overload
def reaches(one: float, other: float = 0.0, least: float = LEAST_WORTH) -> bool: ...
@overload
def reaches(one: Array, other: Array | float = 0.0, least: float = LEAST_WORTH) -> Flags: ...
def reaches(one: float | Array, other: float | Array = 0.0, least: float = LEAST_WORTH) -> bool | Flags:
    """Tell whether a worth is at least another, or falls short of it by what counts as nothing."""
    answer: Flags = np.asarray(other - one <= np.maximum(least, LEAST_SHARE * np.maximum(np.abs(one), np.abs(other))))
    return answer if answer.ndim else bool(answer)


def settled(worth: ArrayLike, least: float = SAME) -> Array:
    """Return worths in which those that count as equal are equal: each is the lowest of its kind; (..., n).

    Neighbours no further apart than ``least`` are of one kind, along the last axis. Nothing stays nothing.
    """
    table = np.asarray(worth, dtype=np.float64)
    order = table.argsort(axis=-1, kind="stable")
    ranked = np.take_along_axis(table, order, axis=-1)
    begins = np.ones(ranked.shape, dtype=bool)
    begins[..., 1:] = ranked[..., 1:] - ranked[..., :-1] > least
    places = np.maximum.accumulate(np.where(begins, np.arange(ranked.shape[-1]), 0), axis=-1)
    lowest = np.take_along_axis(ranked, places, axis=-1)
    found = np.empty_like(table)
    np.put_along_axis(found, order, np.where(np.abs(lowest) <= least, 0.0, lowest), axis=-1)
    return found


def greatest_at(worths: ArrayLike, least: float = LEAST_WORTH) -> int:
    """Return the place of the greatest worth; of those that count as equal, the first."""
    table = np.asarray(worths, dtype=np.float64)
    return int(np.argmax(reaches(table, np.full_like(table, table.max()), least)))


def ranked(worths: ArrayLike, least: float = LEAST_WORTH) -> list[int]:
    """Return places from the greatest worth to the least; those that count as equal in the order of the list."""
    found: list[int] = np.argsort(-settled(worths, least), kind="stable").tolist()
    return found


def greatest[Item](items: Sequence[Item], worths: ArrayLike, least: float = LEAST_WORTH) -> Item:
    """Return the item of greatest worth; of those that count as equal, the first."""
    return items[greatest_at(worths, least)]


def at_table(worth: ArrayLike, walls: ArrayLike, least: float = SAME) -> tuple[Array, Array]:
    """Return a table, (parties, outcomes), and its walls, (parties,), in which worths that count as equal are equal."""
    table, wall = np.asarray(worth, dtype=np.float64), np.asarray(walls, dtype=np.float64)
    both = settled(np.column_stack([table, wall]), least)
    return np.ascontiguousarray(both[:, :-1]), both[:, -1].copy()
