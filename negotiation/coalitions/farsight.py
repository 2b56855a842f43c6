"""Which alliances last when every nation thinks through all that would follow if it left or joined.

Nations move one at a time, by leaving or joining an open alliance. A state may be ruled out only if some
nation could move without ever ending, among the states that remain, where it would not be better off.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array, Flags

MOST_NATIONS = 10
"""Nations for which chains of moves are followed (1024 states, a million pairs of them)."""


def farsighted(payoff: Array) -> Flags:
    """Tell which coalitions belong to the largest consistent set, (2**n,).

    Parameters
    ----------
    payoff : (2**n, n) array
        What each nation earns when one coalition forms and the rest act alone, USD m/yr; up to 10 nations.

    Source: Chwe, M. S.-Y. (1994). Farsighted coalitional stability. Journal of Economic Theory 63, 299-325,
    with single nations as the only coalitions that move.
    """
    if payoff.ndim != 2 or payoff.shape[0] != 1 << payoff.shape[1] or payoff.shape[1] > MOST_NATIONS:
        raise ValueError(
            f"payoffs must be a table of 2**n coalitions by n nations, at most {MOST_NATIONS}, got {payoff.shape}."
        )
    n = payoff.shape[1]
    states = np.arange(1 << n)
    ends = _led_on(payoff)
    ends[states, states] = True  # A deviation may also simply stand.
    left = np.ones(1 << n, dtype=bool)
    while True:
        kept = left.copy()
        for nation in range(n):
            # What the nation fears most of all that its move could lead to.
            worst = np.where(ends & left, payoff[:, nation], np.inf).min(axis=1)
            kept &= worst[states ^ (1 << nation)] <= payoff[:, nation]
        if (kept == left).all():
            return left
        left = kept


def _led_on(payoff: Array) -> Flags:
    """Tell for each pair (from, to) whether a chain of moves leads there of which every mover likes the end better."""
    n = payoff.shape[1]
    states = np.arange(1 << n)
    reached = np.zeros((1 << n, 1 << n), dtype=bool)
    better = [payoff[:, nation] > payoff[:, nation][:, None] for nation in range(n)]
    while True:
        before = int(reached.sum())
        for nation in range(n):
            moved = states ^ (1 << nation)
            onward = reached[moved]
            onward[states, moved] = True
            reached |= onward & better[nation]
        if int(reached.sum()) == before:
            return reached
