"""How nations decide, tried on hand-made views; every strategy found by its file keeps the promises that all owe.

All owe the same: a decision that depends on the view and the draws alone, moves that the view offers, each with its
reason, and no more spending than there is. When a move pays is each strategy's own affair; what the shipped ones do is
tested by their names.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import agents.strategies
from agents.model import AllianceModel
from agents.players.port import rule, verbs
from agents.questions.levers import (
    Build,
    Choice,
    Restrict,
    RestrictChoice,
    StockChoice,
    Support,
    SupportChoice,
)
from agents.questions.move_worth import best_first, yearly
from agents.questions.power import Power, WithholdChoice
from agents.world.rates import annuity
from agents.year import levers
from negotiation.rulebook import names
from scenarios.contracts import strategies as owed
from scenarios.contracts._asked import QUESTIONS, known
from scenarios.contracts._asked import VIEW as OWED_VIEW
from scenarios.contracts.strategies import PLAN
from scenarios.loader import load

VIEW = replace(OWED_VIEW, role="consumer", regime="unilateral", restrict_choice=None)
CUT = WithholdChoice(
    target="", name="", quarters=4, tonnes=900.0, valued_at=0.4, look=known(gain_calm=500.0, gain_crisis=500.0)
)
POWER = Power(keys=("home", "away"), withhold=(CUT,))
"""What a dominant supplier may do that would gain by cutting its exports."""


def decide(name, view):
    return rule(name, "choose_levers")(view, np.random.default_rng(0))


def choice(calm, crisis=0.0, tail=0.0):
    return Choice(plan=PLAN, look=known(gain_calm=calm, gain_crisis=crisis, gain_tail=tail))


def break_even():
    """Yearly gain at which a plant of reference size just pays: cost / (discounted life), by hand."""
    return 100.0 / (1.05**-3 * (1 - 1.05**-15) / 0.05)


def test_an_annuity_is_the_sum_of_discounted_years():
    assert annuity(0.05, 3) == pytest.approx(1 / 1.05 + 1 / 1.05**2 + 1 / 1.05**3)
    assert annuity(0.0, 7) == 7


@pytest.mark.parametrize("name", ["pragmatist", "unilateralist"])
def test_a_plant_is_built_just_when_it_pays(name):
    above, below = break_even() * 1.01, break_even() * 0.99
    assert [type(move) for move in decide(name, replace(VIEW, choices=(choice(above, above),)))] == [Build]
    assert decide(name, replace(VIEW, choices=(choice(below, below),))) == ()


def test_expected_gain_weighs_calm_and_crisis_by_belief_and_the_tail_by_aversion():
    """0.9 x 10 + 0.1 x 50 + 0.5 x 30, since one year in ten is more often than one in twenty."""
    assert yearly(replace(VIEW, risk_aversion=0.5), 10.0, 50.0, 30.0) == pytest.approx(9 + 5 + 15)


def test_the_tail_counts_less_where_a_crisis_is_rarer_than_one_year_in_twenty():
    rare = replace(VIEW, crisis_time=0.01, risk_aversion=0.5)
    assert yearly(rare, 0.0, 0.0, 30.0) == pytest.approx(0.5 * 0.2 * 30)


def test_a_short_budget_buys_a_smaller_plant_at_a_higher_unit_cost():
    (move,) = best_first(replace(VIEW, choices=(choice(40.0, 40.0),)), budget=30.0, most=3)
    assert move.cost == pytest.approx(30.0)
    assert move.size == pytest.approx(0.3 ** (1 / 0.7))
    assert move.cost / move.size > 100.0


@pytest.mark.parametrize("name", names(agents.strategies))
@given(
    budget=st.floats(0, 500),
    gains=st.lists(st.floats(-50, 200), max_size=5),
    stock=st.floats(0.2, 80),
    regime=st.sampled_from(["unilateral", "bilateral", "accord"]),
)
def test_no_strategy_spends_more_than_it_has(name, budget, gains, stock, regime):
    view = replace(
        VIEW,
        budget=budget,
        regime=regime,
        choices=tuple(choice(gain, gain) for gain in gains),
        stock_choice=StockChoice(tonnes=(100.0, 3.0), cost=stock, look=known(gain_crisis=500.0, gain_tail=0.0)),
    )
    assert not owed.spends_what_it_has(name, view)


@pytest.mark.parametrize("name", names(agents.strategies))
@given(
    gains=st.lists(st.floats(-50, 200), max_size=3),
    offered=st.sets(st.sampled_from(["stock", "ore", "support", "weapons"])),
    short=st.booleans(),
)
def test_every_move_is_one_that_the_view_offers_and_has_its_reason(name, gains, offered, short):
    stock = StockChoice(tonnes=(100.0, 3.0), cost=10.0, look=known(gain_crisis=500.0, gain_tail=0.0))
    ore = RestrictChoice(look=known(gain_calm=10.0, gain_crisis=10.0))
    kept = SupportChoice(step=1, gain_calm=-5.0, gain_crisis=600.0, gain_tail=60.0)
    view = replace(
        VIEW,
        choices=tuple(choice(gain, gain) for gain in gains),
        stock_choice=stock if "stock" in offered else None,
        restrict_choice=ore if "ore" in offered else None,
        support_choices=(kept,) if "support" in offered else (),
        power=POWER if "weapons" in offered else None,
        supply_gap=0.2 if short else 0.0,
    )
    assert not owed.moves_as_offered(name, view)


@pytest.mark.parametrize("name", names(agents.strategies))
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.verb)
def test_every_strategy_answers_every_question_alike_twice_and_says_why(name, question):
    assert not owed.answers(name, question)
    assert not owed.decides_alike_twice(name, question)


def test_there_is_an_example_of_every_question():
    assert sorted(question.verb for question in QUESTIONS) == sorted(verbs())


@pytest.mark.parametrize("name", names(agents.strategies))
def test_every_strategy_decides_the_same_twice_about_its_levers(name):
    view = replace(VIEW, choices=(choice(40.0, 60.0),))
    assert decide(name, view) == decide(name, view)


def test_stocks_are_bought_when_a_crisis_is_likely_enough_to_pay_for_their_keep():
    """Keep: 10 USD m at 5 % interest and 5 % carrying is 1 a year; the stock brings 40 in a crisis."""
    stock = StockChoice(tonnes=(100.0, 3.0), cost=10.0, look=known(gain_crisis=40.0, gain_tail=0.0))
    bought = [decide("pragmatist", replace(VIEW, stock_choice=stock, crisis_time=time)) for time in (0.02, 0.03)]
    assert [len(moves) for moves in bought] == [0, 1]


def test_a_pragmatist_keeps_its_ore_at_home_only_when_short_and_not_bound():
    gain = RestrictChoice(look=known(gain_calm=10.0, gain_crisis=10.0))
    short = replace(VIEW, restrict_choice=gain, supply_gap=0.1)
    assert [type(move) for move in decide("pragmatist", short)] == [Restrict]
    assert decide("pragmatist", replace(short, supply_gap=0.0)) == ()
    assert decide("pragmatist", replace(short, bound=True)) == ()


def test_nobody_shuts_a_border_for_less_than_is_worth_saying():
    """Where nobody buys the ore anyway the gain is rounding, above nothing or below."""
    for strategy in ("unilateralist", "pragmatist"):
        for gain, moves in ((1e-9, []), (0.4, []), (0.6, [Restrict])):
            choice = RestrictChoice(look=known(gain_calm=gain, gain_crisis=gain))
            short = replace(VIEW, restrict_choice=choice, supply_gap=0.1)
            assert [type(move) for move in decide(strategy, short)] == moves


def test_a_unilateralist_restricts_whenever_that_pays():
    gain = RestrictChoice(look=known(gain_calm=10.0, gain_crisis=10.0))
    assert [type(move) for move in decide("unilateralist", replace(VIEW, restrict_choice=gain))] == [Restrict]
    loss = RestrictChoice(look=known(gain_calm=-1.0, gain_crisis=-1.0))
    assert decide("unilateralist", replace(VIEW, restrict_choice=loss)) == ()


def test_plants_are_kept_open_when_the_crisis_that_they_spare_is_worth_the_money():
    """Pays 5 a year in calm years (0.9 x 5 = 4.5); spares 60 in a crisis (0.1 x 60 = 6)."""
    worth = SupportChoice(step=1, gain_calm=-5.0, gain_crisis=60.0, gain_tail=60.0)
    assert [type(move) for move in decide("pragmatist", replace(VIEW, support_choices=(worth,)))] == [Support]
    dear = replace(worth, gain_calm=-7.0)
    assert decide("pragmatist", replace(VIEW, support_choices=(dear,))) == ()


def test_nobody_pays_a_plant_for_less_than_is_worth_saying():
    """Where an open plant changes nothing for its government the gain is rounding, above nothing or below."""
    for strategy in ("unilateralist", "pragmatist"):
        for gain, moves in ((1e-9, []), (0.4, []), (0.6, [Support])):
            idle = SupportChoice(step=1, gain_calm=gain, gain_crisis=gain, gain_tail=0.0)
            assert [type(move) for move in decide(strategy, replace(VIEW, support_choices=(idle,)))] == moves


def test_a_pragmatist_leaves_the_joint_part_of_its_budget_for_projects_with_others():
    view = replace(VIEW, choices=(choice(60.0, 60.0),))
    spent = [decide("pragmatist", replace(view, joint_part=part))[0].cost for part in (0.0, 0.25, 0.5)]
    assert spent == pytest.approx([100.0, 75.0, 50.0])


def test_money_is_left_for_joint_projects_only_where_there_is_a_table():
    left = {}
    for regime in ("unilateral", "bilateral"):
        model = AllianceModel(load("small"), regime, 1)
        model.brief()
        left[regime] = levers.view_of(model, model.nations[1]).joint_part
    assert left == {"unilateral": 0.0, "bilateral": load("small").market.joint_part}


def test_the_market_is_asked_once_and_only_for_what_a_strategy_wants_to_know():
    asked = []

    def look():
        asked.append("market")
        return {"gain_calm": 10.0, "gain_crisis": 10.0, "gain_tail": 0.0}

    calm = replace(VIEW, restrict_choice=RestrictChoice(look=look), supply_gap=0.0)
    assert decide("pragmatist", calm) == ()
    assert asked == []
    assert [type(move) for move in decide("pragmatist", replace(calm, supply_gap=0.1))] == [Restrict]
    assert asked == ["market"]
    with pytest.raises(AttributeError):
        _ = calm.restrict_choice.cost
