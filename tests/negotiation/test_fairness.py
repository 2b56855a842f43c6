"""Measures of fairness give the published figures and stay within their bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.coalitions import fairness

amounts = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=12)


def test_gini_and_jain_of_the_textbook_rows() -> None:
    """Gini 1912; Jain, Chiu & Hawe 1984: (1,2,3,4) and (0,0,0,10)."""
    assert fairness.gini([1, 2, 3, 4]) == pytest.approx(0.25, abs=1e-8)
    assert fairness.gini([0, 0, 0, 10]) == pytest.approx(0.75, abs=1e-8)
    assert fairness.jain([1, 2, 3, 4]) == pytest.approx(0.833333333, abs=1e-8)
    assert fairness.jain([0, 0, 0, 10]) == pytest.approx(0.25, abs=1e-8)


def test_envy_pairs_of_the_worked_table() -> None:
    """Foley 1967; Varian 1974: only the second nation envies, and only the third."""
    table = [[6, 4, 5], [3, 5, 6], [2, 2, 4]]
    assert fairness.envy_pairs(table) == [(1, 2)]
    assert fairness.largest_envy(table) == 1


@given(amounts)
def test_gini_lies_between_equality_and_one_owner(values: list[float]) -> None:
    n = len(values)
    assert -1e-12 <= fairness.gini(values) <= (n - 1) / n + 1e-12


@given(amounts)
def test_jain_lies_between_zero_and_equality(values: list[float]) -> None:
    assert 0 <= fairness.jain(values) <= 1 + 1e-12


@given(st.floats(0.001, 1e6), st.integers(1, 12))
def test_equal_amounts_are_fair_by_every_measure(value: float, n: int) -> None:
    same = [value] * n
    assert fairness.gini(same) == pytest.approx(0, abs=1e-12)
    assert fairness.jain(same) == pytest.approx(1)
    assert fairness.top_share(same, [0.0] * n) == pytest.approx(1 / n)
    assert fairness.envy_pairs(fairness.money_envy(same, [1.0] * n)) == []


@given(st.lists(st.floats(0.01, 1e4), min_size=2, max_size=8), st.floats(0.01, 100))
def test_the_unit_of_account_does_not_change_inequality(values: list[float], factor: float) -> None:
    scaled = [factor * value for value in values]
    assert fairness.gini(scaled) == pytest.approx(fairness.gini(values), abs=1e-9)
    assert fairness.jain(scaled) == pytest.approx(fairness.jain(values), abs=1e-9)


def test_nothing_to_share_is_equal() -> None:
    assert fairness.gini([0, 0]) == 0
    assert fairness.jain([0, 0]) == 1


def test_gains_are_counted_from_the_outside_option() -> None:
    assert fairness.gain([5, 3], [4, 4]).tolist() == [1, -1]
    assert fairness.smallest_gain([5, 3], [4, 4]) == -1
    ratio = fairness.gain_ratio([5, 3, 1], [4, -4, 0])
    assert ratio[:2].tolist() == [0.25, 1.75]
    assert np.isnan(ratio[2])


def test_the_top_member_may_take_more_than_the_surplus_when_others_lose() -> None:
    assert fairness.top_share([6, 0], [1, 1]) == pytest.approx(1.25)
    assert np.isnan(fairness.top_share([1, 1], [1, 1]))


def test_a_large_member_is_not_envied_for_being_large() -> None:
    assert fairness.envy_pairs(fairness.money_envy([10, 20], [1, 2])) == []
    assert fairness.envy_pairs(fairness.money_envy([10, 21], [1, 2])) == [(0, 1)]


def test_community_share_is_a_part_of_the_rent() -> None:
    assert fairness.community_share(5, 100) == 0.05
    assert fairness.community_share(0, 0) == 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: fairness.gini([]), "one number per nation"),
        (lambda: fairness.jain([1, float("nan")]), "must be finite"),
        (lambda: fairness.gain([1, 2], [1]), "same length, got 2 and 1"),
        (lambda: fairness.envy_pairs([[1, 2]]), "square table"),
        (lambda: fairness.money_envy([1, 2], [0, 1]), "above 0"),
    ],
)
def test_wrong_figures_are_refused_with_one_clear_sentence(call, sentence: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=sentence):
        call()
