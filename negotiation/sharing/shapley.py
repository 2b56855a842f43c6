"""Every member gets the average of what it adds, over all orders in which the alliance could form.

Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np

from negotiation.pool import Array, Pool, sizes

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
    joined, missed = _chances(n)
    # phi_i sums joined*v over coalitions with i and missed*v over those without i; writing it as one
    # sum over all coalitions and one over those with i touches each coalition once.
    both = (joined + missed) * worth
    # Halving keeps, step by step, the sums over the coalitions that hold each member.
    base = float(missed @ worth)
    total = np.empty(n)
    for member in reversed(range(n)):
        half = both.size // 2
        total[member] = both[half:].sum()
        both = both[:half] + both[half:]
    return total - base


@lru_cache(maxsize=32)
def _chances(n: int) -> tuple[Array, Array]:
    """Chance, by coalition, that it is formed by a given member's arrival, or met by it, each (2**n,)."""
    joined = np.array([0.0] + [1 / (n * comb(n - 1, size - 1)) for size in range(1, n + 1)])
    missed = np.array([1 / (n * comb(n - 1, size)) for size in range(n)] + [0.0])
    members = sizes(n)
    return joined[members], missed[members]
