"""Take a wall down where that costs less than to be held to pay for it."""

from __future__ import annotations

import numpy as np

from agents.questions.decision import Decision
from agents.questions.disputes import PutRight
from negotiation.least_worth import reaches


def put_right(question: PutRight, rng: np.random.Generator) -> Decision:
    """Say whether to take down the wall that a case is about."""
    return Decision(yes=not reaches(question.gain, question.feared), reason=question.evidence)
