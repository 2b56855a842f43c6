"""Two alliances side by side: which pairs of them nobody would leave, join or change sides in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiation.coalitions.pool import Array, membership
from negotiation.coalitions.worth import Blocs

TOLERANCE = 1e-9
"""Gain, relative to the largest payoff, that is too small to move anybody."""


def lasting_pairs(pairs: Mapping[Blocs, Array], payoff: Array, *, consent: bool = False) -> list[Blocs]:
    """List the pairs of alliances in which no single nation would rather be elsewhere, the richest first.

    A nation may leave, join, or go over to the other side; a bloc of one is no alliance any more.

    Parameters
    ----------
    pairs : what each nation earns, (n,) USD m, for each two blocs; ``worth.two_blocs`` finds them.
    payoff : (2**n, n) the same for each single alliance.
    consent : whether the members of a bloc must not lose by letting a nation in.
    """
    n = payoff.shape[1]
    if payoff.shape[0] != 1 << n:
        raise ValueError(f"payoffs must be a table of 2**n coalitions by n nations, got shape {payoff.shape}.")
    slack = TOLERANCE * max(float(np.abs(payoff).max()), *(float(np.abs(row).max()) for row in pairs.values()), 0.0)
    table = _Table(pairs, payoff)
    lasting = [pair for pair in pairs if not _anybody_moves(table, pair, n, slack, consent=consent)]
    return sorted(lasting, key=lambda pair: (-float(pairs[pair].sum()), pair))


class _Table:
    """Payoffs of no alliance, of one and of two, whichever is asked for."""

    def __init__(self, pairs: Mapping[Blocs, Array], payoff: Array) -> None:
        self._pairs, self._payoff = pairs, payoff

    def __call__(self, *blocs: int) -> Array:
        real = sorted(bloc for bloc in blocs if bloc & (bloc - 1))
        found: Array = self._pairs[(real[0], real[1])] if len(real) == 2 else self._payoff[real[0] if real else 0]
        return found


def _anybody_moves(table: _Table, pair: Blocs, n: int, slack: float, *, consent: bool) -> bool:
    """Tell whether any nation gains by a move that nobody can forbid it."""
    first, second = pair
    now = table(first, second)
    for nation in range(n):
        bit = 1 << nation
        without = (first & ~bit, second & ~bit)
        moves = [(without, -1), ((without[0] | bit, without[1]), 0), ((without[0], without[1] | bit), 1)]
        for after, side in moves:
            if after == pair:
                continue
            then = table(*after)
            if then[nation] > now[nation] + slack and (side < 0 or not consent or _welcome(now, then, without[side])):
                return True
    return False


def _welcome(now: Array, then: Array, hosts: int) -> bool:
    """Tell whether no member of a bloc loses by a newcomer."""
    members = membership(len(now))[hosts]
    return bool((then[members] >= now[members] - TOLERANCE * float(np.abs(now).max(initial=0.0))).all())
