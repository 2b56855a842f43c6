"""Chance comes from named streams, so that a change in one part of a run never shifts another.

Each stream is made from the seed, the replication and a key, without any state: the same key
gives the same draws in any process. Regime and design point never enter nature's or
endowment's key, which is what makes two regimes comparable on the same shocks.
"""

from __future__ import annotations

import numpy as np

STREAMS = {"nature": 0, "endowment": 1, "negotiation": 2, "politics": 3, "activation": 4}


def stream(name: str, seed: int, replication: int = 0, *key: int) -> np.random.Generator:
    """Return the generator of a named stream.

    Parameters
    ----------
    name : one of STREAMS.
    seed, replication, key : non-negative whole numbers.

    Raises
    ------
    ValueError : for an unknown stream or a negative seed.
    """
    if name not in STREAMS:
        raise ValueError(f"no stream called {name!r}; there are {', '.join(STREAMS)}")
    if seed < 0:
        raise ValueError(f"seed must be 0 or above, got {seed}")
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replication, STREAMS[name], *key)))
