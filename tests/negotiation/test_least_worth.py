"""Worths that differ by nothing that counts are equal, however a processor rounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.least_worth import (
    LEAST_WORTH,
    SAME,
    at_table,
    exceeds,
    greatest,
    greatest_at,
    ranked,
    reaches,
    settled,
)

WORTHS = st.lists(st.integers(-50, 50), min_size=1, max_size=30).map(lambda whole: np.array(whole, dtype=float))
DUST = st.integers(0, 2**32 - 1)


def dusted(worths, seed):
    """The same worths as another processor might find them: off by a relative 1e-12, and by 1e-9 where they are 0."""
    noise = np.random.default_rng(seed).uniform(-1, 1, len(worths))
    return worths + noise * np.maximum(1e-12 * np.abs(worths), 1e-9)


def test_a_thousand_dollars_decide_and_less_does_not():
    assert exceeds(1.0 + 1.1 * LEAST_WORTH, 1.0)
    assert not exceeds(1.0 + 0.9 * LEAST_WORTH, 1.0)
    assert reaches(1.0, 1.0 + 0.9 * LEAST_WORTH)
    assert not reaches(1.0, 1.0 + 1.1 * LEAST_WORTH)
    assert not exceeds(0.0)
    assert reaches(0.0)


def test_large_figures_need_more_than_their_rounding():
    assert not exceeds(1e9 + 0.5, 1e9)
    assert exceeds(1e9 + 2.0, 1e9)


@given(one=st.floats(-1e6, 1e6), other=st.floats(-1e6, 1e6))
def test_of_two_worths_one_exceeds_or_the_other_reaches(one, other):
    assert exceeds(one, other) != reaches(other, one)
    assert not (exceeds(one, other) and exceeds(other, one))


@given(WORTHS, DUST)
def test_dust_changes_no_choice_and_no_order(worths, seed):
    dusty = dusted(worths, seed)
    assert greatest_at(dusty) == greatest_at(worths) == int(np.argmax(worths))
    assert ranked(dusty) == ranked(worths)
    assert np.array_equal(exceeds(dusty), worths > 0)


@given(WORTHS, DUST)
def test_a_table_keeps_its_order_and_its_real_ties(worths, seed):
    found = settled(dusted(worths, seed))
    assert np.all(np.abs(found - worths) <= SAME)
    equal = worths[:, None] == worths[None, :]
    assert np.array_equal(found[:, None] == found[None, :], equal)
    assert np.array_equal(found[:, None] < found[None, :], worths[:, None] < worths[None, :])


def test_of_equals_the_first_in_the_list_counts():
    assert greatest(["quad", "japan", "china"], [1.0, 2.0, 2.0 + 1e-9]) == "japan"
    assert ranked([1.0, 2.0, 2.0 + 1e-9]) == [1, 2, 0]


def test_nothing_is_nothing():
    assert settled(np.array([1e-12, -3e-13, 0.0, 2.0])).tolist() == [0.0, 0.0, 0.0, 2.0]


def test_what_is_worth_just_its_wall_stays_so():
    table, wall = at_table([[1.0, 5.0 - 1e-9], [2.0, 3.0]], [5.0, -np.inf])
    assert table[0, 1] == wall[0]
    assert wall[1] == -np.inf


@pytest.mark.parametrize("shape", [(3, 4), (2, 2, 5)])
def test_rows_of_a_table_settle_each_for_itself(shape):
    table = np.random.default_rng(3).normal(size=shape)
    rows = table.reshape(-1, shape[-1])
    assert np.array_equal(settled(table).reshape(rows.shape), np.array([settled(row) for row in rows]))
