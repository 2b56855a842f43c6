"""Plays by the law: keeps every promise that it could be made to pay for, claims its dues, and obeys every ruling.

Where a panel could rule, a legalist keeps its word without weighing the gain; where none can, it owes nobody a favour
and decides the usual way (``agents/strategies/usual``), but pays nothing for the sake of the relation.
"""

from __future__ import annotations

import numpy as np

from agents.questions.decided import Decided
from agents.questions.disputes import AnswerCase, CaseAnswer, PutRight
from agents.questions.promises import Fulfilment, KeepPromise, ReleaseReserve
from agents.strategies.usual.keep_promise import keep_promise as usually_keep_promise
from agents.strategies.usual.put_right import put_right as usually_put_right
from agents.strategies.usual.release_reserve import release_reserve as usually_release_reserve
from negotiation.figures import money
from negotiation.least_worth import exceeds

RULING = ("panel", "appeal")
"""Forums that can rule."""


def keep_promise(question: KeepPromise, rng: np.random.Generator) -> Fulfilment:
    """Keep a promise about which a panel could rule; what the terms let one stop is no breach."""
    if question.forum in RULING and not question.may_suspend:
        return Fulfilment(share=1.0, reason=f"a panel could make it pay for {money(question.claim)} of harm")
    return usually_keep_promise(question, rng)


def release_reserve(question: ReleaseReserve, rng: np.random.Generator) -> Decided:
    """Draw what is owed from the reserve where holding it back could be found out and fined."""
    feared = question.detection * question.sanction
    if exceeds(feared):
        return Decided(yes=True, reason=f"holding it back may be expected to cost {money(feared)}")
    return usually_release_reserve(question, rng)


def answer_case(question: AnswerCase, rng: np.random.Generator) -> CaseAnswer:
    """Settle for what the law is expected to bring, pay nothing where it brings nothing, and obey a ruling."""
    settles = question.claims or exceeds(question.expected)
    reason = f"of {money(question.stake)} claimed a ruling may be expected to bring {money(question.expected)}"
    return CaseAnswer(act="settle" if settles else "hold", obeys=True, reason=reason)


def put_right(question: PutRight, rng: np.random.Generator) -> Decided:
    """Take down a wall that was ruled against, whatever it is worth."""
    if question.ruled:
        return Decided(yes=True, reason=f"it obeys the ruling, although {question.evidence}")
    return usually_put_right(question, rng)
