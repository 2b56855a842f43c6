"""A dominant supplier's best lever is the monopolist's, and a price war pays only through what it closes."""

import numpy as np
import pytest

from market.chain import Chain, ChainShape, Quarter
from tests.market.dominance import best_quota, best_tax, best_undercut, search
from tests.market.two import SHAPE, chain_of_two


def test_the_best_quota_is_the_monopolists():
    """A sells oxide at 229 - 1.6 q free on board and mines it at 40 + 0.01 q.

    Demand 150 - 0.625 p is p = 240 - 1.6 q, and 11 are spent on the way. Marginal revenue 229 - 3.2 q equals
    marginal cost at q = 189 / 3.21 = 58.88.
    """
    choice = best_quota(Chain(SHAPE), chain_of_two(), 0, 1, 0, refine=30)
    assert choice.level == pytest.approx(189 / 3.21, rel=1e-3)
    q = 189 / 3.21
    assert choice.payoff == pytest.approx(((229 - 1.6 * q) * q - 40 * q - 0.005 * q**2) / 1000, rel=1e-5)
    assert choice.payoff > choice.idle


def test_under_certainty_the_best_tax_earns_what_the_best_quota_does():
    quota, tax = (lever(Chain(SHAPE), chain_of_two(), 0, 1, 0, refine=30) for lever in (best_quota, best_tax))
    assert tax.payoff == pytest.approx(quota.payoff, rel=1e-4)
    assert tax.level == pytest.approx(229 - 1.6 * quota.level - 40 - 0.01 * quota.level, rel=2e-2)


def test_a_small_supplier_leaves_the_lever_alone():
    """B sells nothing abroad, so no limit on its exports can pay."""
    choice = best_quota(Chain(SHAPE), chain_of_two(), 1, 2, 0)
    assert choice.level == np.inf
    assert choice.payoff == choice.idle


def duel(rival_cost):
    """A and C both mine and separate; B, in the middle, uses."""
    shape = ChainShape(nations=3, mine_nation=[0, 2], mine_light=[0.2, 0.2], mine_heavy=[0, 0], uses=1)
    capacity, demand = np.zeros((3, 2, 2)), np.zeros((3, 1, 2))
    capacity[0, 0, 0] = 200.0
    capacity[2, 0, 0] = 40.0
    capacity[1, 1, 0] = 500.0
    demand[1, 0, 0] = 100.0
    cost = np.full((3, 2, 2), 10.0)
    cost[2, 0] = rival_cost
    return shape, Quarter.calm(
        shape,
        mine_capacity=[3000.0, 3000.0],
        mine_cost=[6.0, 6.0],
        mine_rise=[1.0, 1.0],
        capacity=capacity,
        making_cost=cost,
        recovery=np.ones((3, 2, 2)),
        demand=demand,
        elasticity=[-0.3],
        reference_price=[80.0, 400.0],
        shortage_price=[240.0, 1200.0],
        freight=1.0 - np.eye(3),
    )


def test_a_price_war_pays_only_if_rivals_stay_closed_long_enough():
    """C separates at 5 to A's 10, so a mere end of the tax does not close it: the war must go below cost."""
    shape, quarter = duel(rival_cost=5.0)
    chain = Chain(shape)
    long = best_undercut(chain, quarter, 0, 1, 0, 60.0, war=0.5, recoup=8.0)
    short = best_undercut(chain, quarter, 0, 1, 0, 60.0, war=4.0, recoup=0.25)
    assert long.level > 0
    assert long.payoff > long.idle
    assert short.level < 0
    assert short.payoff == short.idle


def test_a_price_war_without_a_rival_to_close_is_waste():
    choice = best_undercut(Chain(SHAPE), chain_of_two(), 0, 1, 0, 30.0)
    assert choice.level == pytest.approx(-best_tax(Chain(SHAPE), chain_of_two(), 0, 1, 0).level)
    assert choice.payoff == choice.idle


def test_search_finds_the_higher_of_two_peaks():
    peaks = search(lambda x: max(1 - (x - 1) ** 2, 1.5 - 4 * (x - 4.02) ** 2), 0, 5, grid=21, refine=25)
    level, gain = max(peaks, key=lambda pair: pair[1])
    assert level == pytest.approx(4.02, abs=1e-3)
    assert gain == pytest.approx(1.5, abs=1e-5)


def test_an_empty_range_is_refused():
    with pytest.raises(ValueError, match="low < high"):
        search(lambda x: x, 1.0, 1.0)
