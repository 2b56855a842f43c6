"""The gains at stake between two sides: the part in which one's best and the other's best differ.

Where both want the same plant, and want it much, a tactic that concedes from one's best outcome to nothing gives away
in its first word all that the two could differ over. Measured by what is at stake it concedes there first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PART = 5 / 6
"""Part of the way from one's best outcome to no agreement in which a tactic concedes what is at stake."""
ROUNDING = 1e-9


def left_over(own: Array, other: Array) -> float:
    """What one has where the other has all that it can have without making one worse off than no agreement.

    Parameters
    ----------
    own, other : (outcomes,) worth against having no agreement.

    Returns
    -------
    0 where no outcome leaves both better off.

    Source: the nadir of the bargaining set, as in Raiffa, The Art and Science of Negotiation (1982), chapter 13.
    """
    both = (own > 0) & (other > 0)
    if not both.any():
        return 0.0
    best = other[both].max()
    return float(own[both & (other >= best - ROUNDING * abs(best))].max())


def measured(own: Array, other: Array) -> Array:
    """Measure one's own worth by what is at stake; what is better stays better.

    Returns
    -------
    (outcomes,) from 1 - ``PART`` to 1 over what is at stake, from 0 to 1 - ``PART`` over what both want, and below 0,
    not below -1, where one would be worse off than without an agreement. Where nothing is wanted by both it is ``own``,
    unchanged.
    """
    least, most = left_over(own, other), float(own.max())
    if least <= 0 or most - least <= ROUNDING * most:
        return own
    wanted = np.maximum((1 - PART) * own / least, -1.0)
    at_stake = 1 - PART + PART * (own - least) / (most - least)
    found: Array = np.where(own > least, at_stake, wanted)
    return found
