"""Alliances among nations that are all alike, where only the number of members counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from negotiation.coalitions.pool import MOST_MEMBERS, Array, membership, sizes

TOLERANCE = 1e-9
"""Gain, relative to the largest payoff, that is too small to move anybody."""


def from_sizes(inside: ArrayLike, outside: ArrayLike) -> Array:
    """Payoffs (2**n, n) among like nations, given those of members and outsiders by the alliance's size 0-n."""
    members, others, _ = _read(inside, outside)
    n = members.size - 1
    count = sizes(n)[:, None]
    return np.where(membership(n), members[count], others[count])


def stable_sizes(inside: ArrayLike, outside: ArrayLike) -> list[int]:
    """Sizes from 2 to n at which nobody would rather leave and nobody would rather join.

    ``inside`` and ``outside`` (n + 1,) are payoffs by size; those that cannot occur are not read.
    Source: d'Aspremont, C. et al. (1983). Canadian Journal of Economics 16, 17-25.
    """
    members, others, slack = _read(inside, outside)
    n = members.size - 1
    return [
        size
        for size in range(2, n + 1)
        if members[size] >= others[size - 1] - slack and (size == n or members[size + 1] <= others[size] + slack)
    ]


def farsighted_sizes(inside: ArrayLike, outside: ArrayLike) -> list[int]:
    """Sizes from 1 to n that hold when a leaver foresees how far the alliance will then fall apart.

    One member alone holds by definition. A larger size holds when its members would not rather be outsiders
    of the next smaller size that holds.
    Source: Ray, D. & Vohra, R. (2001). Journal of Political Economy 109, 1355-1384;
    Diamantoudi, E. & Sartzetakis, E. (2015). Economic Theory 59, 527-546.
    """
    members, others, slack = _read(inside, outside)
    held = [1]
    for size in range(2, members.size):
        if members[size] >= others[held[-1]] - slack:
            held.append(size)
    return held


def sequential_sizes(earns: Callable[[tuple[int, ...]], Sequence[float]], n: int) -> tuple[int, ...]:
    """Sizes of the blocs that form when nations propose one after another and foresee what the rest will do.

    Each nation whose turn it is names the size of its bloc; being alike, the others it needs agree. Between
    sizes that earn the same, the larger forms.

    Parameters
    ----------
    earns : function of block sizes
        Takes all sizes, which sum to ``n``, and returns what one member of each of these blocs earns.
    n : int
        Number of nations, 1-20.

    Source: Bloch, F. (1996). Sequential formation of coalitions in games with externalities and fixed
    payoff division. Games and Economic Behavior 14, 90-123.
    """
    if not 1 <= n <= MOST_MEMBERS:
        raise ValueError(f"blocs form one after another among 1 to {MOST_MEMBERS} nations, got {n}.")
    known: dict[tuple[int, ...], tuple[int, ...]] = {}

    def follow(formed: tuple[int, ...]) -> tuple[int, ...]:
        """Complete the blocs formed so far; who formed them in which order makes no difference to the rest."""
        key = tuple(sorted(formed))
        left = n - sum(formed)
        if left and key not in known:
            best: tuple[int, ...] = ()
            most = -np.inf
            for size in range(1, left + 1):
                later = follow((*key, size))
                member = float(earns((*key, size, *later))[len(key)])
                if member >= most - TOLERANCE * abs(member):
                    best, most = (size, *later), member
            known[key] = best
        return known[key] if left else ()

    return follow(())


def _read(inside: ArrayLike, outside: ArrayLike) -> tuple[Array, Array, float]:
    """Read payoffs by size and the gain that is too small to matter."""
    members, others = np.asarray(inside, dtype=float), np.asarray(outside, dtype=float)
    if members.shape != others.shape or members.ndim != 1 or members.size < 2:
        raise ValueError(f"give payoffs for sizes 0 to n inside and outside, got {members.shape} and {others.shape}.")
    return members, others, TOLERANCE * float(np.nanmax(np.abs([members, others])))
