"""What dear years teach stays, and is forgotten slowly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.intensity import learned

USUAL = np.array([100.0, 400.0])
RULE = {"rate": 0.1, "crisis": 5.0, "rebound": 0.2}


def test_a_year_of_crisis_saves_a_tenth_and_three_times_the_price_half_of_that():
    """At five times the usual price all of 10 %; at three times (3 - 1) / (5 - 1) of it: 0.8 * 0.95 = 0.76."""
    after = learned(np.array([[1.0, 0.8]]), np.array([[900.0, 1200.0]]), USUAL, **RULE)
    assert after == pytest.approx(np.array([[0.9, 0.76]]))


def test_cheap_years_undo_a_fifth_of_what_is_left_each():
    """0.7 lacks 0.3 of the first year's use: 0.76 after one cheap year, then 0.808."""
    once = learned(np.array([[0.7, 1.0]]), USUAL[None] * 0.9, USUAL, **RULE)
    assert once == pytest.approx(np.array([[0.76, 1.0]]))
    assert learned(once, USUAL[None], USUAL, **RULE)[0, 0] == pytest.approx(0.808)


@given(st.floats(0.05, 1.0), st.floats(0.0, 1e5), st.floats(0.0, 0.3), st.floats(0.0, 1.0))
def test_use_never_exceeds_the_first_years_nor_falls_faster_than_the_rate(before, price, rate, rebound):
    after = learned(np.array([[before, before]]), np.full((1, 2), price), USUAL, rate=rate, crisis=5.0, rebound=rebound)
    assert np.all(after <= 1.0 + 1e-12)
    assert np.all(after >= before * (1 - rate) - 1e-12)
