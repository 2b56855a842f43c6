"""A nation's plants for one conversion in two vintages: the cheaper ones run first, the others as prices allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from market.compiled import compiled
from market.network import Flags, Floats
from market.quarter import Quarter

LIKE = 0.1
"""Plants whose costs differ by less than this share count as alike; cost rises by as much within a vintage anyway."""


class Vintages(NamedTuple):
    """Both vintages of a quarter's plants; arrays are (nations, conversions, materials), t/yr of input and USD/kg."""

    cheap: Floats
    cheap_cost: Floats
    dear: Floats
    dear_cost: Floats

    @classmethod
    def of(cls, quarter: Quarter) -> Vintages:
        """Read the vintages of a quarter; where all plants are alike the more expensive one is empty."""
        total = quarter.capacity
        if not quarter.dear_capacity.size:
            return cls(total, quarter.making_cost, np.zeros_like(total), quarter.making_cost)
        dear = np.minimum(quarter.dear_capacity, total)
        part = np.divide(dear, total, out=np.zeros_like(total), where=total > 0)
        cheap_cost = quarter.making_cost - part * quarter.dear_by
        return cls(total - dear, cheap_cost, dear, cheap_cost + quarter.dear_by)

    def put(self, quarter: Quarter) -> Quarter:
        """Return a quarter with these vintages; what each would cost is kept where it has no plants."""
        total = self.cheap + self.dear
        if not self.dear.any() and not (self.dear_cost != self.cheap_cost).any():
            return quarter.changed(
                capacity=total, making_cost=self.cheap_cost, dear_capacity=np.empty(0), dear_by=np.empty(0)
            )
        part = np.divide(self.dear, total, out=np.zeros_like(total), where=total > 0)
        # Costs that are alike may differ by rounding.
        by = np.maximum(self.dear_cost - self.cheap_cost, 0.0)
        return quarter.changed(
            capacity=total, making_cost=self.cheap_cost + part * by, dear_capacity=self.dear, dear_by=by
        )

    @property
    def sizes(self) -> Floats:
        """Capacity of both, (2, nations, conversions, materials) t/yr of input."""
        return np.stack([self.cheap, self.dear])

    @property
    def costs(self) -> Floats:
        """Cost of both, (2, nations, conversions, materials) USD/kg of input."""
        return np.stack([self.cheap_cost, self.dear_cost])

    def cheaper_by(self, paid: Floats) -> Vintages:
        """Return the same plants where each costs less to run, (2, nations, conversions, materials) USD/kg of input."""
        return self._replace(cheap_cost=self.cheap_cost - paid[0], dear_cost=self.dear_cost - paid[1])

    def without(self, closed: Flags) -> Vintages:
        """Return the vintages of what is left where some are closed, (2, nations, conversions, materials)."""
        cheap, dear = np.where(closed, 0.0, self.sizes)
        return self._replace(cheap=cheap, dear=dear)


def added(quarter: Quarter, capacity: Floats | Sequence[Floats], cost: Floats) -> Quarter:
    """Return a quarter with more plants, counted with the vintage that they are nearest to in cost.

    Of the three (cheap, expensive, new) the two are merged whose costs differ least for their size, so that
    as little as can be is lost of who runs first (Ward's rule). The mean cost of all plants is kept in any case.

    Parameters
    ----------
    capacity : (nations, conversions, materials) t/yr of input; several come one after another.
    cost : (nations, conversions, materials) USD/kg of input.

    Examples
    --------
    >>> from market.quarter import ChainShape
    >>> shape = ChainShape(nations=1, mine_nation=[0], mine_light=[0.9], mine_heavy=[0.1], uses=1)
    >>> old = Quarter.calm(shape, capacity=np.full((1, 2, 2), 100.0), making_cost=np.full((1, 2, 2), 10.0))
    >>> new = added(old, np.full((1, 2, 2), 50.0), np.full((1, 2, 2), 16.0))
    >>> float(new.capacity[0, 0, 0]), float(new.making_cost[0, 0, 0]), float(new.dear_capacity[0, 0, 0])
    (150.0, 12.0, 50.0)
    """
    coming = [more for more in ([capacity] if isinstance(capacity, np.ndarray) else capacity) if more.any()]
    if not coming:
        return quarter
    old = Vintages.of(quarter)
    figures = np.stack([old.cheap, old.cheap_cost, old.dear, old.dear_cost])
    for more in coming:
        _sort_in(more.ravel(), cost.ravel(), figures.reshape(4, -1))
    return Vintages(*figures).put(quarter)


def sorted_in(
    total: float, mean_cost: float, dear: float, dear_by: float, capacity: float, cost: float
) -> tuple[float, float, float, float]:
    """Return one plant's figures (``capacity``, ``making_cost``, ``dear_capacity``, ``dear_by``) with more of its kind.

    Parameters
    ----------
    capacity : t/yr of input that are new.
    cost : what they cost to run, USD/kg of input.
    """
    dear = min(dear, total)
    cheap_cost = mean_cost - (dear / total * dear_by if total > 0 else 0.0)
    figures = np.array([[total - dear], [cheap_cost], [dear], [cheap_cost + dear_by]])
    _sort_in(np.array([capacity]), np.array([cost]), figures)
    low, low_cost, high, high_cost = figures[:, 0].tolist()
    by = max(high_cost - low_cost, 0.0)
    return low + high, low_cost + (high / (low + high) * by if low + high > 0 else 0.0), high, by


def scaled(quarter: Quarter, ratio: Floats) -> Quarter:
    """Return a quarter whose plants cost a share of what they did, (nations, 1, 1) or as ``making_cost``."""
    dearer = quarter.dear_by * ratio if quarter.dear_by.size else quarter.dear_by
    return quarter.changed(making_cost=quarter.making_cost * ratio, dear_by=dearer)


@compiled
def _sort_in(capacity: Floats, cost: Floats, figures: Floats) -> None:
    """Add new plants to the vintages in ``figures``, shape (4, plants): size and cost, the cheap ones first."""
    for at in range(len(capacity)):
        if capacity[at] <= 0.0:
            continue
        sizes = [figures[0, at], figures[2, at], capacity[at]]
        costs = [figures[1, at], figures[3, at], cost[at]]
        for a, b in ((0, 1), (1, 2), (0, 1)):
            if costs[b] < costs[a]:
                sizes[a], sizes[b] = sizes[b], sizes[a]
                costs[a], costs[b] = costs[b], costs[a]
        upper = _apart(sizes[1], costs[1], sizes[2], costs[2]) < _apart(sizes[0], costs[0], sizes[1], costs[1])
        k = 1 if upper else 0
        size = sizes[k] + sizes[k + 1]
        mean = (sizes[k] * costs[k] + sizes[k + 1] * costs[k + 1]) / size if size > 0.0 else costs[k]
        low, low_cost = (sizes[0], costs[0]) if upper else (size, mean)
        high, high_cost = (size, mean) if upper else (sizes[2], costs[2])
        if low <= 0.0 or high <= 0.0 or high_cost - low_cost <= LIKE * abs(low_cost):
            low_cost = (low * low_cost + high * high_cost) / (low + high)
            low, high, high_cost = low + high, 0.0, low_cost
        figures[0, at], figures[1, at], figures[2, at], figures[3, at] = low, low_cost, high, high_cost


@compiled
def _apart(size: float, cost: float, other: float, its_cost: float) -> float:
    """How much is lost when two are put together: their squared difference of cost by size."""
    total = size + other
    return size * other / total * (its_cost - cost) ** 2 if total > 0.0 else 0.0
