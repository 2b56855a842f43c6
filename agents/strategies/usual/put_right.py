"""Take a wall down where that costs less than to be held to pay for it."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.disputes import PutRight
from negotiation.least_worth import reaches


def put_right(question: PutRight, rng: np.random.Generator) -> Decided:
    """Say whether to take down the wall that a case is about."""
    return Decided(yes=not reaches(question.gain, question.feared), reason=question.evidence)
