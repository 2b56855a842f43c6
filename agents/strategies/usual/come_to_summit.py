"""Come to the summit: nobody need sign there."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import ComeToSummit
from agents.questions.decided import Decided


def come_to_summit(question: ComeToSummit, rng: np.random.Generator) -> Decided:
    """Decide whether to come to the summit."""
    return Decided(yes=True, reason="nobody need sign")
