"""Which pairs of rival alliances last side by side, when every nation may change sides or stand alone.

``negotiation.worth.two_blocs`` asks what each nation earns under every pair, ``payoffs`` under every single alliance.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from negotiation.pool import Array
from negotiation.worth import Blocs

TOLERANCE = 1e-9
"""Gain, relative to the largest payoff, that is too small to move anybody."""


def earned(pairs: Mapping[Blocs, Array], payoff: Array, blocs: Blocs) -> Array:
    """Look up what every nation earns, (n,), under up to two blocs; blocs of one nation or none do not count."""
    real = tuple(sorted(bloc for bloc in blocs if bloc & (bloc - 1)))
    row: Array = pairs[real] if len(real) == 2 else payoff[real[0] if real else 0]
    return row


def changes(pairs: Mapping[Blocs, Array], payoff: Array, blocs: Blocs, nation: int) -> dict[Blocs, float]:
    """Gain of a nation by each change that it can make alone, USD m/yr: to either bloc, or out of both.

    Both blocs are open. Changes that would found a bloc of one are the same as standing alone.
    """
    bit = 1 << nation
    first, second = (bloc & ~bit for bloc in blocs)
    here = float(earned(pairs, payoff, blocs)[nation])
    options = {(first, second), (first | bit, second), (first, second | bit)} - {blocs}
    return {option: float(earned(pairs, payoff, option)[nation]) - here for option in sorted(options)}


def stable_pairs(pairs: Mapping[Blocs, Array], payoff: Array) -> list[Blocs]:
    """List the pairs of alliances in which no nation would rather change sides, leave or join.

    Parameters
    ----------
    pairs : mapping of blocs to payoffs
        What each nation earns, (n,) USD m/yr, under every pair of blocs of two nations or more.
    payoff : (2**n, n) array
        The same under every single alliance, USD m/yr.

    Source: Finus, M. & Rundshagen, B. (2003). Endogenous coalition formation in global pollution control:
    a partition function approach. In Endogenous Formation of Economic Coalitions, 199-243.
    """
    n = int(payoff.shape[1])
    slack = TOLERANCE * max(float(np.abs(payoff).max()), *(float(np.abs(row).max()) for row in pairs.values()), 0.0)
    return [
        blocs
        for blocs in pairs
        if all(max(changes(pairs, payoff, blocs, nation).values(), default=0.0) <= slack for nation in range(n))
    ]
