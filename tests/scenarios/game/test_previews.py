"""How a preview says what a draft would do to the gap of a crisis."""

from agents.articles import LOOK_AHEAD
from agents.supply.agreements import AHEAD
from scenarios.game import previews


def test_a_gap_is_told_with_its_year_and_whether_it_moves():
    for before, after, years, said, good in (
        (0.406, 0.354, LOOK_AHEAD, "in five years goes from 40.6 % to 35.4 %", True),
        (0.4061, 0.4062, LOOK_AHEAD, "in five years stays at 40.6 %", True),
        (0.2, 0.2, AHEAD, "in three years stays at 20 %", True),
        (0.2, 0.3, AHEAD, "in three years goes from 20 % to 30 %", False),
    ):
        told = previews._gap_change(before, after, years)
        assert told.text == f"supply gap in a crisis {said}"
        assert told.good is good


def test_the_years_in_words_are_those_that_are_reckoned_with():
    assert (AHEAD, LOOK_AHEAD) == (3, 5)
    assert previews.NUMBERS == {3: "three", 5: "five"}
