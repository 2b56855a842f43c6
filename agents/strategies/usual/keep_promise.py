"""Break a promise only where the gain exceeds the likely cost in sanctions and in the relation."""

from __future__ import annotations

import numpy as np

from agents.questions.promises import Fulfilment, KeepPromise
from negotiation.compliance.breach import decides_to_breach
from negotiation.figures import money
from negotiation.least_worth import exceeds


def keep_promise(question: KeepPromise, rng: np.random.Generator) -> Fulfilment:
    """Say how far to keep a promise this quarter."""
    if exceeds(question.forgone):
        # A seller that has just kept its word at a cost is not left with the goods.
        return Fulfilment(
            share=1.0, reason=f"{question.partner} delivers although that costs it {money(question.forgone)}"
        )
    if not exceeds(question.gain):
        return Fulfilment(share=1.0, reason="breaking it would bring nothing")
    if question.may_suspend:
        return Fulfilment(share=0.0, reason="suspended as agreed")
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
    return Fulfilment(share=1.0 - question.withheld if weighed.breaches else 1.0, reason=weighed.why)
