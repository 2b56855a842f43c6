"""Answers every slight: a nation that breaks its word to a hawk is paid back, whatever the cost.

A hawk settles with nobody, ends an agreement at the first missed quarter, and votes to expel any member that broke a
promise. Until a partner has made up for its breach, a hawk breaks its own promises to that partner and keeps its ore at
home. Everything else it decides the usual way (``agents/strategies/usual``).
"""

from __future__ import annotations

import numpy as np

from agents.questions.accord import VoteToExpel
from agents.questions.decided import Decided
from agents.questions.disputes import AnswerCase, CaseAnswer
from agents.questions.levers import Move, Restrict, View
from agents.questions.promises import EndAgreement, Fulfilment, KeepPromise
from agents.strategies.usual.choose_levers import choose_levers as usually_choose_levers
from agents.strategies.usual.keep_promise import keep_promise as usually_keep_promise
from agents.world.wording import counted, listed


def choose_levers(view: View, rng: np.random.Generator) -> tuple[Move, ...]:
    """Pull the usual levers, and keep ore at home until breaches are made up for, unless a promise forbids it."""
    moves = usually_choose_levers(view, rng)
    kept = any(isinstance(move, Restrict) for move in moves)
    if kept or view.bound or view.restrict_choice is None or not view.let_down_by:
        return moves
    return (*moves, Restrict(reason=f"it answers broken promises of {listed(view.let_down_by)}"))


def keep_promise(question: KeepPromise, rng: np.random.Generator) -> Fulfilment:
    """Break promises to partners that have broken theirs, and keep others the usual way."""
    if question.let_down:
        quarters = counted(question.let_down, "quarter")
        return Fulfilment(
            share=0.0, reason=f"{question.partner} has not made up for {quarters} in which it broke its own"
        )
    return usually_keep_promise(question, rng)


def end_agreement(question: EndAgreement, rng: np.random.Generator) -> Decided:
    """End an agreement at the first missed quarter."""
    return Decided(yes=question.missed > 0, reason="it waits for no second breach")


def answer_case(question: AnswerCase, rng: np.random.Generator) -> CaseAnswer:
    """Hold out for a ruling on either side, and obey it as far as politics at home allows."""
    reason = (
        "it settles with nobody who broke its word" if question.claims else "it pays nothing that no panel asks for"
    )
    return CaseAnswer(act="hold", obeys=question.willing, reason=reason)


def vote_to_expel(question: VoteToExpel, rng: np.random.Generator) -> Decided:
    """Vote to expel any member that broke its word, however much it is worth."""
    return Decided(yes=True, reason=f"{counted(question.broken, 'promise')} broken")
