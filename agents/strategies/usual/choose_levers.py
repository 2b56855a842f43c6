"""Pull the levers that pay, keep markets open unless short, and never against a promise."""

from __future__ import annotations

import numpy as np

from agents.questions.levers import Move, Restrict, View
from agents.questions.move_worth import best_first, ore_kept, support
from agents.world.wording import percent, usd
from negotiation.least_worth import exceeds


def choose_levers(view: View, rng: np.random.Generator) -> tuple[Move, ...]:
    """Choose this year's unilateral moves."""
    moves: list[Move] = list(best_first(view, budget=view.budget * (1.0 - view.joint_part), most=3))
    moves += support(view)
    if view.supply_gap > 0.05 and not view.bound and exceeds(gain := ore_kept(view)):
        moves.append(Restrict(reason=f"short by {percent(view.supply_gap)}; keeping ore at home is worth {usd(gain)}"))
    return tuple(moves)
