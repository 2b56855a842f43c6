"""Where there is something to gain, as a page tells it: figures of the market, and never a gain that is none."""

import re
from dataclasses import replace

import pytest

from app.web.play.chances import where, why_not
from scenarios.game import Game
from scenarios.game.gains import Gain


def table(seat):
    game = Game.create(":memory:", "classroom_20_minutes", clock=lambda: 0.0)
    token = game.claim(game.code, seat, "Ann").token
    game.do(game.secret, {"do": "start"})
    game.do(game.secret, {"do": "go_on"})
    return game.sight(token), game.gains(seat)


@pytest.fixture(scope="module")
def australia():
    return table("australia")


def plain(said):
    return " ".join(re.sub("<[^>]+>", " ", said).split())


def test_a_seat_with_little_to_gain_is_told_what_comes_near_and_what_else_there_is(australia):
    sight, found = australia
    said = plain(where(sight, found))
    best, near = said.split("Nearest to it")
    assert "light magnet from China to Australia" in best
    assert "ore" not in best
    ore = "light ore from Australia to Japan: nothing to share; on the best terms one side gives up next to nothing"
    assert ore in near
    assert "No plant that you and a partner could pay for" in near
    assert "you have a voice" in near


def test_what_is_closed_by_now_is_left_out(australia):
    sight, found = australia
    best = next(lane for lane in sight.lanes if lane.key == found[0].lane)
    assert best.title in where(sight, found)
    left = replace(sight, lanes=tuple(lane for lane in sight.lanes if lane is not best))
    assert best.title not in where(left, found)
    assert "No further trade leaves both sides better off" in where(left, found)


def test_a_seat_with_enough_to_gain_is_told_of_that_alone():
    said = where(*table("japan"))
    assert said.count("<li>") == 4
    assert "t-near" not in said


def test_why_a_lane_leaves_nothing_for_both_is_said_in_its_figures():
    assert why_not(Gain(lane="", least=-0.3, together=-0.1)).endswith("one side gives up 0.3 USD m")
    assert why_not(Gain(lane="", least=-0.3, together=7.8)).startswith("up to 7.8 USD m to share")
    assert why_not(Gain(lane="", least=-0.04, together=0.0)).endswith("gives up next to nothing")
