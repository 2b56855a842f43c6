"""Effects of an article: by each nation that carries it alone, and those that adding them up leaves out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from market.elementary import product
from negotiation.coalitions.pool import additive

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """An article carried by one nation alone; present value in USD m for one unit of its level."""

    effect: Array
    """(nations, nations); rows: the nation that carries it; columns: the nation that feels it."""
    cost: Array
    """(nations,) cost of carrying it."""


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Effect of an article when all candidates carry it, beyond the sum of each carrying it alone."""

    levels: Array
    """(levels,) from 0."""
    extra: Array
    """(levels, nations) present value in USD m."""
    weight: Array
    """(nations,) part that each has in carrying it, summing to 1."""

    def at(self, level: Array) -> Array:
        """Effect at some levels for all together, (levels asked, nations); linear between the levels tried."""
        low = np.clip(np.searchsorted(self.levels, level, side="right") - 1, 0, len(self.levels) - 2)
        way = (level - self.levels[low]) / (self.levels[low + 1] - self.levels[low])
        return (1 - way)[:, None] * self.extra[low] + way[:, None] * self.extra[low + 1]

    def together(self, inside: Array) -> Array:
        """Share of it that some members cause, (..., nations) of 0 and 1 to (...): pairs of them by weight."""
        return self._pairs(product(inside, self.weight), product(inside, self.weight**2))

    def by_coalition(self, rows: list[int]) -> Array:
        """Share of it that each group of some nations causes, (2**k,)."""
        weight = self.weight[rows]
        return self._pairs(additive(weight), additive(weight**2))

    def _pairs(self, total: Array, squares: Array) -> Array:
        all_pairs = 1 - (self.weight**2).sum()
        if all_pairs < 1e-9:
            return np.zeros_like(total)
        return (total**2 - squares) / all_pairs
