"""End an agreement that was missed in too many quarters in a row."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.promises import EndAgreement
from agents.world.wording import counted


def end_agreement(question: EndAgreement, rng: np.random.Generator) -> Decided:
    """Say whether to end an agreement that the other side has not kept."""
    if question.in_a_row >= question.patience:
        return Decided(yes=True, reason=question.evidence)
    missed = counted(question.in_a_row, "quarter")
    return Decided(yes=False, reason=f"{missed} in a row missed, and its patience is {question.patience}")
