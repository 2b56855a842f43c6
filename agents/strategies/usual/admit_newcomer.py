"""Let in who does one no harm."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import AdmitNewcomer
from agents.questions.decided import Decided
from negotiation.least_worth import exceeds


def admit_newcomer(question: AdmitNewcomer, rng: np.random.Generator) -> Decided:
    """Decide whether to let an outsider in."""
    return Decided(
        yes=not exceeds(question.without, question.together),
        reason=f"{question.together - question.without:+,.0f} USD m",
    )
