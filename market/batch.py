"""Clear many quarters that start from the same prices, such as the worlds of every coalition, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np

from market.chain import Chain, Outcome, Quarter
from market.network import Flags, Floats

PORTION = 64
"""Quarters handed to a thread at a time."""


def clear_each[T](
    chain: Chain,
    quarters: Iterable[Quarter],
    read: Callable[[Quarter, Outcome], T],
    start: Outcome | None = None,
    *,
    threads: int = 1,
) -> list[T]:
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


def clear_coalitions[T](
    chain: Chain,
    players: int,
    quarter: Callable[[Flags], Quarter],
    read: Callable[[Quarter, Outcome], T],
    start: Outcome | None = None,
    *,
    threads: int = 1,
) -> list[T]:
    """Clear the market of every coalition and return what ``read`` takes from each, numbered by the members' bits.

    The search begins at the prices that smaller coalitions foretell: what two members change together is taken for the
    sum of what each changes alone. It takes half the steps of beginning at ``start``. Coalitions of one size follow
    those of the next smaller, so the number of threads leaves the answers as they are, bit for bit.

    Parameters
    ----------
    quarter : gives the market in which the flagged players act together, shape (players,).
    start : where the search for the empty coalition begins.

    Raises
    ------
    ValueError
        If ``threads`` is below 1.
    """
    if threads < 1:
        raise ValueError(f"threads must be at least 1, got {threads}")
    members = list(coalitions(players))
    found: list[T | None] = [None] * len(members)
    states: dict[int, Floats] = {}

    def portion(numbers: list[int]) -> None:
        for number in numbers:
            asked = quarter(members[number])
            near = _foretold(number, states) if number else start
            outcome = chain.clear(asked, near)
            states[number], found[number] = outcome.state, read(asked, outcome)

    sizes: list[list[int]] = [[] for _ in range(players + 1)]
    for number in range(len(members)):
        sizes[number.bit_count()].append(number)
    with ThreadPoolExecutor(threads) as pool:
        for numbers in sizes:
            pieces = [numbers[at : at + PORTION] for at in range(0, len(numbers), PORTION)]
            if threads == 1:
                portion(numbers)
            else:
                list(pool.map(portion, pieces))
    return found  # type: ignore[return-value]


def _foretold(number: int, states: dict[int, Floats]) -> Floats:
    """Return the prices of a coalition that those without its first, its second and both members point to."""
    first = number & -number
    rest = number ^ first
    if not rest:
        return states[0]
    second = rest & -rest
    together: Floats = states[rest] + states[number ^ second] - states[rest ^ second]
    return together


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
