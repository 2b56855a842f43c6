"""Clear many quarters that start from the same prices, such as the worlds of every coalition, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np

from market.chain import Chain, Outcome, Quarter
from market.network import Flags

PORTION = 64
"""Quarters handed to a thread at a time."""


def clear_each[T](chain: Chain, quarters: Iterable[Quarter], read: Callable[[Quarter, Outcome], T],
                  start: Outcome | None = None, *, threads: int = 1) -> list[T]:
    """Clear each quarter from the same start and return what ``read`` takes from it, in the quarters' order.

    No quarter starts from another's prices, so the order and the number of threads leave the answers as they
    are, bit for bit. Quarters may come from a generator: no more than a few portions are held at once.

    Raises
    ------
    ValueError
        If ``threads`` is below 1.
    """
    if threads < 1:
        raise ValueError(f"threads must be at least 1, got {threads}")

    def portion(some: list[Quarter]) -> list[T]:
        return [read(quarter, chain.clear(quarter, start)) for quarter in some]

    if threads == 1:
        return [read(quarter, chain.clear(quarter, start)) for quarter in quarters]
    results: list[T] = []
    waiting = _portions(quarters)
    with ThreadPoolExecutor(threads) as pool:
        # Two portions a thread keep all busy without laying out every quarter in memory.
        running = [pool.submit(portion, some) for some in islice(waiting, 2 * threads)]
        while running:
            results += running.pop(0).result()
            running += [pool.submit(portion, some) for some in islice(waiting, 1)]
    return results


def _portions(quarters: Iterable[Quarter]) -> Iterator[list[Quarter]]:
    """Cut quarters into portions."""
    rest = iter(quarters)
    while some := list(islice(rest, PORTION)):
        yield some


def coalitions(players: int) -> Iterator[Flags]:
    """Yield who is in each coalition, from nobody to all; player i is in those whose number has bit i.

    Examples
    --------
    >>> [members.tolist() for members in coalitions(2)]
    [[False, False], [True, False], [False, True], [True, True]]
    """
    bits = np.arange(players)
    for number in range(2**players):
        yield (number >> bits) & 1 == 1
