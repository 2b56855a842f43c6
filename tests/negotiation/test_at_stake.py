"""What is at stake between two sides, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negotiation.bargaining.at_stake import PART, left_over, measured
from negotiation.bargaining.sitting import hold

OWN, OTHER = np.array([100.0, 95.0, 90.0, 40.0, -10.0]), np.array([50.0, 60.0, 70.0, 10.0, 200.0])
"""A plant on three sets of terms, a small plant, and terms that only the other would like."""


def test_what_is_left_over_is_what_one_has_at_the_others_best_among_what_both_want():
    assert left_over(OWN, OTHER) == 90.0


def test_the_part_at_stake_takes_most_of_the_way_and_what_both_want_the_rest():
    assert measured(OWN, OTHER) == pytest.approx([1.0, 1 - PART / 2, 1 - PART, (1 - PART) * 40 / 90, -(1 - PART) / 9])


def test_where_nothing_is_wanted_by_both_nothing_is_measured_otherwise():
    own, other = np.array([10.0, -5.0]), np.array([-10.0, 5.0])
    assert measured(own, other) is own


def test_a_linear_tactic_concedes_step_by_step_where_both_want_the_same_plant():
    """On plain worth its first word is 90 of 100, which is the other's best; measured it begins with its own best."""
    words = {}
    for name, own in (("plain", OWN), ("measured", measured(OWN, OTHER))):
        sitting = hold(
            "alternating",
            np.array([own, OTHER]),
            (0.0, 0.0),
            ("linear", "hardheaded"),
            deadline=6,
            rng=np.random.default_rng(1),
        )
        words[name] = [OWN[made.outcome] for made in sitting.offers if made.party == 0]
    assert words["plain"][0] == 90.0
    assert words["measured"][:3] == [100.0, 100.0, 95.0]


PAIRS = arrays(float, (2, 12), elements=st.floats(-1000, 1000, allow_nan=False).map(lambda x: round(x, 2)))


@given(PAIRS)
def test_what_is_better_stays_better(worth):
    own, other = worth
    found = measured(own, other)
    above = own > 0
    order = np.argsort(own[above], kind="stable")
    assert (np.diff(found[above][order]) >= 0).all()
    assert (np.diff(found[above][order])[np.diff(own[above][order]) > 0.01] > 0).all()


@given(PAIRS)
def test_no_agreement_stays_the_wall(worth):
    own, other = worth
    assert ((measured(own, other) > 0) == (own > 0)).all()
