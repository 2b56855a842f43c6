"""Pay members for leaving where that costs less than they do harm, those first on whom most turns for the money."""

from __future__ import annotations

import numpy as np

from agents.questions.power import Approach, Bid, OfferPayment
from agents.world.wording import percent, usd
from negotiation.least_worth import exceeds


def offer_payment(question: OfferPayment, rng: np.random.Generator) -> tuple[Bid, ...]:
    """Choose whom to pay for leaving, and up to how much; nobody is paid for what will happen anyway."""
    return tuple(
        Bid(
            member=one.member,
            yearly=one.yearly,
            most=min(question.left, one.spared),
            reason=f"membership is worth {usd(one.gain)} to it, {percent(one.power)} of decisions turn on its vote, "
            f"and {question.name} would lose {usd(one.spared)} a year less",
        )
        for one in question.options
        if _pays(one, question.left)
    )


def _pays(one: Approach, left: float) -> bool:
    return one.yearly <= left and exceeds(one.spared, one.yearly) and exceeds(one.gain)
