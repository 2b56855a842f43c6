"""What articles are worth, member or not, worked by hand; and by the market in the small world."""

from dataclasses import replace

import numpy as np
import pytest

from agents.accord.appraisal import appraise, whole
from agents.accord.coalitions import coalition_worths, staying_out
from agents.accord.joint_effects import Joint
from agents.model import AllianceModel
from agents.terms.text import Levels, Text, middling, text_of, text_space
from agents.world.setting import AccordRules
from scenarios.loader import load
from tests.agents.made_up import RESERVE, RULES, factory, values

TRIED = np.array([0.0, 60.0])
PUBLIC = [[6, 4, 4], [4, 6, 4], [4, 4, 6]]
"""Each nation's reserve is worth 6 to it and 4 to each of the others; it costs 7."""


def test_outsiders_ride_free_on_what_members_do():
    payoff = values(PUBLIC, cost=7).payoff((0, 1), RESERVE)
    assert payoff.tolist() == [3, 3, 8]


def test_nothing_happens_with_a_single_signature():
    assert values(PUBLIC, cost=7).payoff((0,), RESERVE).tolist() == [0, 0, 0]


def test_staying_out_of_an_accord_that_then_falls_brings_nothing():
    few = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=3))
    assert staying_out(few, (0, 1, 2), RESERVE, 0) == 0
    assert staying_out(values(PUBLIC, cost=7), (0, 1, 2), RESERVE, 0) == 8


def test_without_free_riding_nobody_reckons_with_what_others_do():
    assert staying_out(values(PUBLIC, cost=7, free_riding=False), (0, 1, 2), RESERVE, 0) == 0


@pytest.mark.parametrize(("outsiders", "alone", "pair"), [("gamma", 0, 6), ("delta", 8, 6), ("alpha", 0, 6)])
def test_the_worth_of_a_group_depends_on_what_the_others_are_taken_to_do(outsiders, alone, pair):
    known = values(PUBLIC, cost=7, rules=replace(RULES, outsiders=outsiders))
    worth = coalition_worths(known, (0, 1, 2), RESERVE)
    assert worth[[1, 2, 4]].tolist() == [alone] * 3
    assert worth[[3, 5, 6]].tolist() == [pair] * 3
    assert worth[7] == 21


def test_outsiders_that_do_harm_are_expected_to_do_their_worst():
    harm = values([[5, -2, -2], [-2, 5, -2], [-2, -2, 5]], rules=replace(RULES, outsiders="alpha"))
    assert coalition_worths(harm, (0, 1, 2), RESERVE)[1] == -4


def test_every_group_has_what_it_would_have_as_the_only_members():
    rng = np.random.default_rng(3)
    known = values(
        rng.normal(5, 3, (4, 4)),
        cost=2,
        plans=(factory(0), factory(2, cost=60.0)),
        plant_effect=rng.normal(20, 5, (2, 4)),
        plant_more=rng.normal(5, 2, (2, 4)),
        plant_rent=np.array([3.0, 8.0]),
        rent_more=np.array([1.0, 2.0]),
        floor_effect=rng.normal(2, 1, (4, 4)),
        floor_cost=np.full(4, 3.0),
        outage_effect=rng.normal(1, 1, (4, 4)),
        reserve_gain=np.array([1.0, 2.0, 3.0, 4.0]),
        rent=np.full(4, 9.0),
        sovereignty=np.full(4, 0.5),
        coordination=0.2,
        home_cost=np.array([80.0, np.inf, 40.0, np.inf]),
        home_effect=rng.normal(30, 5, (4, 4)),
        home_more=rng.normal(3, 1, (4, 4)),
        joint={"reserve_days": Joint(levels=TRIED, extra=rng.normal(0, 3, (2, 4)), weight=np.full(4, 0.25))},
        rules=replace(RULES, fund_rate=(0.0, 0.02), price_floor=(0.0, 0.1)),
    )
    text = Text(
        fund_rate=0.02, reserve_days=60, standard_level=1, price_floor=0.1, community_share=0.1, benefit_rule="equal"
    )
    table = known.by_coalition((0, 1, 2, 3), text)
    for mask in range(16):
        members = tuple(nation for nation in range(4) if mask >> nation & 1)
        assert table[mask] == pytest.approx(known.payoff(members, text)), members


