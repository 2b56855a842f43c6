"""How much a party asks for as time passes, and which outcome that is."""

from __future__ import annotations

from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

import negotiation.bargaining.tactics
from negotiation.rulebook import find

Array = NDArray[np.float64]

SLACK = 1e-4
"""Share of a party's whole range by which it undercuts what it asks for.

NegMAS widens every range of aspiration by 1e-4 against rounding; without the same, agreements differ.
"""

ROUNDING = 1e-6
"""Share of the whole range by which an offer may fall short of what is asked, if it is the nearest; as in NegMAS."""


def rank(utility: Array) -> tuple[NDArray[np.intp], Array]:
    """Return outcomes from worst to best, equal ones by rising index, and their utilities in that order.

    ``utility`` is (..., outcomes), and so are both: many parties are put in order at once.
    """
    ranking = utility.argsort()
    ranked = utility.take(ranking if utility.ndim == 1 else ranking + _starts(utility.shape))
    # The quick sort leaves ties in an order that depends on the processor, so that only ties are sorted again.
    # (Counting is the fastest question to an array this small; sittings are held by the million in sweeps.)
    flat = ranked.ravel()
    if np.count_nonzero(flat[1:] == flat[:-1]):
        tied = (ranked[..., 1:] == ranked[..., :-1]).any(axis=-1)
        ranking[tied] = utility[tied].argsort(kind="stable")
    return ranking, ranked


@lru_cache(maxsize=256)
def _starts(shape: tuple[int, ...]) -> NDArray[np.intp]:
    """Return where each row of an array begins when it is laid out flat, (..., 1)."""
    starts = np.arange(0, prod(shape), shape[-1]).reshape(*shape[:-1], 1)
    starts.setflags(write=False)
    return starts


def cheapest(ranked: Array, wanted: Array, reservation: float) -> NDArray[np.intp]:
    """Return for each utility ``wanted`` the place in ``ranked``, worst first, of the outcome to offer for it.

    It is the first that is worth as much, or the one before if that falls short by rounding only, is nearer
    and not below the wall. Above the best outcome it is the best.
    """
    slack = ROUNDING * (ranked.item(-1) - ranked.item(0))
    place = ranked.searchsorted(wanted)
    # Hardly ever is there an outcome between the two; where even the worst one is enough, there is none before it.
    close = ranked.searchsorted(wanted - slack) != place
    if np.count_nonzero(close):
        short = place - 1
        below = ranked.take(short, mode="clip")
        missing, over = wanted - below, ranked.take(place, mode="clip") - wanted
        nearer = (missing <= slack) & (missing < over) & (below >= reservation)
        place = np.where(close & nearer, short, place)
    nearest: NDArray[np.intp] = np.minimum(place, ranked.size - 1)
    return nearest


@lru_cache(maxsize=256)
def curve(tactic: str, deadline: int) -> Array:
    """Return what a tactic that depends on time only asks for in each round, (rounds,) share (0-1)."""
    asked: Array = np.asarray(find(negotiation.bargaining.tactics, tactic, "aspiration")(clock(deadline)), dtype=float)
    asked.setflags(write=False)
    return asked


@lru_cache(maxsize=256)
def clock(deadline: int) -> Array:
    """Return the relative time of each round, (rounds,), above 0 and below 1."""
    # Python's division: the last bit must be the same as where a single round is asked for.
    time = np.array([(turn + 1) / (deadline + 1) for turn in range(deadline)])
    time.setflags(write=False)
    return time


def levels[Figure: (float, Array)](asked: Array, worst: Figure, best: Figure, low: Figure) -> Array:
    """Turn shares asked for, (..., rounds), into utilities, (..., rounds).

    ``worst`` and ``best`` are the ends of the party's utilities, and ``low`` the lower end of what it can live with:
    its wall, or its worst outcome if that is better. They are (..., 1), or numbers for one party.
    No level lies below the wall, nor above the best outcome unless the wall does.
    """
    wanted: Array = asked * (best - low)
    wanted += low - SLACK * (best - worst)
    np.minimum(wanted, best, out=wanted)
    # The wall comes last: it may lie above the best outcome, and nothing is enough then.
    np.maximum(wanted, low, out=wanted)
    return wanted
