"""Every member gets in proportion to its weight: what it paid in, its GDP, or its demand.

Aristotle, Nicomachean Ethics V.3; Thomson, W. (2003). Axiomatic and game-theoretic analysis of
bankruptcy and taxation problems: a survey. Mathematical Social Sciences 45, 249-297.
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` in proportion to ``pool.weight``, (n,), USD m/yr."""
    return pool.amount * pool.weight / pool.weight.sum()
