"""Everybody is paid what it would get by leaving while the others carry on, and what is left goes by weight.

Any alliance that can be held together by transfers is held together by this rule.
Eyckmans, J. & Finus, M. (2004). An almost ideal sharing scheme for coalition games with externalities;
Weikard, H.-P. (2009). Cartel stability under an optimal sharing rule. Manchester School 77, 575-593.
"""

from __future__ import annotations

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = True


def share(pool: Pool) -> Array:
    """Pay ``pool.outside``, here the payoff of leaving, and divide the rest by ``pool.weight``, (n,), USD m/yr."""
    return pool.outside + pool.spare * pool.weight / pool.weight.sum()
