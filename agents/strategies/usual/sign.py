"""Sign where that beats staying out by what parliament asks for."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import Sign
from agents.questions.decided import Decided
from negotiation.least_worth import exceeds


def sign(question: Sign, rng: np.random.Generator) -> Decided:
    """Decide whether to sign the text that founds an accord."""
    lack = question.outside + question.needs - question.inside
    return Decided(
        yes=not exceeds(lack),
        reason=f"signing is worth {question.inside:,.0f} USD m to it, "
        f"staying out while the others sign {question.outside:,.0f}; it needs {question.needs:,.0f} more at home",
    )
