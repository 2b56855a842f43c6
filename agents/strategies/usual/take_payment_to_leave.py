"""Take a payment that makes up for what membership brings."""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.power import TakePayment
from agents.world.wording import usd
from negotiation.least_worth import reaches


def take_payment_to_leave(question: TakePayment, rng: np.random.Generator) -> Decided:
    """Decide whether to leave the accord for a payment."""
    reason = f"{usd(question.offered)} in all, for {usd(question.gain + question.fee)} that leaving costs"
    return Decided(yes=reaches(question.offered - question.fee, question.gain), reason=reason)
