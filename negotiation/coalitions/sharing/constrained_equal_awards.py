"""Everybody gets the same, but nobody more than it claims.

Maimonides, Laws of Lending 20.4; Thomson, W. (2003). Axiomatic and game-theoretic analysis of
bankruptcy and taxation problems: a survey. Mathematical Social Sciences 45, 249-297.
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool
from negotiation.coalitions.sharing._claims import awards, settle

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` equally up to ``pool.claim``, (n,), USD m/yr; what exceeds all claims equally again."""
    return settle(awards, pool.amount, pool.claim)
