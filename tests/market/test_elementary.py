"""Exponentials, logarithms and powers of our own agree with the library's to its last digits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.elementary import exp, log, power, product

X = st.floats(-300, 300)
ABOVE = st.floats(1e-200, 1e200)


@given(X)
def test_exponentials_are_those_of_the_library(x):
    assert exp(x) == pytest.approx(math.exp(x), rel=4e-16)


@given(ABOVE)
def test_logarithms_are_those_of_the_library(x):
    assert log(x) == pytest.approx(math.log(x), rel=4e-16, abs=4e-16)


@given(st.floats(1e-3, 1e3), st.floats(-5, 5))
def test_powers_are_those_of_the_library(base, exponent):
    assert power(base, exponent) == pytest.approx(base**exponent, rel=2e-14)


@given(
    st.lists(st.floats(0.01, 100), min_size=1, max_size=9) | st.lists(st.floats(0.01, 100), min_size=40),
    st.floats(-3, 3),
)
def test_many_at_once_have_the_bits_of_each_alone(bases, exponent):
    array = np.array(bases)
    assert exp(array).tolist() == [exp(x) for x in bases]
    assert exp(-7 * array).tolist() == [exp(-7 * x) for x in bases]
    assert log(array).tolist() == [log(x) for x in bases]
    assert power(array, exponent).tolist() == [power(x, exponent) for x in bases]


def test_whole_powers_are_products():
    assert power(1.05, 3) == 1.05 * (1.05 * 1.05)
    assert power(2.0, -3) == 0.125
    assert power(-2.0, 3) == -8.0
    assert power(0.0, 0.7) == 0.0
    assert power(0.0, 0) == 1.0


def test_ends_are_what_mathematics_says():
    assert exp(0.0) == 1.0
    assert log(1.0) == 0.0
    assert log(0.0) == -math.inf
    assert math.isnan(log(-1.0))


@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 6), st.integers(0, 999))
def test_products_of_matrices_are_those_of_the_library(rows, inner, columns, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
    assert product(a, b) == pytest.approx(a @ b, abs=1e-12)
    assert product(a[0], b) == pytest.approx(a[0] @ b, abs=1e-12)
    assert product(a, b[:, 0]) == pytest.approx(a @ b[:, 0], abs=1e-12)
    assert product(a[0], b[:, 0]) == pytest.approx(a[0] @ b[:, 0], abs=1e-12)
