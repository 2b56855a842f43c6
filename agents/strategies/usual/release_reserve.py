"""Hold back what is owed from the shared reserve only where that brings more than it is likely to cost."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.promises import ReleaseReserve
from negotiation.compliance.breach import decides_to_breach


def release_reserve(question: ReleaseReserve, rng: np.random.Generator) -> Decided:
    """Say whether to draw what is owed from the shared reserve."""
    weighed = decides_to_breach(
        question.gain,
        question.detection,
        question.sanction,
        question.relation,
        question.patience,
        question.noise,
        rng,
        look_ahead=question.look_ahead,
    )
    return Decided(yes=not weighed.breaches, reason=weighed.why)
