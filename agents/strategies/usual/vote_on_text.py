"""Vote for a text that leaves one no worse off than the text in force."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import VoteOnText
from agents.questions.decided import Decided
from negotiation.least_worth import exceeds


def vote_on_text(question: VoteOnText, rng: np.random.Generator) -> Decided:
    """Decide whether to vote for the tabled text."""
    reason = f"{question.then:,.0f} USD m under it, {question.now:,.0f} under the text in force"
    return Decided(yes=not exceeds(question.now, question.then), reason=reason)
