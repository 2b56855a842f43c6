"""Settle a case wherever a sum suits both sides, and obey a ruling as far as politics at home allows."""

from __future__ import annotations

import numpy as np

from agents.questions.disputes import AnswerCase, CaseAnswer
from negotiation.figures import money


def answer_case(question: AnswerCase, rng: np.random.Generator) -> CaseAnswer:
    """Say what to do in an open case."""
    reason = f"of {money(question.stake)} claimed a ruling may be expected to bring {money(question.expected)}"
    return CaseAnswer(act="settle", obeys=question.willing, reason=reason)
