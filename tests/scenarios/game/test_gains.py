"""What lanes could bring at best, and with which terms an offer begins: made-up tables, and those of a game."""

from types import SimpleNamespace

import numpy as np
import pytest

from agents.year.ventures import BEYOND_REACH
from negotiation.bargaining.terms import Issue, TermSpace
from scenarios.game import Game
from scenarios.game.gains import beginning, gains

SPACE = TermSpace((Issue("size", (0.5, 1.0), "t"), Issue("paid", (0.25, 0.5, 0.75), "share")))
"""Six outcomes: each size with each share."""


def lane(worth):
    return SimpleNamespace(table=SimpleNamespace(space=SPACE, worth=np.array(worth, float)))


def test_an_offer_begins_in_the_middle_where_all_can_be_paid():
    assert beginning(lane([[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]])) == {"size": 1.0, "paid": 0.5}


def test_it_begins_with_the_nearest_terms_that_both_can_pay():
    """The middle, size 1 and half paid, is beyond reach; one step away are a smaller plant and two other shares.

    Of those that can be paid the less content side has most (3) with the smaller plant.
    """
    beyond = BEYOND_REACH
    assert beginning(lane([[1, 3, 1, beyond, beyond, 2], [1, 4, 1, beyond, beyond, 9]])) == {"size": 0.5, "paid": 0.5}
    assert beginning(lane([[1, 1, 1, beyond, beyond, 2], [1, 4, 1, beyond, beyond, 9]])) == {"size": 1.0, "paid": 0.75}


def test_it_begins_where_both_gain_if_that_is_possible_at_all():
    """The middle leaves the second side 2 short; of the two outcomes with a gain for both the nearer one is taken."""
    assert beginning(lane([[1, 1, 1, 1, 3, 4], [5, 1, -1, 2, -2, -3]])) == {"size": 0.5, "paid": 0.5}
    assert beginning(lane([[1, -1, -1, -1, 3, 4], [5, 1, -1, 2, -2, -3]])) == {"size": 0.5, "paid": 0.25}


def test_where_nothing_can_be_paid_it_begins_in_the_middle():
    assert beginning(lane(np.full((2, 6), BEYOND_REACH))) == {"size": 1.0, "paid": 0.5}


def test_a_lane_is_worth_the_best_for_the_less_content_and_the_best_for_both_together():
    tables = {
        "a>b:ore": lane([[-1, 2, 9, 0, 0, 0], [8, 1, -5, 0, 0, 0]]),
        "b>c:ore": lane([[3] * 6, [4] * 6]),
        "c>a:ore": lane([[5] * 6, [5] * 6]),
    }
    study = SimpleNamespace(lanes=lambda: tables, table=tables.get)
    assert [(one.lane, one.least, one.together) for one in gains(study, "a")] == [
        ("c>a:ore", 5.0, 10.0),
        ("a>b:ore", 1.0, 7.0),
    ]


@pytest.fixture(scope="module")
def game():
    made = Game.create(":memory:", "classroom_20_minutes", clock=lambda: 0.0)
    made.do(made.secret, {"do": "start"})
    return made


def test_every_offer_that_a_page_begins_with_could_be_sent(game):
    assert any("venture" in key for key in game.shown.lanes)
    for key in game.shown.lanes:
        assert game.shown.terms(key, game.beginning(key)) == game.beginning(key)


def test_a_seat_is_told_of_all_its_lanes_the_best_first(game):
    found = game.gains("japan")
    assert {one.lane for one in found} == {
        key for key, one in game.shown.lanes.items() if "japan" in (one.seller, one.buyer)
    }
    assert [one.least for one in found] == sorted((one.least for one in found), reverse=True)
    assert game.promising("japan") == tuple(one.lane for one in found if one.least > 0)
