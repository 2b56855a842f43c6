"""What an accord is measured against: the path that nations take alone, and the answers that it draws."""

from dataclasses import replace

import numpy as np
import pytest

from agents.accord.appraisal import appraise
from agents.accord.reprisals import reprisals, use_elsewhere
from agents.articles import LOOK_AHEAD
from agents.model import AllianceModel
from agents.world.plants import plan
from agents.year import ventures
from agents.year.unilateral_path import outlook, walk
from scenarios.loader import load, with_changes
from tests.agents.made_up import RESERVE, values

SMALL = load("small")
NOTHING = replace(RESERVE, reserve_days=0.0)


def opened(**changes):
    model = AllianceModel(with_changes(SMALL, changes), "accord", seed=4)
    model.brief()
    return model


@pytest.fixture(scope="module")
def model():
    return opened()


def test_alone_nations_and_investors_go_on_building_so_more_stands_than_if_nothing_more_were_decided(model):
    still, alone = model.appraiser.quarter(LOOK_AHEAD), outlook(model).quarter(LOOK_AHEAD)
    assert (alone.capacity >= still.capacity - 1e-9).all()
    assert alone.capacity[1:].sum() > 1.02 * still.capacity[1:].sum()
    assert alone.mine_capacity.sum() > 1.02 * still.mine_capacity.sum()


def test_looking_down_the_path_leaves_no_trace_in_the_world():
    looked, plain = opened(), opened()
    for number in range(len(looked.keys)):
        assert looked.nations[number].savings == plain.nations[number].savings
    outlook(looked)
    for one in (looked, plain):
        one.resolve()
        one.step()
    assert [event.text for event in looked.log.events] == [event.text for event in plain.log.events]
    assert np.array_equal(looked.book.price, plain.book.price)


def test_without_money_and_without_investors_the_path_is_what_is_under_way():
    model = opened(**{"market.budget_share": 0.0, "market.private_ramp": 0.0})
    books = walk(model, LOOK_AHEAD)
    assert len(books.projects) == len(model.books.projects)
    assert np.array_equal(books.stock, model.books.stock)


def test_the_path_is_looked_at_once_a_year(model):
    assert outlook(model) is outlook(model)


def test_what_nations_would_store_alone_is_no_merit_of_a_shared_reserve(model):
    seats = tuple(range(1, len(model.keys)))
    path = outlook(model)
    # The same plants, but nobody stores more than it does today.
    bare = model.look_ahead(replace(path.books, stock=model.books.stock))
    alone, still = (appraise(look, seats, model.beliefs()) for look in (path, bare))
    assert path.books.stock.sum() > 1.2 * model.books.stock.sum()
    assert still.reserve_effect.sum() > 1000
    assert alone.reserve_effect.sum() < 0.8 * still.reserve_effect.sum()


def test_a_reserve_of_oxide_is_worth_little_where_magnet_plants_are_what_is_missing(model):
    """Today's plants outside China cannot use more oxide in a crisis; those that nations will have built alone can."""
    seats = tuple(range(1, len(model.keys)))
    today, path = (appraise(look, seats, model.beliefs()) for look in (model.appraiser, outlook(model)))
    oxide, magnets = model.appraiser.base(LOOK_AHEAD).crisis_outcome.price[1:, 1:, 0].T
    assert (magnets > 5 * oxide).all()
    assert abs(today.reserve_effect.sum()) < 0.001 * path.reserve_effect.sum()


def test_answers_cost_more_the_more_of_all_use_the_members_hold():
    """With weights 0.5, 0.3 and 0.2 of use and 100 at stake, two of 0.8 draw 64, one of 0.5 would draw 25."""
    known = values(np.zeros((3, 3)), reprisal=np.array([100.0, 50.0, 10.0]), use=np.array([0.5, 0.3, 0.2]))
    assert known.provoked(np.array([1.0, 1.0, 0.0])).tolist() == pytest.approx([64, 32, 6.4])
    assert known.provoked(np.array([1.0, 0.0, 0.0])).tolist() == pytest.approx([25, 12.5, 2.5])
    assert known.payoff((0, 1), NOTHING).tolist() == pytest.approx([-64, -32, -6.4])


