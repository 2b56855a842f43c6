"""Does what pays: builds and stocks where that is worth its cost, and keeps its markets open.

A pragmatist restricts its exports only in a shortage of its own, and never against a promise.
"""

from __future__ import annotations

import numpy as np

from agents.saying import percent, usd
from agents.view import Move, Restrict, View
from agents.worthwhile import best_first, ore_kept, support
from negotiation.least_worth import exceeds

BARGAINS = True
"""Sits down for supply agreements and at the summit."""


def decide(view: View, rng: np.random.Generator) -> tuple[Move, ...]:
    """Choose this year's unilateral moves."""
    moves: list[Move] = list(best_first(view, budget=view.budget * (1.0 - view.joint_part), most=3))
    moves += support(view)
    if view.supply_gap > 0.05 and not view.bound and exceeds(gain := ore_kept(view)):
        moves.append(Restrict(reason=f"short by {percent(view.supply_gap)}; keeping ore at home is worth {usd(gain)}"))
    return tuple(moves)
