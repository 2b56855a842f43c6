"""What every strategy owes: it answers what it is asked, moves only as it is offered, and spends what it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from importlib import import_module
from inspect import getmembers, isfunction

import numpy as np

import agents.strategies
from agents.players.port import rule, usually, verbs
from agents.questions.asking import Question
from agents.questions.levers import Build, Buy, Choice, Move, Restrict, RestrictChoice, StockChoice, Support, View
from agents.questions.levers import SupportChoice as Kept
from agents.questions.power import Power, Recoup, Release, Undercut, Withhold, WithholdChoice
from agents.world.books import Addition
from agents.world.plants import Plan
from scenarios.contracts._asked import QUESTIONS, known
from scenarios.contracts._asked import VIEW as ASKED

TRIES = 60
_NOTHING = Addition(mine=np.zeros(1), capacity=np.zeros((2, 2, 2)), recycling=np.zeros((2, 2)))
PLAN = Plan(label="magnet at home", kinds=("magnet",), nation=0, addition=_NOTHING, cost=100.0, lead=3)
"""The plant that the examples offer, 100 USD m."""
_POWER = Power(
    keys=("home", "away"),
    withhold=(
        WithholdChoice(
            target="",
            name="",
            quarters=4,
            tonnes=100.0,
            valued_at=0.5,
            look=known(gain_calm=50.0, gain_crisis=50.0),
        ),
    ),
)
_OFFERED = {Buy: "stock_choice", Restrict: "restrict_choice", Support: "support_choices"}


def lacks(name: str) -> str:
    """Say what the file of a strategy is missing; one without any function decides everything the usual way."""
    module = import_module(f"{agents.strategies.__name__}.{name}")
    own = [verb for verb, one in getmembers(module, isfunction) if one.__module__ == module.__name__ and verb[0] != "_"]
    for verb in own:
        if verb not in verbs() and (guess := get_close_matches(verb, verbs(), n=1, cutoff=0.8)):
            return f"has a function {verb!r}, which nobody asks for; did you mean {guess[0]!r}?"
    if own and not set(own) & set(verbs()):
        return f"decides nothing: it needs a function such as choose_levers(view, rng); there are {', '.join(verbs())}"
    return ""


def answers(name: str, question: Question) -> str:
    """It answers every question in the kind that is asked for, and says why."""
    answer = rule(name, question.verb)(question, np.random.default_rng(3))
    wanted = usually(0, question)
    if type(answer) is not type(wanted):
        return f"{question.verb} must give {type(wanted).__name__}, got {answer!r}"
    each = answer if isinstance(answer, tuple) else (answer,)
    silent = [one for one in each if not isinstance(one, float) and not getattr(one, "reason", "")]
    return f"{question.verb} gives no reason for {silent[0]!r}" if silent else ""


def decides_alike_twice(name: str, question: Question) -> str:
    """The same question with the same draws has the same answer twice."""
    one, two = (rule(name, question.verb)(question, np.random.default_rng(3)) for _ in range(2))
    return "" if one == two else f"{question.verb} answers {one!r}, and then {two!r}"


def spends_what_it_has(name: str, view: View) -> str:
    """It spends no more than there is."""
    spent = sum(move.cost for move in _moves(name, view) if isinstance(move, Build | Buy))
    return "" if spent <= view.budget + 1e-9 else f"it spends {spent:g} of {view.budget:g} USD m"


def moves_as_offered(name: str, view: View) -> str:
    """Every move is one that is offered, each once, and has its reason."""
    moves = _moves(name, view)
    plants = [move for move in moves if isinstance(move, Build)]
    weapons = [move for move in moves if isinstance(move, Withhold | Undercut | Recoup | Release)]
    rest = [move for move in moves if not isinstance(move, Build) and move not in weapons]
    if len(plants) > len(view.choices) or any(
        move.size <= 0 or not any(move.plan is choice.plan for choice in view.choices) for move in plants
    ):
        return "it builds what nobody offers"
    for weapon in weapons:
        if view.power is None or not _may(view.power, weapon):
            return f"it answers with {weapon!r}, which nobody offers"
    for move in rest:
        if type(move) not in _OFFERED or not getattr(view, _OFFERED[type(move)]):
            return f"it answers with {move!r}, which nobody offers"
    if len({type(move) for move in rest}) < len(rest):
        return "it makes the same move twice in a year"
    silent = [move for move in moves if not move.reason]
    return f"it gives no reason for {silent[0]!r}" if silent else ""


def _may(power: Power, move: Withhold | Undercut | Recoup | Release) -> bool:
    """Tell whether the dominant supplier is offered a weapon."""
    if isinstance(move, Withhold):
        return move.target in {choice.target for choice in power.withhold}
    offered = {Undercut: power.undercut, Recoup: power.recoup, Release: power.lasting}
    return bool(offered[type(move)])


def _moves(name: str, view: View) -> tuple[Move, ...]:
    moves: tuple[Move, ...] = rule(name, "choose_levers")(view, np.random.default_rng(0))
    return moves


def _questions(rng: np.random.Generator) -> Iterator[Question]:
    yield from QUESTIONS


def _views(rng: np.random.Generator) -> Iterator[View]:
    """Give views that differ in money, in what is offered and in what it brings."""
    for _ in range(TRIES):
        gains = rng.uniform(-50, 200, int(rng.integers(0, 6)))
        stock, ore, support, weapons = rng.random(4) < 0.5
        yield replace(
            ASKED,
            role="consumer",
            regime=str(rng.choice(["unilateral", "bilateral", "accord"])),
            budget=float(rng.choice([0.0, rng.uniform(0, 500)])),
            supply_gap=float(rng.choice([0.0, 0.2])),
            crisis_time=float(rng.uniform(0, 0.5)),
            joint_part=float(rng.choice([0.0, 0.25])),
            choices=tuple(
                Choice(plan=PLAN, look=known(gain_calm=one, gain_crisis=one, gain_tail=0.0)) for one in gains
            ),
            stock_choice=StockChoice(
                tonnes=(100.0, 3.0), cost=float(rng.uniform(0.2, 80)), look=known(gain_crisis=500.0, gain_tail=0.0)
            )
            if stock
            else None,
            restrict_choice=RestrictChoice(look=known(gain_calm=10.0, gain_crisis=10.0)) if ore else None,
            power=_POWER if weapons else None,
            support_choices=(Kept(step=1, gain_calm=-5.0, gain_crisis=600.0, gain_tail=60.0),) if support else (),
        )


PROMISES = (
    (answers, _questions),
    (decides_alike_twice, _questions),
    (spends_what_it_has, _views),
    (moves_as_offered, _views),
)
