"""The nodes and arcs of a quarter: which nation produces and uses which good, in compiled code."""

from __future__ import annotations

import numpy as np

from market.compiled import compiled
from market.network import Flags, Floats


@compiled
def sign(
    mined: Flags,
    capacity: Floats,
    recycling_capacity: Floats,
    demanded: Floats,
    release: Floats,
    purchase: Floats,
    quota: Floats,
    smuggling: Floats,
    hoard: Floats,
    unload: Floats,
    signs: Flags,
) -> None:
    """Mark what exists in a quarter, in the order of ``Needs.signs``."""
    nations, uses, materials = demanded.shape
    own, used, hub = signs[: 6 * nations], signs[6 * nations : 12 * nations], signs[12 * nations : 18 * nations]
    plant, recycling = signs[18 * nations : 22 * nations], signs[22 * nations : 24 * nations]
    demand = signs[28 * nations :]
    for at in range(len(own)):
        own[at] = mined[at] or release[at] > 0.0
        used[at] = purchase[at] > 0.0
        hub[at] = quota[at] < np.inf or smuggling[at] > 0.0
    for at in range(len(hoard)):
        own[at] = own[at] or unload[at] > 0.0
        used[at] = used[at] or hoard[at] > 0.0
    for i in range(nations):
        for m in range(materials):
            for k in range(2):
                at = (i * 2 + k) * 2 + m
                if capacity[at] > 0.0:
                    plant[at] = True
                    used[(i * 3 + k) * 2 + m] = True
                    own[(i * 3 + k + 1) * 2 + m] = True
            if recycling_capacity[i * 2 + m] > 0.0:
                recycling[i * 2 + m] = True
                own[(i * 3 + 1) * 2 + m] = True
            for u in range(uses):
                if demanded[i, u, m] > 0.0:
                    demand[(i * uses + u) * 2 + m] = True
                    used[(i * 3 + 2) * 2 + m] = True


@compiled
def sign_promises(committed: Floats, own: Flags, used: Flags) -> None:
    """Mark the sellers and buyers of promised tonnes."""
    nations = committed.shape[0]
    for i in range(nations):
        for j in range(nations):
            for s in range(3):
                for m in range(2):
                    if committed[i, j, s, m] > 0.0:
                        own[(i * 3 + s) * 2 + m] = True
                        used[(j * 3 + s) * 2 + m] = True
