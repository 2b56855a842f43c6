"""Ask of a text at least what parliament asks for."""

from __future__ import annotations

import numpy as np

from agents.questions.accord import LeastAtSummit


def least_at_summit(question: LeastAtSummit, rng: np.random.Generator) -> float:
    """Name the least that a text must bring, present value in USD m."""
    return question.needs
