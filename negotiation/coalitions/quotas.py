"""Which members together carry a proposal, when one or several weights must each reach a quota.

Heads, money, or both at once as in the International Energy Agency; a veto is a weight
without which the quota cannot be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiation.coalitions.pool import MOST_MEMBERS, Array, Flags, additive, sizes

LARGEST_TABLE = 20_000_000
"""Entries of the table of weight sums up to which many members are counted exactly."""


@dataclass(frozen=True, slots=True, eq=False)
class Quotas:
    """Tests that a proposal must all pass: weights of the members, and what those in favour must reach."""

    weights: Array
    """Weights by test and member, (tests, n), 0 or more."""
    needed: Array
    """What the weights of those in favour must reach in each test, (tests,), above 0."""

    def __post_init__(self) -> None:
        """Check the tests once and make them read-only."""
        weights = np.atleast_2d(np.array(self.weights, dtype=float))
        needed = np.atleast_1d(np.array(self.needed, dtype=float))
        if weights.ndim != 2 or needed.shape != (weights.shape[0],) or not weights.size:
            raise ValueError(f"give one quota per row of weights, got {needed.size} for shape {weights.shape}.")
        if not (np.isfinite(weights).all() and (weights >= 0).all()):
            raise ValueError(f"weights must be 0 or more, got {weights.tolist()}.")
        most = weights.sum(axis=1)
        if not (needed > 0).all() or (needed > most + _slack(needed)).any():
            raise ValueError(
                f"each quota must be above 0 and at most the sum of the weights {most.tolist()}, got {needed.tolist()}."
            )
        for name, value in (("weights", weights), ("needed", needed)):
            value.setflags(write=False)
            object.__setattr__(self, name, value)

    @property
    def n(self) -> int:
        """Number of members."""
        return int(self.weights.shape[1])

    def carried(self, favour: int) -> bool:
        """Tell whether the members of the bitmask ``favour`` carry a proposal."""
        chosen = np.array([favour >> member & 1 for member in range(self.n)], dtype=float)
        return bool(((self.weights * chosen).sum(axis=1) >= self.needed - _slack(self.needed)).all())

    def winning(self) -> Flags:
        """Tell for each coalition whether it carries a proposal, (2**n,); up to 20 members."""
        if self.n > MOST_MEMBERS:
            raise ValueError(f"coalitions are listed for up to {MOST_MEMBERS} members, got {self.n}.")
        passed = np.ones(1 << self.n, dtype=bool)
        for row, needed in zip(self.weights, self.needed - _slack(self.needed), strict=True):
            passed &= additive(row) >= needed
        return passed

    def swings_by_size(self) -> list[list[int]]:
        """Count, per member and number of others in favour, the votes that this member decides."""
        whole = bool((self.weights == np.round(self.weights)).all())
        table = (self.n + 1) * prod(int(row.sum()) + 1 for row in self.weights[~self._heads])
        if self.n <= MOST_MEMBERS and (not whole or table > 1 << self.n):
            return listed_swings(self.winning())
        if not whole or table > LARGEST_TABLE:
            raise ValueError(
                f"above {MOST_MEMBERS} members, votes are counted for small whole weights only; "
                f"got {self.n} members with weights that sum to {self.weights.sum(axis=1).tolist()}."
            )
        return self._generated()

    @property
    def _heads(self) -> Flags:
        """Tests that only count heads, whatever each head weighs, (tests,)."""
        alike: Flags = (self.weights == self.weights[:, :1]).all(axis=1)
        return alike

    def _generated(self) -> list[list[int]]:
        """Count by generating functions: how many groups of the others have each size and each sum of weights.

        Source: Mann, I. & Shapley, L. S. (1962). RAND RM-3158.
        """
        heads, least = self._heads, self.needed - _slack(self.needed)
        fewest = int(np.ceil(least[heads] / self.weights[heads, 0]).max(initial=0))
        needed = np.ceil(least[~heads]).astype(int)
        rows = self.weights[~heads].astype(int)
        return [_decided(np.delete(rows, member, axis=1), rows[:, member], needed, fewest) for member in range(self.n)]


def listed_swings(winning: Flags) -> list[list[int]]:
    """Count, per member and number of others in favour, the votes that this member decides, from all coalitions."""
    n = winning.size.bit_length() - 1
    counts = []
    for member in range(n):
        pairs = winning.reshape(-1, 2, 1 << member)
        decided = pairs[:, 1] & ~pairs[:, 0]
        others = sizes(n).reshape(-1, 2, 1 << member)[:, 0][decided]
        counts.append([int(count) for count in np.bincount(others, minlength=n)])
    return counts


def _decided(others: NDArray[Any], own: NDArray[Any], needed: NDArray[Any], fewest: int) -> list[int]:
    """Count, by the number of others in favour, the groups of them that one more member tips."""
    # Beyond 62 members the counts outgrow whole numbers of 64 bits.
    kind = np.int64 if others.shape[1] <= 62 else object
    count: NDArray[Any] = np.zeros([others.shape[1] + 1, *(others.sum(axis=1) + 1)], dtype=kind)
    count[(0,) * count.ndim] = 1
    for member in range(others.shape[1]):
        step = (1, *others[:, member])
        target = tuple(slice(shift, None) for shift in step)
        source = tuple(slice(None, length - shift) for shift, length in zip(step, count.shape, strict=True))
        count[target] += count[source].copy()
    with_it = tuple(slice(max(0, int(least)), None) for least in needed - own)
    without = tuple(slice(int(least), None) for least in needed)
    return [
        (int(count[slice(size, size + 1), *with_it].sum()) if size + 1 >= fewest else 0)
        - (int(count[slice(size, size + 1), *without].sum()) if size >= fewest else 0)
        for size in range(len(count))
    ]


def _slack(needed: Array) -> Array:
    """Rounding to forgive when a quota was worked out from a share."""
    slack: Array = 1e-9 * np.maximum(1.0, needed)
    return slack
