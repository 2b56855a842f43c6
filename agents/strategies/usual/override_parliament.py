"""Take parliament at its word: what it refuses is not signed."""

from __future__ import annotations

import numpy as np

from agents.questions.bargaining import OverrideParliament
from agents.questions.decided import Decided


def override_parliament(question: OverrideParliament, rng: np.random.Generator) -> Decided:
    """Decide whether to sign a supply agreement that parliament refuses."""
    return Decided(yes=False, reason="what parliament refuses is not signed")