def test_every_group_reckons_with_the_answers_that_it_would_draw():
    known = values(np.zeros((3, 3)), reprisal=np.array([100.0, 50.0, 10.0]), use=np.array([0.5, 0.3, 0.2]))
    table = known.by_coalition((0, 1, 2), NOTHING)
    assert table[0b011, :2].tolist() == pytest.approx(known.payoff((0, 1), NOTHING)[:2].tolist())
    assert table[0b111].tolist() == pytest.approx(known.payoff((0, 1, 2), NOTHING).tolist())


def test_use_elsewhere_leaves_the_dominant_supplier_out(model):
    share = use_elsewhere(model.appraiser)
    assert share.sum() == pytest.approx(1.0)
    assert share[model.keys.index(SMALL.risks.dominant)] == 0.0


@pytest.mark.parametrize(
    "off",
    [{"failures.retaliation": False}, {"strains.reprisals_foreseen": 0.0}, {"strains.retaliation_rise": 0.0}],
)
def test_who_foresees_no_answer_fears_none(off):
    assert feared(opened(**off)).tolist() == [0.0] * len(SMALL.nations)


def test_fear_of_answers_grows_with_how_much_of_the_rise_is_foreseen():
    half, whole = (feared(opened(**{"strains.reprisals_foreseen": part})) for part in (0.5, 1.0))
    importers = whole > 1
    assert importers.any()
    assert (whole[importers] > half[importers]).all()


def feared(model):
    known = model.beliefs()
    seats = tuple(range(1, len(model.keys)))
    return reprisals(outlook(model), seats, known, np.full(len(model.keys), 5.0))


def test_a_government_reckons_with_keeping_a_new_plant_running_where_that_is_worth_it(model):
    """American magnet plants would stand idle in calm years; that they run costs some tens of millions a year."""
    us, look = model.keys.index("united_states"), model.appraiser
    chosen = plan(model.books, us, ("magnet",))
    base, built = look.base(LOOK_AHEAD), look.with_plants(LOOK_AHEAD, chosen.addition)
    more = (built.calm_outcome.made - base.calm_outcome.made)[us, 1, 0]
    assert more > 0.9 * chosen.addition.capacity[us, 1, 0]
    assert -200 < built.calm[us] - base.calm[us] < -20
    assert built.crisis[us] - base.crisis[us] > 1000


def test_who_fears_nothing_keeps_no_plant_running_at_a_loss(model):
    us = model.keys.index("united_states")
    brave = model.look_ahead()
    brave.odds = np.zeros(len(model.keys))
    brave.weights = replace(brave.weights, risk_aversion=np.zeros(len(model.keys)))
    chosen = plan(model.books, us, ("magnet",))
    base, built = brave.base(LOOK_AHEAD), brave.with_plants(LOOK_AHEAD, chosen.addition)
    assert built.calm_outcome.made[us, 1, 0] == pytest.approx(base.calm_outcome.made[us, 1, 0], rel=0.01)
    assert built.crisis[us] == pytest.approx(base.crisis[us], abs=5)


def test_money_for_a_venture_is_compared_with_the_best_plant_at_home_that_it_buys(model):
    nation = model.nations[model.keys.index("united_states")]
    chosen = plan(model.books, nation.number, ("magnet",))
    prospect = model.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (nation.number, ("magnet",)))
    half = chosen.cost_at(0.5, model.setting.market.scale_exponent)
    by_hand = 0.5 * ventures.plant_gain(model, nation, prospect, chosen) - half
    worth = ventures.alone(model, nation, np.array([0.0, half, 1e9]))
    assert worth[0] == 0
    assert worth[1] >= by_hand > 0
    assert worth[2] > worth[1]
