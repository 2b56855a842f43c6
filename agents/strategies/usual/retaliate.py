"""Answer a growing accord now and then, the likelier the more of all use its members hold."""

from __future__ import annotations

import numpy as np

from agents.questions.power import Retaliate, Retaliation
from agents.world.wording import percent


def retaliate(question: Retaliate, rng: np.random.Generator) -> tuple[Retaliation, ...]:
    """Decide by lot whether to withhold exports from the members, when and how much; three numbers are drawn."""
    drawn, when, depth = rng.random(3)
    if drawn >= question.chance:
        return ()
    answer = Retaliation(
        quarter=int(4 * when) + 1,
        quarters=question.quarters,
        size=float(np.clip(question.cut * (0.6 + 0.8 * depth), 0, 1)),
        reason=f"whose members hold {percent(question.weight)} of use elsewhere",
    )
    return (answer,)
