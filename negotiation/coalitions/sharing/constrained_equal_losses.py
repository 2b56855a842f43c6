"""Everybody loses the same from what it claims, but nobody pays in.

Maimonides; Aumann, R. J. & Maschler, M. (1985). Game theoretic analysis of a bankruptcy problem from
the Talmud. Journal of Economic Theory 36, 195-213; Thomson, W. (2003).
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool
from negotiation.coalitions.sharing._claims import losses, settle

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by equal losses from ``pool.claim``, (n,), USD m/yr; what exceeds all claims equally."""
    return settle(losses, pool.amount, pool.claim)
