"""Pay a member to stay where that costs less than going on without it."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import PayToKeep
from agents.questions.decided import Decided
from agents.world.wording import usd
from negotiation.least_worth import exceeds


def pay_to_keep(question: PayToKeep, rng: np.random.Generator) -> Decided:
    """Decide whether to pay another member to stay."""
    reason = f"{usd(question.paying)} with the payment, {usd(question.without)} without the member"
    return Decided(yes=not exceeds(question.without, question.paying), reason=reason)