def test_all_texts_at_once_are_valued_as_each_alone():
    rules = AccordRules(minimum_members=2)
    known = values(PUBLIC, cost=7, rules=rules, rent=np.full(3, 4.0), standard_effect=np.full((3, 3), 0.5))
    space, table = text_space(rules), known.payoffs((0, 1, 2), Levels.every(rules))
    for outcome in range(0, space.size, 97):
        assert table[outcome] == pytest.approx(known.payoff((0, 1, 2), text_of(space, outcome)))


def test_money_for_the_fund_counts_as_the_plant_that_it_would_have_built_at_home():
    text = replace(RESERVE, fund_rate=0.02, reserve_days=0.0)
    idle = values(np.zeros((2, 2)))
    assert idle.payoff((0, 1), text).tolist() == [-100, -100]
    builds = replace(idle, home_cost=np.array([100.0, np.inf]), home_effect=np.array([[300.0, 40.0], [0.0, 0.0]]))
    # Nation 0 gives up a plant worth 300 to it and 40 to its neighbour; nation 1 gives up its 100.
    assert builds.payoff((0, 1), text).tolist() == [-300, -140]


def test_further_plants_are_worth_what_the_market_says_of_them():
    known = values(
        np.zeros((2, 2)),
        plans=(factory(0, cost=100.0),),
        plant_effect=np.array([[50.0, 50.0]]),
        plant_more=np.array([[10.0, 10.0]]),
        plant_rent=np.zeros(1),
        rent_more=np.zeros(1),
    )
    built = known.fund_plan((0, 1), replace(RESERVE, fund_rate=0.02))
    assert (built.first, built.more) == (1.0, 1.0)
    assert known.payoff((0, 1), replace(RESERVE, fund_rate=0.02, reserve_days=0.0)).tolist() == [-40, -40]


def test_a_communitys_share_costs_rent_and_spares_stoppages():
    known = values(
        np.zeros((2, 2)),
        rent=np.array([20.0, 0.0]),
        environment=np.array([0.5, 0.5]),
        leakage=np.array([0.2, 0.0]),
        outage_effect=np.array([[100.0, 10.0], [0.0, 0.0]]),
    )
    text = replace(RESERVE, reserve_days=0.0, community_share=0.1)
    # 8 of every 10 reach the communities: 24 % of stoppages avoided; 2 a year paid for 5 years, 0.4 of it valued.
    assert known.payoff((0, 1), text) == pytest.approx([24 - 5 * 2 * 0.6, 2.4])


def test_the_middling_text_names_the_rule_asked_for():
    assert middling(AccordRules(), "shapley").benefit_rule == "shapley"


@pytest.fixture(scope="module")
def small():
    model = AllianceModel(load("small"), "accord", seed=3)
    model.brief()
    return model


def test_all_together_at_every_level_come_to_what_one_run_of_the_market_says(small):
    """Single runs are put right by joint ones, so that the error is left only where articles meet."""
    seats, held = (1, 2, 3, 4, 5), small.beliefs()
    known = appraise(small.appraiser, seats, held)
    for article, level in (("standard_level", 3), ("price_floor", 0.4), ("reserve_days", 90.0)):
        nothing = {"fund_rate": 0.0, "reserve_days": 0.0, "standard_level": 0, "price_floor": 0.0}
        text = Text(**nothing | {article: level}, benefit_rule="equal")
        single, together = whole(small.appraiser, known, seats, text, held)
        assert single == pytest.approx(together, rel=1e-6, abs=1e-3), article


def test_the_dominant_supplier_gains_nothing_by_others_plants(small):
    known = appraise(small.appraiser, (1, 2, 3, 4, 5), small.beliefs())
    assert known.plant_effect[:, 0].sum() < 0
