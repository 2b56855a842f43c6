"""Trusts nobody: uses the same levers by the same valuation, restricts whenever that pays, and signs nothing."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import ComeToSummit
from agents.questions.bargaining import Bargain
from agents.questions.decided import Decided
from agents.questions.levers import Move, Restrict, View
from agents.questions.move_worth import best_first, ore_kept, support
from agents.world.wording import usd
from negotiation.least_worth import exceeds


def choose_levers(view: View, rng: np.random.Generator) -> tuple[Move, ...]:
    """Choose this year's unilateral moves."""
    moves: list[Move] = list(best_first(view, budget=view.budget, most=3))
    moves += support(view)
    if not view.bound and exceeds(gain := ore_kept(view)):
        moves.append(Restrict(reason=f"keeping ore at home is worth {usd(gain)} a year"))
    return tuple(moves)


def bargain(question: Bargain, rng: np.random.Generator) -> Decided:
    """Never sit down."""
    return Decided(yes=False, reason="it trusts nobody")


def come_to_summit(question: ComeToSummit, rng: np.random.Generator) -> Decided:
    """Never come to a summit."""
    return Decided(yes=False, reason="it trusts nobody")
