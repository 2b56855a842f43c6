"""Blocs within the alliance share as one each, then every bloc shares within, both times by what is added.

Owen, G. (1977). Values of games with a priori unions. In Mathematical Economics and Game Theory, 76-88.
When every member is its own bloc, or all are in one, this is the Shapley value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiation.coalitions.pool import Array, Pool
from negotiation.coalitions.sharing import shapley

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = False
"""Only when no coalition of the game loses by taking in one more member."""


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by mean marginal contribution over orders that keep ``pool.bloc`` together, (n,)."""
    shares = value(pool.game, pool.bloc)
    return shares + (pool.amount - shares.sum()) / pool.n


def value(worth: Array, bloc: NDArray[np.intp]) -> Array:
    """Owen value (n,) of a game ``worth`` (2**n,) whose members belong to the blocs ``bloc`` (n,)."""
    shares = np.empty(bloc.size)
    labels = np.unique(bloc)
    masks = np.array([(1 << np.flatnonzero(bloc == label)).sum() for label in labels])
    for position, label in enumerate(labels):
        own = np.flatnonzero(bloc == label)
        # The bloc's game: what each part of it is worth on top of the blocs that happen to come before.
        before = _unions(np.delete(masks, position))
        chance = shapley.chances(labels.size)[1][: before.size]
        game = (chance[:, None] * worth[before[:, None] | _unions(1 << own)]).sum(axis=0)
        shares[own] = shapley.value(game - game[0])
    return shares


def _unions(masks: NDArray[np.intp]) -> NDArray[np.intp]:
    """Join every choice of the disjoint bitmasks ``masks`` (k,), (2**k,)."""
    joined = np.zeros(1, dtype=np.intp)
    for mask in masks:
        joined = np.concatenate([joined, joined | mask])
    return joined
