"""Private holders lose no tonne, rest in calm times, and make a crisis sharper and its end deeper."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market import stocks
from market.chain import Chain
from market.synthetic import world
from tests.market.two import SHAPE, at_oxide, chain_of_two

CALM = np.zeros((2, 2))
NEWS = np.array([[0.0, 0.0], [1.0, 1.0]])


def story(habits=None):
    """Return half a year of calm, a cut of 40 % for a year that is announced with alarm, and three years after it."""
    habits = habits or stocks.Habits()
    chain, free = Chain(SHAPE), chain_of_two(elasticity=[-0.25], mine_capacity=[600.0], mine_rise=[8.0])
    before = chain.clear(free)
    cut = replace(free, quota=at_oxide(0.6 * before.trade[0, 1, 1, 0], np.inf))
    quarters = [(free, CALM)] * 2 + [(cut, NEWS)] + [(cut, CALM)] * 3 + [(free, CALM)] * 12
    lived = stocks.live_through(chain, quarters, stocks.at_rest(before, habits), habits, stocks.use(before, habits))
    bare = np.array([chain.clear(quarter).price[1, 1, 0] for quarter, _ in quarters])
    return before.price[1, 1, 0], np.array([outcome.price[1, 1, 0] for outcome, _ in lived]), bare, lived


def test_nothing_happens_while_all_is_calm():
    calm, prices, _, _ = story()
    assert prices[:2] == pytest.approx([calm, calm], rel=1e-6)


def test_panic_makes_the_peak_higher_and_destocking_the_trough_deeper():
    """Buyers who fill up in the crisis outbid each other; when the alarm fades their stocks weigh on the market."""
    calm, prices, bare, _ = story()
    assert prices.max() > 1.4 * bare.max()
    assert prices[6:].min() < 0.9 * calm
    assert bare[6:] == pytest.approx(calm, rel=1e-6)


def test_the_peak_comes_with_the_panic_and_half_of_it_is_soon_gone():
    _, prices, _, _ = story()
    peak = int(np.argmax(prices))
    assert 2 <= peak <= 5
    assert np.flatnonzero(prices[peak:] < prices[peak] / 2)[0] <= 6


def test_holders_lose_no_tonne():
    habits = stocks.Habits()
    _, _, _, lived = story(habits)
    for (_, earlier), (outcome, later) in pairwise(lived):
        change = (outcome.hoarded - outcome.unloaded)[:, habits.stage] / 4
        assert later.held == pytest.approx(earlier.held + change, abs=1e-9)


@given(st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2]))
def test_holders_never_hold_less_than_nothing(seed, stage):
    rng = np.random.default_rng(seed)
    shape, quarter = world(5, rng)
    habits = stocks.Habits(stage=stage)
    chain = Chain(shape)
    before = chain.clear(quarter)
    start = stocks.at_rest(before, habits)
    use = stocks.use(before, habits)
    quarters = [(replace(quarter, demand=quarter.demand * rng.uniform(0.5, 1.5)), rng.random((5, 2))) for _ in range(6)]
    for outcome, state in stocks.live_through(chain, quarters, start, habits, use):
        assert np.all(state.held >= 0)
        assert np.all((state.alarm >= 0) & (state.alarm <= 1))
        assert np.all(outcome.hoarded >= 0)
        assert np.all(outcome.unloaded >= 0)


def test_impossible_habits_are_refused():
    with pytest.raises(ValueError, match="stage must be 0"):
        stocks.Habits(stage=3)
    with pytest.raises(ValueError, match=r"fade must be a share from 0 to 1, got 1\.5"):
        stocks.Habits(fade=1.5)
