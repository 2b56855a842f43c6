"""Sit down with others: a table costs nothing, and nobody need sign."""

from __future__ import annotations

import numpy as np

from agents.questions.bargaining import Bargain
from agents.questions.decided import Decided


def bargain(question: Bargain, rng: np.random.Generator) -> Decided:
    """Decide whether to bargain this year."""
    return Decided(yes=True, reason="a table costs nothing")
