"""Plants that cost more to run than a nation's others run after them, and take nothing away from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market import clearing
from market.chain import Chain, programme
from market.quarter import Quarter
from market.synthetic import world
from market.vintages import LIKE, Vintages, added, scaled
from market.welfare import social_surplus, welfare
from tests.market.two import SHAPE, chain_of_two

MAGNETS = (1, 1, 0)
"""Nation B's light magnets in an array by nation, conversion and material."""


def two_vintages(cheap, dear, cost, dearer):
    """Return the chain of two, where B's magnet plants have two vintages."""
    sizes, costs = np.zeros((2, 2, 2)), np.full((2, 2, 2), 10.0)
    sizes[MAGNETS], costs[MAGNETS] = dear, dearer
    quarter = chain_of_two(making_cost=np.full((2, 2, 2), cost))
    quarter.capacity[MAGNETS] = cheap
    return added(quarter, sizes, costs)


def test_the_dearer_plant_sets_the_price_and_the_cheaper_one_earns_the_difference():
    """Feed costs 41 + 0.01 q; dear plants add 20: p = 61 + 0.01 q and q = 150 - 0.625 p, so q = 111.18.

    The cheaper plants make 50 of them for 10 USD/kg less, and earn 0.5 USD m.
    """
    quarter = two_vintages(50.0, 950.0, 10.0, 20.0)
    found = Chain(SHAPE).clear(quarter)
    q = (150 - 0.625 * 61) / (1 + 0.625 * 0.01)
    assert found.made[MAGNETS] == pytest.approx(q, rel=1e-4)
    assert found.price[1, 2, 0] == pytest.approx(61 + 0.01 * q, rel=1e-4)
    assert welfare(SHAPE, quarter, found).making_rent[1] == pytest.approx(0.5, rel=1e-3)
    first, last = found.vintages
    assert (first[MAGNETS], last[MAGNETS]) == pytest.approx((50.0, q - 50.0), rel=1e-4)


def test_a_plant_that_does_not_pay_stands_idle_and_the_others_run_on():
    """At 50 t users pay 160 USD/kg; a plant that would need 241 makes nothing, and the 50 t are made as before."""
    with_it = Chain(SHAPE).clear(two_vintages(50.0, 950.0, 10.0, 200.0))
    alone = chain_of_two()
    alone.capacity[MAGNETS] = 50.0
    without = Chain(SHAPE).clear(alone)
    assert with_it.made[MAGNETS] == pytest.approx(50.0, rel=1e-6)
    assert with_it.price[1, 2, 0] == pytest.approx(without.price[1, 2, 0], rel=1e-6)


def sizes_and_costs(seed, times):
    """Return a random market, and plants of random size and cost to add to it some times."""
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 8)), rng)
    size = quarter.capacity.shape
    drawn = [
        (rng.uniform(0, 500, size) * (rng.random(size) < 0.6), quarter.making_cost * rng.uniform(0.6, 2.5, size))
        for _ in range(times)
    ]
    return shape, quarter, drawn


@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_capacity_and_what_it_costs_to_run_all_of_it_are_kept(seed, times):
    _, quarter, drawn = sizes_and_costs(seed, times)
    tonnes, spent = quarter.capacity, quarter.capacity * quarter.making_cost
    for size, cost in drawn:
        quarter = added(quarter, size, cost)
        tonnes, spent = tonnes + size, spent + size * cost
    both = Vintages.of(quarter)
    assert np.allclose(quarter.capacity, tonnes)
    assert np.allclose(quarter.capacity * quarter.making_cost, spent)
    assert np.allclose(both.cheap * both.cheap_cost + both.dear * both.dear_cost, spent)
    assert np.all(both.dear_cost[both.dear > 0] >= (1 + 0.999 * LIKE) * both.cheap_cost[both.dear > 0])


