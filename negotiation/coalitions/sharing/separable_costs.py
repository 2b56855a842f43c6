"""Everybody bears what it adds to the cost of a joint plant, and the rest goes by what it saves over building alone.

Separable costs, remaining benefits: Federal Inter-Agency River Basin Committee (1950), "Green Book";
Straffin, P. D. & Heaney, J. P. (1981). Game theory and the Tennessee Valley Authority.
International Journal of Game Theory 10, 35-43.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array, Pool

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False
"""Only when nobody adds less to the whole than it is worth alone."""


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by separable parts and remaining benefits, (n,), USD m/yr.

    Costs are worths below zero. A member that would save nothing over building alone bears none of the rest.
    """
    game = pool.game
    bits = 1 << np.arange(pool.n)
    separable = game[-1] - game[(game.size - 1) ^ bits]
    saving = np.maximum(separable - game[bits], 0.0)
    saved = float(saving.sum())
    part = saving / saved if saved > 0 else np.full(pool.n, 1 / pool.n)
    shares: Array = separable + (game[-1] - separable.sum()) * part
    return shares
