"""Everybody gains the same part of the most that it could hope to gain.

Kalai, E. & Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica 43, 513-518.
With money to divide, the most that a member can hope for is its claim, or all that the others can do without.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = True


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` from ``pool.outside`` in proportion to the best gains, (n,), USD m/yr.

    What a pool lacks to cover the outside options is divided equally. A cost knows no claims.
    """
    hopes = np.full(pool.n, max(pool.spare, 0.0))
    if pool.amount >= 0:
        hopes = np.clip(pool.claim - pool.outside, 0.0, hopes)
    hoped = float(hopes.sum())
    part = hopes / hoped if hoped > 0 else np.full(pool.n, 1 / pool.n)
    return pool.outside + pool.spare * part
