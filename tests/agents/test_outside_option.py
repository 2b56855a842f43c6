"""What an accord is measured against: the path that nations take alone, and the answers that it draws."""

from dataclasses import replace

import numpy as np
import pytest

from agents.allying import beliefs
from agents.appraisal import appraise
from agents.articles import LOOK_AHEAD
from agents.foreseen import reprisals, use_elsewhere
from agents.model import AllianceModel
from agents.unilateral_path import outlook, walk
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
    alone, still = (appraise(look, seats, beliefs(model)) for look in (outlook(model), model.appraiser))
    assert outlook(model).books.stock.sum() > 1.2 * model.books.stock.sum()
    assert still.reserve_effect.sum() > 1000
    assert alone.reserve_effect.sum() < 0.1 * still.reserve_effect.sum()


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
    known = beliefs(model)
    seats = tuple(range(1, len(model.keys)))
    return reprisals(outlook(model), seats, known, np.full(len(model.keys), 5.0))
