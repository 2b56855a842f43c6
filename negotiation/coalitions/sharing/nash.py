"""The product of everybody's gains over its outside option is made as large as it can be.

With money to divide, gains go by bargaining weight, but nobody gets more than it claims.
Nash, J. F. (1950). The bargaining problem. Econometrica 18, 155-162; weights: Binmore, K.,
Rubinstein, A. & Wolinsky, A. (1986). RAND Journal of Economics 17, 176-188; claims: Dagan, N. &
Volij, O. (1993). The bankruptcy problem: a cooperative bargaining approach. Mathematical Social Sciences 26, 287-297.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array, Pool
from negotiation.coalitions.sharing._claims import awards

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = True


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by the Nash solution from ``pool.outside``, (n,), USD m/yr.

    ``pool.weight`` is bargaining power. What exceeds all claims, and what a pool lacks to cover
    the outside options, is divided by weight. A cost knows no claims.
    """
    power = pool.weight / pool.weight.sum()
    if pool.amount < 0 or pool.spare <= 0:
        return pool.outside + pool.spare * power
    caps = np.where(power > 0, np.maximum(pool.claim - pool.outside, 0.0), 0.0)
    beyond = max(0.0, pool.spare - float(caps.sum()))
    return pool.outside + awards(pool.spare - beyond, caps, power) + beyond * power
