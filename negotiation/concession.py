"""How much a party asks for as time passes, and which outcome that is."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import negotiation.tactics
from negotiation.rulebook import find

Array = NDArray[np.float64]

SLACK = 1e-4
"""Share of a party's whole range by which it undercuts what it asks for.

NegMAS widens every range of aspiration by 1e-4 against rounding; without the same, agreements differ.
"""


def order(utilities: Array) -> NDArray[np.intp]:
    """Return outcomes from worst to best along the last axis; equal ones by rising index."""
    ranking = utilities.argsort(axis=-1)
    ranked = np.take_along_axis(utilities, ranking, axis=-1)
    # The quick sort leaves ties in an order that depends on the processor, so that only ties are sorted again.
    if (ranked[..., 1:] == ranked[..., :-1]).any():
        return utilities.argsort(axis=-1, kind="stable")
    return ranking


@lru_cache(maxsize=256)
def curve(tactic: str, deadline: int) -> Array:
    """Return what a tactic that depends on time only asks for in each round, (rounds,) share (0-1)."""
    asked: Array = np.asarray(find(negotiation.tactics, tactic, "aspiration")(clock(deadline)), dtype=float)
    asked.setflags(write=False)
    return asked


@lru_cache(maxsize=256)
def clock(deadline: int) -> Array:
    """Return the relative time of each round, (rounds,), above 0 and below 1."""
    # Python's division: the last bit must be the same as where a single round is asked for.
    time = np.array([(turn + 1) / (deadline + 1) for turn in range(deadline)])
    time.setflags(write=False)
    return time


def levels(asked: Array, worst: Array, best: Array, reservation: Array) -> Array:
    """Turn shares asked for, (..., rounds), into utilities, (..., rounds).

    ``worst``, ``best`` and ``reservation`` are (..., 1): the ends of the party's utilities and its wall.
    No level lies below the wall, nor above the best outcome unless the wall does.
    """
    low = np.maximum(worst, reservation)
    wanted = (best - low) * asked + low - SLACK * (best - worst)
    # The wall comes last: it may lie above the best outcome, and nothing is enough then.
    inside: Array = np.maximum(np.minimum(wanted, best), low)
    return inside
