"""Certified lots cost no less than ordinary ones, and only refusal earns them more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market.certified import Certification, clear_certified
from market.chain import Chain
from market.synthetic import world
from market.welfare import welfare
from tests.market.two import SHAPE, chain_of_two


def rule(shape, quarter, mines=0.5, plants=0.5, refuses=False, cost=1.0):
    n = shape.nations
    return Certification(
        mines=np.full(shape.mines, mines),
        mine_cost=np.full(shape.mines, cost),
        plants=np.full((n, 2, 2), plants),
        plant_cost=np.zeros((n, 2, 2)),
        recycling=np.ones((n, 2)),
        refuses=np.full((n, shape.uses), refuses),
    )


def test_where_nobody_refuses_the_certified_are_priced_out():
    """The certified mine costs 1 USD/kg REO more than a twin that has room: it stands idle and no premium is paid."""
    quarter = chain_of_two()
    found = clear_certified(Chain(SHAPE), quarter, rule(SHAPE, quarter))
    assert found.certified.mined[0] == pytest.approx(0.0, abs=1e-6)
    assert found.premium[1, 2, 0] == pytest.approx(0.0, abs=1e-4)


def test_where_all_refuse_the_premium_is_what_certification_costs():
    """All demand is certified: 5 t REO for each t at 1 USD/kg more make 5 USD/kg, by the algebra of the chain of two.

    With half the mine audited, cost rises twice as fast: p = 21 + 5 (7 + 0.0008 * 5 q) = 56 + 0.02 q.
    """
    quarter = chain_of_two()
    found = clear_certified(Chain(SHAPE), quarter, rule(SHAPE, quarter, refuses=True))
    q = (150 - 0.625 * 56) / (1 + 0.625 * 0.02)
    assert found.certified.consumed[1, 0, 0] == pytest.approx(q, rel=1e-5)
    assert found.certified.price[1, 2, 0] == pytest.approx(56 + 0.02 * q, rel=1e-5)
    assert found.ordinary.mined[0] == pytest.approx(0.0, abs=1e-6)


def test_certified_lots_are_sold_as_ordinary_when_ordinary_runs_short():
    """With a tenth of the ordinary mine left and nobody refusing, certified lots fill the gap without a premium."""
    quarter = chain_of_two(mine_capacity=[400.0])
    found = clear_certified(Chain(SHAPE), quarter, rule(SHAPE, quarter, mines=0.9, plants=0.5))
    assert found.downgraded.sum() > 10.0
    assert found.premium[1, 2, 0] == pytest.approx(0.0, abs=1e-4)


@given(st.integers(0, 2**32 - 1))
def test_the_premium_is_never_below_zero_and_welfare_adds_up(seed):
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 9)), rng)
    n = shape.nations
    audit = Certification(
        mines=rng.random(shape.mines),
        mine_cost=rng.uniform(0, 3, shape.mines),
        plants=rng.random((n, 2, 2)),
        plant_cost=rng.uniform(0, 3, (n, 2, 2)),
        recycling=rng.random((n, 2)),
        refuses=rng.random((n, shape.uses)) < 0.4,
    )
    found = clear_certified(Chain(shape), quarter, audit)
    busy = found.certified.trade.sum(axis=0) > 0
    gap = found.certified.state[0] - found.ordinary.state[0]
    assert np.all(gap[busy] >= -1e-2)  # A free downgrade still has a little rise.
    alone = welfare(shape, quarter, Chain(shape).clear(quarter)).total.sum()
    assert found.gains.total.sum() <= alone + 1e-4 * abs(alone)  # Two routes share what rise of freight there is.
    again = clear_certified(Chain(shape), quarter, audit, found)
    assert again.ordinary.consumed == pytest.approx(found.ordinary.consumed, rel=1e-6, abs=1e-3)


def test_shares_beyond_one_are_refused():
    quarter = chain_of_two()
    with pytest.raises(ValueError, match="mines must be shares from 0 to 1"):
        rule(SHAPE, quarter, mines=1.5)


def test_a_promise_that_ordinary_output_cannot_keep_is_refused():
    quarter = chain_of_two()
    committed = np.zeros((2, 2, 3, 2))
    committed[0, 1, 1, 0] = 900.0
    with pytest.raises(ValueError, match="cannot be supplied from uncertified output"):
        clear_certified(Chain(SHAPE), replace(quarter, committed=committed), rule(SHAPE, quarter))


def test_curved_demand_is_refused_and_not_cleared_along_a_line():
    quarter = replace(chain_of_two(), curved=True)
    with pytest.raises(ValueError, match="along a line, got curved demand"):
        clear_certified(Chain(SHAPE), quarter, rule(SHAPE, quarter))
