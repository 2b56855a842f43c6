"""The most discontented group is made as content as can be, then the next one, and so on.

Schmeidler, D. (1969). The nucleolus of a characteristic function game. SIAM Journal on Applied
Mathematics 17, 1163-1170. Found by a sequence of linear programmes: Maschler, M., Peleg, B. &
Shapley, L. S. (1979); Kohlberg, E. (1971) has the criterion that the tests hold it to.
"""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.core import Settled, squeeze
from negotiation.coalitions.pool import Array, Pool, membership

SYMMETRIC = True
INDIVIDUALLY_RATIONAL = True


def share(pool: Pool) -> Array:
    """Divide ``pool.amount`` by the nucleolus, (n,), USD m/yr; nobody gets less than ``pool.outside``.

    When the pool does not cover the outside options, they no longer bind and the prenucleolus is paid.
    """
    spare = pool.spare
    if 0 <= spare <= 1e-12 * max(1.0, abs(pool.amount)):
        return pool.outside + spare / pool.n
    floor = pool.outside if spare > 0 else np.full(pool.n, -np.inf)
    shares = value(pool.game, floor)
    return shares + (pool.amount - shares.sum()) / pool.n


def value(worth: Array, floor: Array | None = None) -> Array:
    """Nucleolus (n,) of a game ``worth`` (2**n,) over the shares at or above ``floor`` (n,).

    Without a floor it is the prenucleolus. ``floor`` must not sum to more than ``worth[-1]``.

    Examples
    --------
    Two of three nations decide how to divide 1; no two of them can be made content:

    >>> value(np.array([0, 0, 0, 1, 0, 1, 1, 1.0])).round(3).tolist()
    [0.333, 0.333, 0.333]
    """
    n = worth.size.bit_length() - 1
    least = np.full(n, -np.inf) if floor is None else floor
    scale = max(float(np.abs(worth).max()), float(np.abs(least[np.isfinite(least)]).max(initial=0.0))) or 1.0
    worth, least = worth / scale, least / scale
    settled = Settled.whole(worth)
    equations: list[tuple[Array, int, float]] = [(np.ones(n), -1, float(worth[-1]))]
    level = 0
    while not settled.done:
        best = squeeze(worth, least, settled)
        for mask in best.tight:
            row = membership(n)[mask].astype(float)
            equations.append((row, level, float(worth[mask])))
            settled.add(row, float(worth[mask]) - best.excess)
        for member in best.floored:
            row = np.eye(n)[member]
            equations.append((row, -1, float(least[member])))
            settled.add(row, float(least[member]))
        level += 1
    return _polished(equations, n, level) * scale


def _polished(equations: list[tuple[Array, int, float]], n: int, levels: int) -> Array:
    """Solve for the shares again from all that is tight, since each programme adds a little rounding."""
    rows = np.zeros((len(equations), n + levels))
    for row, (members, level, _) in zip(rows, equations, strict=True):
        row[:n] = members
        if level >= 0:
            row[n + level] = 1.0
    answer = np.linalg.lstsq(rows, np.array([value for _, _, value in equations]), rcond=None)[0]
    # The library solves by what the processor offers; beyond twelve digits its answers differ.
    shares: Array = np.round(answer[:n], 12)
    return shares
