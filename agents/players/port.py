"""The one port through which every decision of a nation passes, made by people or by a strategy.

A question is a frozen value, named by a verb. First the government's own orders are asked, if people, a script or a
replay have handed any in. The nation's strategy answers what they leave open. A question for which the strategy has no
rule is answered the usual way, by the file of that verb in ``agents/strategies/usual``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import agents.strategies
from agents.questions.asking import Question
from agents.strategies import usual
from negotiation.rulebook import find, kept, names, offers

USUAL = "pragmatist"
"""The strategy that decides everything the usual way."""


def verbs() -> tuple[str, ...]:
    """List every decision that a nation may be asked for."""
    return tuple(names(usual))


@kept
def rule(strategy: str, verb: str) -> Callable[..., Any]:
    """Return the function by which a strategy answers a verb: its own, or the usual one.

    Raises
    ------
    ValueError : where no strategy, or no decision, has such a name.
    """
    if offers(agents.strategies, strategy, verb):
        return find(agents.strategies, strategy, verb)
    return find(usual, verb, verb)


def usually(
    nation: int, question: Question, rng: np.random.Generator | None = None, *, about: tuple[int, ...] = ()
) -> Any:
    """Answer as a nation without orders and without a rule of its own."""
    return rule(USUAL, question.verb)(question, rng or np.random.default_rng((nation, *about)))


def answer(strategy: str, orders: object, question: Question, rng: np.random.Generator) -> Any:
    """Let a government answer a question: by its own orders, or by its strategy where they say nothing.

    Parameters
    ----------
    orders : has a method named like the verb for each decision a government may make itself; None leaves it open.
    rng : the stream of this one decision.
    """
    told = getattr(orders, question.verb, None)
    decided = None if told is None else told(question)
    return rule(strategy, question.verb)(question, rng) if decided is None else decided