@given(st.integers(0, 2**32 - 1))
def test_a_market_of_two_vintages_clears_as_the_library_clears_it(seed):
    shape, quarter, drawn = sizes_and_costs(seed, 2)
    for size, cost in drawn:
        quarter = added(quarter, size, cost)
    chain = Chain(shape)
    network, supply, anchor = programme(shape, chain.layout(chain.needs(quarter)), quarter)
    found = clearing.clear(network, supply, anchor=anchor)
    price, _, _ = clearing.interior.solve(network, supply)
    sure = ~clearing.open_prices(network, found.flow)
    assert found.method == "newton"
    assert np.allclose(found.price[sure], price[sure], rtol=1e-5, atol=1e-4)
    cleared = chain.clear(quarter)
    assert np.all(cleared.made <= quarter.capacity * (1 + 1e-9))
    total = float(welfare(shape, quarter, cleared).total.sum())
    assert total == pytest.approx(social_surplus(quarter, cleared), rel=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_the_cheaper_plants_are_full_before_the_dearer_run(seed):
    shape, quarter, drawn = sizes_and_costs(seed, 1)
    quarter = added(quarter, *drawn[0])
    if not quarter.dear_capacity.size:
        return
    first, last = Chain(shape).clear(quarter).vintages
    running = last > 1e-3 * quarter.capacity
    assert np.all(first[running] >= 0.999 * Vintages.of(quarter).cheap[running])


def test_new_plants_join_the_vintage_that_they_are_like():
    """Plants at 10 and 20, then more at 19: 19 joins 20. More at 11: 11 joins 10."""
    one = np.zeros((2, 2, 2))
    one[MAGNETS] = 100.0
    quarter = two_vintages(100.0, 100.0, 10.0, 20.0)
    later = Vintages.of(added(quarter, one, np.full((2, 2, 2), 19.0)))
    assert (later.cheap[MAGNETS], later.dear[MAGNETS]) == (100.0, 200.0)
    assert later.dear_cost[MAGNETS] == pytest.approx(19.5)
    better = Vintages.of(added(quarter, one, np.full((2, 2, 2), 11.0)))
    assert (better.cheap[MAGNETS], better.cheap_cost[MAGNETS]) == (200.0, pytest.approx(10.5))


def test_plants_that_cost_less_than_those_that_stand_run_first():
    both = Vintages.of(two_vintages(100.0, 50.0, 20.0, 10.0))
    assert (both.cheap[MAGNETS], both.cheap_cost[MAGNETS]) == pytest.approx((50.0, 10.0))
    assert (both.dear[MAGNETS], both.dear_cost[MAGNETS]) == pytest.approx((100.0, 20.0))


def test_costs_are_kept_where_a_vintage_stands_shut():
    """With the cheap plants shut the mean is the dear ones' cost, and both costs can still be read."""
    quarter = two_vintages(100.0, 50.0, 10.0, 20.0)
    both = Vintages.of(quarter)
    shut = both._replace(cheap=np.zeros_like(both.cheap)).put(quarter)
    assert shut.making_cost[MAGNETS] == 20.0
    assert Vintages.of(shut).cheap_cost[MAGNETS] == 10.0
    none = both._replace(cheap=np.zeros_like(both.cheap), dear=np.zeros_like(both.dear)).put(quarter)
    assert (Vintages.of(none).cheap_cost[MAGNETS], Vintages.of(none).dear_cost[MAGNETS]) == (10.0, 20.0)
    assert not Chain(SHAPE).clear(none).made[MAGNETS]


def test_what_is_learned_makes_both_cheaper():
    quarter = scaled(two_vintages(100.0, 50.0, 10.0, 20.0), np.full((2, 1, 1), 0.5))
    both = Vintages.of(quarter)
    assert (both.cheap_cost[MAGNETS], both.dear_cost[MAGNETS]) == pytest.approx((5.0, 10.0))


def test_a_market_whose_plants_are_alike_has_one_vintage():
    alike = two_vintages(100.0, 50.0, 10.0, 10.5)
    assert not alike.dear_capacity.size
    assert alike.making_cost[MAGNETS] == pytest.approx(10 + 0.5 / 3)


def test_half_a_vintage_is_refused():
    with pytest.raises(ValueError, match="give all of dear_capacity, dear_by, or none of them"):
        Quarter.calm(SHAPE, dear_capacity=np.zeros((2, 2, 2)))
