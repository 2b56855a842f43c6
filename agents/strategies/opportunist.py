"""Takes any gain today: breaks its word for a quick gain, and gives nothing for the sake of a relation.

An opportunist fears sanctions as others do, but not the loss of a partner, and of the accord. It settles a case only
where a panel would cost it more. Everything else it decides the usual way (``agents/strategies/usual``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.questions.decided import Decided
from agents.questions.disputes import AnswerCase, CaseAnswer
from agents.questions.promises import Fulfilment, KeepPromise, ReleaseReserve
from agents.strategies.usual.keep_promise import keep_promise as usually_keep_promise
from agents.strategies.usual.release_reserve import release_reserve as usually_release_reserve
from negotiation.figures import money
from negotiation.least_worth import exceeds


def keep_promise(question: KeepPromise, rng: np.random.Generator) -> Fulfilment:
    """Weigh a breach as usual, as if there were no relation to lose."""
    return usually_keep_promise(replace(question, relation=0.0, forgone=0.0), rng)


def release_reserve(question: ReleaseReserve, rng: np.random.Generator) -> Decided:
    """Weigh holding back as usual, as if the accord were worth nothing."""
    return usually_release_reserve(replace(question, relation=0.0), rng)


def answer_case(question: AnswerCase, rng: np.random.Generator) -> CaseAnswer:
    """Take any settlement as claimant; as respondent settle only what a panel could be asked to rule on."""
    if question.claims:
        return CaseAnswer(act="settle", reason=f"money today is better than a ruling on {money(question.stake)}")
    threat = exceeds(question.expected, question.cost)
    reason = (
        f"a ruling may be expected to cost it {money(question.expected)}"
        if threat
        else f"nobody goes before a panel for {money(question.expected)}"
    )
    return CaseAnswer(act="settle" if threat else "hold", obeys=question.willing, reason=reason)
