"""Claim for whatever is overdue."""

from __future__ import annotations

import numpy as np

from agents.questions.decision import Decision
from agents.questions.disputes import MakeClaim


def make_claim(question: MakeClaim, rng: np.random.Generator) -> Decision:
    """Say whether to claim for what is overdue."""
    return Decision(yes=True, reason=question.evidence)
