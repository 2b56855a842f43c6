"""Go to law against whatever wall does harm enough."""

from __future__ import annotations

import numpy as np

from agents.questions.decision import Decision
from agents.questions.disputes import ClaimAgainstWall


def claim_against_wall(question: ClaimAgainstWall, rng: np.random.Generator) -> Decision:
    """Say whether to claim against a wall."""
    return Decision(yes=True, reason=question.evidence)
