"""Which bloc each nation picks when several are on offer, and whether the picking ever comes to rest.

A partition puts every nation into one bloc and is written as a tuple of bitmasks. Utility (2**n, n) says
what a nation (column) makes of being in the bloc (row); rows of blocs without it are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from negotiation.coalitions.pool import Array, membership

Partition = tuple[int, ...]

TOLERANCE = 1e-9
"""Gain, relative to the largest utility, that is too small to move anybody."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The way from a first partition by one nation's move after another."""

    path: tuple[Partition, ...]
    """Partitions in order, the first and the last included."""
    movers: tuple[int, ...]
    """Which nation moved at each step."""
    cycle: tuple[Partition, ...]
    """Partitions that come round again and again; empty when the picking came to rest."""

    @property
    def rest(self) -> Partition | None:
        """The partition in which nobody wants to move, or None when the picking goes round in circles."""
        return None if self.cycle else self.path[-1]


def better_responses(
    utility: Array, start: Partition | None = None, *, consent: bool = False, order: Sequence[int] | None = None
) -> Drift:
    """Let one nation after another move to the bloc it likes best, until nobody moves or a partition returns.

    Parameters
    ----------
    utility : (2**n, n) array
        What each nation makes of each bloc with it, USD m/yr.
    start : partition, optional
        Where to begin; everybody alone by default.
    consent : bool
        Whether the members of a bloc must not lose by letting a nation in.
    order : sequence of int, optional
        Who is asked first; nation 0 by default. The first that wants to move does so.

    Source: Bogomolnaia, A. & Jackson, M. O. (2002). The stability of hedonic coalition structures.
    Games and Economic Behavior 38, 201-230.
    """
    n = utility.shape[1]
    _check(utility, start)
    return _drift(lambda now, nation: _best(utility, now, nation, consent), n, start, order)


def better_responses_among(
    earns: Callable[[Partition], Array], n: int, start: Partition | None = None, *, consent: bool = False
) -> Drift:
    """Do the same where what a nation has also depends on the blocs that it is not in.

    Parameters
    ----------
    earns : function of a partition
        What each nation earns, (n,), USD m/yr, when the blocs of the partition form.
    n : int
        Number of nations.

    Source: the same with externalities, Bloch, F. (1996). Games and Economic Behavior 14, 90-123.
    """
    return _drift(lambda now, nation: _best_among(earns, now, nation, consent), n, start, None)


def _drift(
    best: Callable[[Partition, int], int], n: int, start: Partition | None, order: Sequence[int] | None
) -> Drift:
    """Let the first nation that wants to move do so, until none does or a partition returns."""
    turn = list(range(n)) if order is None else list(order)
    now = _tidy(tuple(1 << nation for nation in range(n)) if start is None else start)
    path, seen = [now], {now: 0}
    movers: list[int] = []
    while True:
        move = next(((nation, bloc) for nation in turn if (bloc := best(now, nation)) >= 0), None)
        if move is None:
            return Drift(tuple(path), tuple(movers), ())
        nation, bloc = move
        now = _moved(now, nation, bloc)
        path.append(now)
        movers.append(nation)
        if now in seen:
            return Drift(tuple(path), tuple(movers), tuple(path[seen[now] : -1]))
        seen[now] = len(path) - 1


def nash_stable(utility: Array, partition: Partition) -> bool:
    """Tell whether no nation would rather be in another bloc of the partition, or alone."""
    _check(utility, partition)
    return all(_best(utility, partition, nation, consent=False) < 0 for nation in range(utility.shape[1]))


def individually_stable(utility: Array, partition: Partition) -> bool:
    """Tell whether no nation would rather be in another bloc that would have it, or alone."""
    _check(utility, partition)
    return all(_best(utility, partition, nation, consent=True) < 0 for nation in range(utility.shape[1]))


def blocking(utility: Array, partition: Partition) -> list[int]:
    """List the blocs, as bitmasks, whose members would all rather break away together; none in the core."""
    _check(utility, partition)
    n = utility.shape[1]
    now = np.array([utility[_own(partition, nation), nation] for nation in range(n)])
    keen = (utility > now + _slack(utility)) | ~membership(n)
    keen[0] = False
    return [int(mask) for mask in np.flatnonzero(keen.all(axis=1))]


def _best(utility: Array, partition: Partition, nation: int, consent: bool) -> int:
    """Find the bloc (0 for none) that a nation would rather join, or -1 if it would rather stay."""
    own, bit, slack = _own(partition, nation), 1 << nation, _slack(utility)
    best, most = -1, float(utility[own, nation]) + slack
    for bloc in (*partition, 0):
        if bloc == own or not _welcome(utility, bloc, bit, consent):
            continue
        if utility[bloc | bit, nation] > most:
            best, most = bloc, float(utility[bloc | bit, nation])
    return best


def _best_among(earns: Callable[[Partition], Array], partition: Partition, nation: int, consent: bool) -> int:
    """Do the same where what a nation has depends on all blocs."""
    own, bit, now = _own(partition, nation), 1 << nation, earns(partition)
    slack = TOLERANCE * float(np.abs(now).max(initial=0.0))
    best, most = -1, float(now[nation]) + slack
    for bloc in (*partition, 0):
        if bloc == own or (bloc == 0 and own == bit):
            continue
        then = earns(_moved(partition, nation, bloc))
        hosts = membership(now.size)[bloc]
        if then[nation] > most and (not consent or (then[hosts] >= now[hosts] - slack).all()):
            best, most = bloc, float(then[nation])
    return best


def _welcome(utility: Array, bloc: int, bit: int, consent: bool) -> bool:
    """Tell whether a bloc lets a nation in."""
    if not consent or not bloc:
        return True
    members = membership(utility.shape[1])[bloc]
    return bool((utility[bloc | bit] - utility[bloc])[members].min() >= -_slack(utility))


def _moved(partition: Partition, nation: int, bloc: int) -> Partition:
    """Move a nation to a bloc of the partition, or out on its own."""
    bit = 1 << nation
    others = [mask & ~bit for mask in partition if mask != bloc]
    return _tidy((*others, bloc | bit))


def _tidy(partition: Partition) -> Partition:
    """Write a partition in one way only."""
    return tuple(sorted(mask for mask in partition if mask))


def _own(partition: Partition, nation: int) -> int:
    """Find the bloc of a nation."""
    return next(mask for mask in partition if mask >> nation & 1)


def _slack(utility: Array) -> float:
    """Gain too small to matter."""
    return TOLERANCE * float(np.abs(utility).max())


def _check(utility: Array, partition: Partition | None) -> None:
    """Refuse a table that is not (2**n, n) and a partition that does not hold every nation once."""
    if utility.ndim != 2 or utility.shape[0] != 1 << utility.shape[1]:
        raise ValueError(f"utility must be a table of 2**n blocs by n nations, got shape {utility.shape}.")
    whole = utility.shape[0] - 1
    if partition is not None and (sum(partition) != whole or int(np.bitwise_or.reduce(partition)) != whole):
        raise ValueError(f"the blocs {partition} must hold each of the {utility.shape[1]} nations exactly once.")
