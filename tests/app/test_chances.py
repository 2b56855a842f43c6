"""Where there is something to gain, as a page tells it: figures of the market, and never a gain that is none."""

import re
from dataclasses import replace

import pytest

from app.web.play.chances import where, why_not
from scenarios.game import Game
from scenarios.game.gains import Gain
from scenarios.game.lane_names import is_venture


@pytest.fixture(scope="module")
def australia():
    """The table as Australia sees it: tonnes only, of which the first lane alone leaves something for both."""
    game = Game.create(":memory:", "classroom_20_minutes", clock=lambda: 0.0)
    token = game.claim(game.code, "australia", "Ann").token
    game.do(game.secret, {"do": "start"})
    game.do(game.secret, {"do": "go_on"})
    sight = game.sight(token)
    sight = replace(sight, lanes=tuple(one for one in sight.lanes if not is_venture(one.key)))
    worth = [(8.5, 120.0), (-0.01, -0.02), (-0.3, 7.8), (-0.4, -0.5), (-9.0, -9.0)]
    return sight, tuple(
        Gain(lane=lane.key, least=least, together=together)
        for lane, (least, together) in zip(sight.lanes, worth, strict=False)
    )


def plain(said):
    return " ".join(re.sub("<[^>]+>", " ", said).split())


def test_a_seat_with_little_to_gain_is_told_what_comes_near_and_what_else_there_is(australia):
    sight, found = australia
    best, near = plain(where(sight, found)).split("Nearest to it")
    titles = [lane.title for lane in sight.lanes]
    assert titles[0] in best
    assert titles[1] not in best
    assert f"{titles[1]}: nothing to share; on the best terms one side gives up next to nothing" in near
    assert f"{titles[2]}: up to 7.8 USD m to share" in near
    assert "No plant that you and a partner could pay for" in near
    assert "you have a voice" in near


def test_what_is_closed_by_now_is_left_out(australia):
    sight, found = australia
    left = replace(sight, lanes=sight.lanes[1:])
    assert sight.lanes[0].title not in where(left, found)
    assert "No further trade leaves both sides better off" in where(left, found)


def test_a_seat_with_enough_to_gain_is_told_of_that_alone(australia):
    sight, found = australia
    said = where(sight, tuple(replace(one, least=1.0) for one in found))
    assert said.count("<li>") == min(len(found), 5)
    assert "t-near" not in said
    assert "No plant" not in said


def test_why_a_lane_leaves_nothing_for_both_is_said_in_its_figures():
    assert why_not(Gain(lane="", least=-0.3, together=-0.1)).endswith("one side gives up 0.3 USD m")
    assert why_not(Gain(lane="", least=-0.3, together=7.8)).startswith("up to 7.8 USD m to share")
    assert why_not(Gain(lane="", least=-0.04, together=0.0)).endswith("gives up next to nothing")
