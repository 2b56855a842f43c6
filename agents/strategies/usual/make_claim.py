"""Claim for whatever is overdue."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.disputes import MakeClaim


def make_claim(question: MakeClaim, rng: np.random.Generator) -> Decided:
    """Say whether to claim for what is overdue."""
    return Decided(yes=True, reason=question.evidence)
