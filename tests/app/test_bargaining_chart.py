"""The picture of a sitting says what the figures say."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.charts.bargaining import draw, marks, tell
from negotiation.bargaining.points import nash
from negotiation.bargaining.sitting import hold

NAMES = ["Australia", "Japan"]


def table(seed, outcomes=60, walls=0.4):
    rng = np.random.default_rng(seed)
    return rng.random((2, outcomes)) * 100 - 20, rng.random(2) * 100 * walls


def sit(utilities, walls, tactics=("boulware", "linear"), deadline=20):
    return hold("alternating", utilities, walls, tactics, deadline=deadline, rng=np.random.default_rng(0))


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([320, 358, 720]), st.sampled_from([1, 2, 60]))
def test_any_sitting_of_two_can_be_drawn(seed, width, outcomes):
    utilities, walls = table(seed, outcomes, walls=1.2)
    picture = draw(utilities, walls, sit(utilities, walls), NAMES, width=width)
    assert not re.search(r"[= ,\"](nan|inf)", picture)
    ET.fromstring(picture)  # noqa: S314 - our own picture


def test_without_walls_there_are_no_lines_of_what_each_has_outside():
    utilities, _ = table(1)
    sitting = sit(utilities, [0.0, 0.0])
    # Each is written twice, the first time as a rim of paper.
    assert draw(utilities, [0.0, 0.0], sitting, NAMES).count("without agreement") == 4
    assert draw(utilities, [-np.inf, 0.0], sitting, NAMES).count("without agreement") == 2


def test_the_words_tell_how_near_the_agreement_came():
    utilities = np.array([[0.0, 5.0, 10.0], [10.0, 6.0, 0.0]])
    sitting = sit(utilities, [0.0, 0.0], ("linear", "linear"), deadline=2)
    assert sitting.agreement == 1
    assert tell(utilities, [0.0, 0.0], sitting, NAMES) == (
        "Australia and Japan agree on 5 USD m for Australia and 6 for Japan in round 2, on the Pareto frontier, "
        "with 100 % of the Nash product."
    )


def test_the_words_tell_what_was_missed():
    utilities = np.array([[9.0, 5.0, 1.0], [1.0, 6.0, 9.0]])
    sitting = sit(utilities, [0.0, 0.0], ("hardheaded", "hardheaded"), deadline=2)
    words = tell(utilities, [0.0, 0.0], sitting, NAMES)
    assert words.endswith("the Nash point had 5 USD m for Australia and 6 for Japan.")
    walls = [8.0, 8.0]
    assert tell(utilities, walls, sit(utilities, walls), NAMES).startswith("No outcome suits both Australia and Japan")


def test_the_marks_are_those_of_theory():
    utilities, walls = table(3, walls=0.1)
    sitting = sit(utilities, walls)
    found = marks(utilities, walls, sitting)
    assert found.nash == nash(utilities, walls)
    assert found.agreement == sitting.agreement


def test_a_sitting_that_goes_on_shows_no_later_offer():
    utilities, walls = table(3, walls=0.1)
    sitting = sit(utilities, walls, ("linear", "boulware"))
    assert len(draw(utilities, walls, sitting, NAMES, until=2)) < len(draw(utilities, walls, sitting, NAMES))


def test_three_parties_do_not_fit_on_paper():
    rng = np.random.default_rng(0)
    utilities = rng.random((3, 10))
    sitting = hold("stacked", utilities, [0, 0, 0], ["linear"] * 3, deadline=5, rng=rng)
    with pytest.raises(ValueError, match="this picture is for 2 parties, got 3"):
        draw(utilities, [0, 0, 0], sitting, [*NAMES, "China"])
