"""Give notice after two years in a row in which one would rather have left."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import GiveNotice
from agents.questions.decided import Decided
from agents.world.wording import usd

PATIENCE = 2
"""Years in a row that a member must be better off outside before it gives notice."""


def give_notice(question: GiveNotice, rng: np.random.Generator) -> Decided:
    """Decide whether to give notice."""
    inside, outside = question.standing.inside, question.standing.outside
    return Decided(
        yes=question.unhappy_years >= PATIENCE,
        reason=f"membership is worth {usd(inside)} to it, staying out {usd(outside)}",
    )
