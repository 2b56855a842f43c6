"""Chance comes from named streams, so that a change in one part of a run never shifts another.

Each stream is made from the seed, the replication, a name in words and a key, without any state: the same
key gives the same draws in any process. Regime and design point never enter the key of nature or of first
beliefs, which is what makes two regimes comparable on the same shocks.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import numpy as np


@cache
def words(name: str) -> tuple[int, ...]:
    """Return a name as four whole numbers below 2**32, different for different names."""
    digest = sha256(name.encode("utf-8")).digest()
    return tuple(int.from_bytes(digest[at : at + 4], "little") for at in range(0, 16, 4))


def stream(name: str, seed: int, replication: int = 0, *key: int) -> np.random.Generator:
    """Return the generator of a named stream.

    Parameters
    ----------
    name : what is drawn, in words, such as ``"elections"``. No two uses share a name: a test looks.
    seed, replication, key : non-negative whole numbers; the key says when and for whom.

    Raises
    ------
    ValueError : for an empty name or a negative seed.
    """
    if not name:
        raise ValueError("a stream needs a name, got an empty one")
    if seed < 0:
        raise ValueError(f"seed must be 0 or above, got {seed}")
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replication, *words(name), *key)))
