"""Go to law against whatever wall does harm enough."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.disputes import ClaimAgainstWall


def claim_against_wall(question: ClaimAgainstWall, rng: np.random.Generator) -> Decided:
    """Say whether to claim against a wall."""
    return Decided(yes=True, reason=question.evidence)
