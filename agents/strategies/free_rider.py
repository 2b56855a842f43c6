"""Lets others pay: stays out of an accord while it gains enough from others' efforts, and gives little as a member.

A free rider comes to every summit, since listening costs nothing. It stays outside as long as that gains at least half
of what membership would, leaves nothing of its budget for projects with others, votes against texts that ask members
for more, and pays nobody to stay. Everything else it decides the usual way (``agents/strategies/usual``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.questions.accord import AskToJoin, PayToKeep, Renew, Sign, VoteOnText
from agents.questions.decided import Decided
from agents.questions.levers import Move, View
from agents.strategies.usual.ask_to_join import ask_to_join as usually_ask_to_join
from agents.strategies.usual.choose_levers import choose_levers as usually_choose_levers
from agents.strategies.usual.renew import renew as usually_renew
from agents.strategies.usual.sign import sign as usually_sign
from agents.strategies.usual.vote_on_text import vote_on_text as usually_vote_on_text
from agents.world.wording import counted, percent, usd
from negotiation.least_worth import exceeds, reaches

ENOUGH = 0.5
"""Share of what membership would bring that is enough if it costs nothing. Own estimate."""


def sign(question: Sign, rng: np.random.Generator) -> Decided:
    """Sign only where others' accord would bring too little outside."""
    return _outside(question.inside, question.outside) or usually_sign(question, rng)


def ask_to_join(question: AskToJoin, rng: np.random.Generator) -> Decided:
    """Ask to be let in only where the accord brings too little outside."""
    return _outside(question.inside, question.outside) or usually_ask_to_join(question, rng)


def renew(question: Renew, rng: np.random.Generator) -> Decided:
    """Renew only where the others' accord would bring too little outside."""
    return _outside(question.inside, question.outside) or usually_renew(question, rng)


def vote_on_text(question: VoteOnText, rng: np.random.Generator) -> Decided:
    """Vote against a text that asks members for a larger fund or reserve."""
    old, new = question.text, question.tabled
    if question.member and new.fund_rate > old.fund_rate:
        paid, now = (percent(text.fund_rate, digits=1) for text in (new, old))
        return Decided(yes=False, reason=f"it would pay {paid} into the fund instead of {now}")
    if question.member and new.reserve_days > old.reserve_days:
        held, now = counted(new.reserve_days, "day"), f"{old.reserve_days:g}"
        return Decided(yes=False, reason=f"it would hold {held} of reserve instead of {now}")
    return usually_vote_on_text(question, rng)


def pay_to_keep(question: PayToKeep, rng: np.random.Generator) -> Decided:
    """Leave it to the others to pay a member that would rather leave."""
    return Decided(yes=False, reason=f"the others may pay {usd(question.yearly, digits=1)} a year to keep it")


def choose_levers(view: View, rng: np.random.Generator) -> tuple[Move, ...]:
    """Pull the usual levers, and leave nothing for projects with others."""
    return usually_choose_levers(replace(view, joint_part=0.0), rng)


def _outside(inside: float, outside: float) -> Decided | None:
    """Stay out where that brings something and is enough; None leaves it open."""
    if exceeds(outside) and reaches(outside, ENOUGH * inside):
        return Decided(
            yes=False, reason=f"others' accord brings it {usd(outside)} for nothing, {usd(inside)} as a member"
        )
    return None
