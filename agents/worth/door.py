"""The one door through which anything is valued: changed markets, in batches, in compiled code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.worth.changes import Base, Changes
from market.network import Floats, Ints

Array = NDArray[np.float64]
PORTION = 8
"""Number of changes given to a thread at a time."""


@dataclass(frozen=True)
class Looked:
    """Results of some changes; one that did not settle is to be cleared by the library."""

    worth: Array
    """(changes, 3, nations) utility calm and in crisis, and shortage cost, USD m/yr."""
    calm: Array
    """(changes, figures) rows of calm outcomes, see ``market.packed.outcome_places``."""
    crisis: Array
    settled: Array
    """(changes,) 1 where both markets cleared."""


def look(changes: Changes, threads: int = 1) -> Looked:
    """Value some changes of one market, each in calm and in crisis.

    Each begins from the market itself, so neither their order nor the number of threads changes a figure by a bit.

    Raises
    ------
    ValueError : if ``threads`` is below 1.
    """
    if threads < 1:
        raise ValueError(f"threads must be at least 1, got {threads}")
    base = changes.base
    return run(base, *changes.laid(), known=True, start=(base.calm, base.crisis), threads=threads)


def first_look(base: Base, start: Floats | None = None) -> Looked:
    """Value the market itself; ``start`` is the row of a similar outcome, which changes only the time taken."""
    nothing = np.zeros(2, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0)
    return run(base, *nothing, known=False, start=None if start is None else (start, start), threads=1)


def gains(changes: Changes, odds: Array | float, aversion: Array | float, threads: int = 1) -> Array:
    """Rise in the expected worth of a year by each change, (changes, nations) USD m.

    Parameters
    ----------
    odds : (nations,) share of time that each expects in crisis (0-1).
    aversion : (nations,) weight of the bad tail.
    """
    before, after = changes.base.worth, look(changes, threads).worth
    return expected(after, odds, aversion) - expected(before[None], odds, aversion)


def expected(worth: Array, odds: Array | float, aversion: Array | float) -> Array:
    """Expected worth of a year, less the aversion to the bad tail, (changes, nations); see ``Prospect.expected``."""
    tail = np.minimum(1.0, np.asarray(odds) / 0.05)
    result: Array = (1 - odds) * worth[:, 0] + odds * worth[:, 1] - aversion * tail * worth[:, 2]
    return result


def run(
    base: Base,
    begins: Ints,
    places: Ints,
    figures: Array,
    *,
    known: bool,
    start: tuple[Floats, Floats] | None,
    threads: int,
) -> Looked:
    """Value changes given as places and figures in a row; for the arguments see ``look`` and ``first_look``."""
    from agents.worth.kernel import look_at  # Numba takes a third of a second to load and may be absent.

    count, n, length = len(begins) - 1, base.shape.nations, int(base.to[-1])
    found = Looked(np.empty((count, 3, n)), np.empty((count, length)), np.empty((count, length)), np.zeros(count))
    calm, crisis = start or (np.empty(0), np.empty(0))
    worth = base.worth if known else np.zeros((3, n))

    def portion(first: int, last: int) -> None:
        look_at(
            base.row,
            base.at,
            base.to,
            base.ground,
            n,
            base.shape.uses,
            calm,
            crisis,
            worth,
            start is not None,
            known,
            begins,
            places,
            figures,
            first,
            last,
            found.worth,
            found.calm,
            found.crisis,
            found.settled,
        )

    if threads == 1 or count <= PORTION:
        portion(0, count)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda at: portion(at, min(at + PORTION, count)), range(0, count, PORTION)))
    return found
