"""Iso-elastic demand is met exactly, and bites harder than a straight line."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.chain import Chain
from market.curve import consumer_surplus, wanted
from market.synthetic import shocked, world
from market.welfare import social_surplus, welfare
from tests.market.two import SHAPE, at_oxide, chain_of_two


def test_a_cut_of_forty_percent_lifts_the_price_nearly_eightfold():
    """At an elasticity of -0.25, 60 % of demand is wanted at 0.6 ** -4 = 7.7 times the price; on a line, at 2.6."""
    quarter = chain_of_two(quota=at_oxide(60.0, np.inf), elasticity=[-0.25])
    curve, line = Chain(SHAPE).clear(replace(quarter, curved=True)), Chain(SHAPE).clear(quarter)
    assert curve.price[1, 2, 0] == pytest.approx(80 * 0.6**-4, rel=1e-6)
    assert curve.consumed[1, 0, 0] == pytest.approx(60.0)
    assert line.price[1, 2, 0] == pytest.approx(80 * 2.6, rel=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_consumption_lies_on_the_curve(seed):
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 10)), rng)
    quarter = replace(shocked(quarter, rng), curved=True)
    found = Chain(shape).clear(quarter)
    price = found.state[0, :, 2]
    below = price < quarter.shortage_price * (1 - 1e-6)
    asked = wanted(quarter, price).transpose(0, 2, 1)[below]
    assert found.consumed.transpose(0, 2, 1)[below] == pytest.approx(asked, rel=1e-6, abs=1e-6)


def test_the_surplus_is_the_area_under_the_curve():
    """For elasticity -0.5 from 80 to 960: 100 * 80 ** 0.5 * (960 ** 0.5 - 80 ** 0.5) / 0.5."""
    found = Chain(SHAPE).clear(quarter := chain_of_two(curved=True))
    price = found.price[1, 2, 0]
    area = 100 * 80**0.5 * (960**0.5 - price**0.5) / 0.5 / 1000
    assert welfare(SHAPE, quarter, found).consumer_surplus[1] == pytest.approx(area, rel=1e-9)


def test_the_surplus_agrees_with_adding_up_by_small_steps():
    quarter = chain_of_two(
        elasticity=[-1.0],
        mine_cost=[0.1],
        mine_rise=[0.0],
        making_cost=np.full((2, 2, 2), 1.0),
        mine_capacity=[1e5],
        capacity=100 * chain_of_two().capacity,
        curved=True,
    )
    found = Chain(SHAPE).clear(quarter)
    price = found.state[0, :, 2]
    assert price[1, 0] < 8.0  # Below a tenth of the usual price, where the curve goes on straight.
    ladder = np.linspace(price[1, 0], 960.0, 200_001)
    total = sum(wanted(quarter, np.array([[80, 400], [p, 400]]))[1, 0, 0] for p in ladder[::100])
    step = ladder[100] - ladder[0]
    assert consumer_surplus(quarter, price)[1] == pytest.approx(total * step / 1000, rel=2e-2)


@given(st.integers(0, 2**32 - 1))
def test_the_parts_of_welfare_add_up_on_curves_too(seed):
    """The area under the curves, less what work and carriage cost, is what all nations gain together."""
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 10)), rng)
    quarter = replace(shocked(quarter, rng), curved=True)
    found = Chain(shape).clear(quarter)
    gains = welfare(shape, quarter, found)
    size = np.sum(np.abs(gains.consumer_surplus)) + np.sum(np.abs(gains.mine_rent)) + 1.0
    assert np.sum(gains.total) == pytest.approx(social_surplus(quarter, found), abs=1e-5 * size)


@given(st.integers(0, 2**32 - 1))
def test_the_start_changes_nothing_but_the_time_on_curves_too(seed):
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 10)), rng)
    quarter = replace(quarter, curved=True)
    chain = Chain(shape)
    warm = chain.clear(quarter, chain.clear(replace(shocked(quarter, rng), curved=True)))
    assert warm.consumed == pytest.approx(chain.clear(quarter).consumed, rel=1e-6, abs=1e-4)
