"""Earn back what undercutting cost by the export cut that pays best; none may be best."""

from __future__ import annotations

import numpy as np

from agents.questions.power import EarnBack, Earning
from agents.world.wording import usd
from negotiation.least_worth import greatest_at


def earn_back(question: EarnBack, rng: np.random.Generator) -> Earning:
    """Choose by how much to cut exports while those driven out are away."""
    worth = [cut.worth for cut in question.cuts]
    best = greatest_at(worth)
    return Earning(share=question.cuts[best].share, reason=f"it gains {usd(worth[best] - worth[0])} a year")
