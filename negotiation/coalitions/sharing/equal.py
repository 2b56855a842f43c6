"""Every member gets the same.

The egalitarian split of the whole pool; it looks at nothing but the number of members.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False
COUNTS_ONLY = True
"""It looks at nothing but the number of members, so nobody need work out what groups are worth."""


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` equally, (n,), USD m/yr."""
    return np.full(pool.n, pool.amount / pool.n)
