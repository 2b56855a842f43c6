"""Every member gets the average of what it adds, over all orders in which the alliance could form.

Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from negotiation.coalitions.pool import Array, Pool, sizes

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False
"""Only when no coalition of the game loses by taking in one more member."""


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by mean marginal contribution, (n,), USD m/yr."""
    shares = value(pool.game)
    return shares + (pool.amount - shares.sum()) / pool.n


def value(worth: Array) -> Array:
    """Shapley value (n,) of a game ``worth`` (2**n,); it sums to ``worth[-1]``.

    Examples
    --------
    One owner of a left glove and two owners of a right glove; only a pair is worth 1:

    >>> value(np.array([0, 0, 0, 1, 0, 1, 0, 1.0])).round(3).tolist()
    [0.667, 0.167, 0.167]
    """
    n = worth.size.bit_length() - 1
    joined, missed = chances(n)
    # phi_i sums joined*v over coalitions with i and missed*v over those without i; writing it as one
    # sum over all coalitions and one over those with i touches each coalition once.
    both = (joined + missed) * worth
    # Plain sums, not a matrix product: that would hand the work to threads, which is slower on a busy
    # machine and may change the last bit with the number of threads.
    base = float((missed * worth).sum())
    # Halving keeps, step by step, the sums over the coalitions that hold each member.
    total = np.empty(n)
    for member in reversed(range(n)):
        half = both.size // 2
        total[member] = both[half:].sum()
        both = both[:half] + both[half:]
    return total - base


def of_largest_need(costs: ArrayLike, users: ArrayLike) -> Array:
    """Shapley value per user, (kinds,), of a cost that the largest need alone decides, like a runway or a plant.

    Each step in cost is borne equally by all who need at least that much, so any number of users will do.

    Parameters
    ----------
    costs : (kinds,) array
        Cost of serving each kind of user, lowest first, in any currency.
    users : (kinds,) array
        Number of users of each kind, above 0.

    Source: Littlechild, S. C. & Owen, G. (1973). Management Science 20, 370-372.
    """
    cost, count = np.asarray(costs, dtype=float), np.asarray(users, dtype=float)
    if cost.ndim != 1 or cost.shape != count.shape or not cost.size:
        raise ValueError(f"give a cost and a number of users per kind, got shapes {cost.shape} and {count.shape}.")
    steps = np.diff(cost, prepend=0.0)
    if (steps < 0).any() or (count <= 0).any():
        raise ValueError("costs must not fall from kind to kind, and every kind needs users.")
    return np.cumsum(steps / np.cumsum(count[::-1])[::-1])


@lru_cache(maxsize=32)
def chances(n: int) -> tuple[Array, Array]:
    """Chance, by coalition, that it is formed by a given member's arrival, or met by it, each (2**n,)."""
    joined = np.array([0.0] + [1 / (n * comb(n - 1, size - 1)) for size in range(1, n + 1)])
    missed = np.array([1 / (n * comb(n - 1, size)) for size in range(n)] + [0.0])
    members = sizes(n)
    return joined[members], missed[members]
