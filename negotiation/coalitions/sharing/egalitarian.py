"""Everybody gains the same over what it would have outside.

Kalai, E. (1977). Proportional solutions to bargaining situations. Econometrica 45, 1623-1630.
It compares gains between nations, so it only makes sense in money.
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = True


def share(pool: Pool) -> Array:
    """Pay ``pool.outside`` and divide the rest equally, (n,), USD m/yr; a shortfall is divided equally, too."""
    return pool.outside + pool.spare / pool.n
