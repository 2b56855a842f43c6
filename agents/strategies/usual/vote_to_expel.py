"""Vote to send away who is worth less, trusted as it is, than going on without it."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import VoteToExpel
from agents.questions.decided import Decided
from agents.world.wording import usd
from negotiation.least_worth import reaches


def vote_to_expel(question: VoteToExpel, rng: np.random.Generator) -> Decided:
    """Decide whether to vote for an expulsion; the accord with a breaker counts as far as one trusts it."""
    kept = question.trust * question.together
    reason = f"{usd(kept)} with it, as far as it is trusted, {usd(question.without)} without"
    return Decided(yes=not reaches(kept, question.without), reason=reason)
