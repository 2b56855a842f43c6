"""Nobody gets more than half its claim while others have less than half, nor loses more than half while they lose less.

Mishnah, Kethubot 93a; Aumann, R. J. & Maschler, M. (1985). Game theoretic analysis of a bankruptcy
problem from the Talmud. Journal of Economic Theory 36, 195-213.
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool
from negotiation.coalitions.sharing._claims import awards, settle

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by the Talmud rule on ``pool.claim``, (n,), USD m/yr; what exceeds all claims equally."""
    return settle(_halves, pool.amount, pool.claim)


def _halves(amount: float, claims: Array) -> Array:
    """Equal awards up to half the claims, then equal losses down to them."""
    half, total = claims / 2, float(claims.sum())
    if amount <= total / 2:
        return awards(amount, half)
    rest: Array = claims - awards(total - amount, half)
    return rest
