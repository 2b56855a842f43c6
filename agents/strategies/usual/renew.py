"""Let parliament decide on renewing, by what the accord brings over staying out."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import Renew
from agents.questions.decided import Decided
from negotiation.politics.ratification import ratify


def renew(question: Renew, rng: np.random.Generator) -> Decided:
    """Decide whether to renew an accord that has run out."""
    gain = question.inside - question.outside - question.fatigue
    years = question.years
    vote = ratify(gain / years, question.stakes / years, question.margin, rng, softness=0.05, lag=(0, 0))
    return Decided(yes=vote.ratified, reason=vote.reason)
