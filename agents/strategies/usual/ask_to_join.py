"""Ask to join where that beats staying out by more than parliament asks for."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import AskToJoin
from agents.questions.decided import Decided
from negotiation.least_worth import exceeds


def ask_to_join(question: AskToJoin, rng: np.random.Generator) -> Decided:
    """Decide whether to ask to be let in."""
    gain = question.inside - question.outside
    return Decided(yes=exceeds(gain - question.needs), reason=f"worth {gain:,.0f} USD m to it")
