"""Whatever happens to the chain, goods and money add up, and bad figures are refused in plain words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market import clearing, direct
from market.chain import Chain, ChainShape, Quarter
from market.synthetic import shocked, world
from market.welfare import social_surplus, welfare

seeds = st.integers(0, 2**32 - 1)


def drawn(seed, hard=True):
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 12)), rng)
    return shape, shocked(quarter, rng) if hard else quarter


@given(seeds)
def test_no_tonne_appears_or_vanishes(seed):
    """At each nation, stage and material: made, bought, received and released equals used, sold, given and dumped."""
    shape, q = drawn(seed)
    o = Chain(shape).clear(q)
    came = np.zeros((shape.nations, 3, 2))
    for mine, nation in enumerate(shape.mine_nation):
        came[nation, 0] += o.mined[mine] * np.array([shape.mine_light[mine], shape.mine_heavy[mine]])
    came[:, 1:] += o.made * q.recovery
    came[:, 1] += o.recycled
    came += o.trade.sum(axis=0) + (q.committed - o.undelivered).sum(axis=0) + o.released + o.unloaded
    went = o.trade.sum(axis=1) + (q.committed - o.undelivered).sum(axis=1) + o.purchased + o.hoarded + o.dumped
    went[:, :2] += o.made
    went[:, 2] += o.consumed.sum(axis=1)
    assert np.allclose(came, went, rtol=0, atol=1e-7 * max(1.0, came.max()))


@given(seeds)
def test_the_parts_of_welfare_add_up_to_the_worth_of_use_less_the_cost_of_work(seed):
    shape, q = drawn(seed)
    o = Chain(shape).clear(q)
    gains = welfare(shape, q, o)
    size = np.sum(np.abs(gains.consumer_surplus)) + np.sum(np.abs(gains.mine_rent)) + 1.0
    assert np.sum(gains.total) == pytest.approx(social_surplus(q, o), abs=1e-7 * size)


@given(seeds)
def test_no_bound_is_overstepped(seed):
    shape, q = drawn(seed)
    o = Chain(shape).clear(q)
    slack = 1e-6 * max(1.0, o.flow.max())
    assert o.residual < 1e-8
    assert np.all(o.mined <= q.mine_capacity + slack)
    assert np.all(o.made <= q.capacity + slack)
    assert np.all(o.recycled <= q.recycling_capacity + slack)
    assert np.all(o.trade[q.ban] == 0)
    assert np.all(o.trade.sum(axis=1) - o.smuggled <= q.quota + slack)
    assert np.all(o.smuggled <= q.smuggling[0] + slack)
    assert np.all(o.released <= q.release + slack)
    assert np.all(o.purchased <= q.purchase + slack)
    assert np.all(o.undelivered <= q.committed + slack)
    assert np.all(o.consumed >= -slack)
    assert np.all(o.quota_rent >= 0)
    assert np.all(o.quota_rent[np.isinf(q.quota)] <= 1e-9)
    assert np.all(np.isfinite(o.price))


@given(seeds)
def test_rents_are_never_negative(seed):
    """Nobody mines, makes, carries or buys at a loss of his own free will."""
    shape, q = drawn(seed)
    gains = welfare(shape, q, Chain(shape).clear(q))
    for part in ("consumer_surplus", "mine_rent", "making_rent", "recycling_rent", "trade_rent", "quota_rent"):
        assert np.all(getattr(gains, part) >= -1e-6), part


@given(seeds)
def test_the_start_changes_nothing_but_the_time(seed):
    shape, q = drawn(seed)
    chain = Chain(shape)
    cold = chain.clear(q)
    warm = chain.clear(q, chain.clear(replace(q, demand=q.demand * 1.3, ban=np.zeros_like(q.ban))))
    sure = cold.determined & warm.determined
    assert np.allclose(cold.price[sure], warm.price[sure], rtol=1e-6, atol=1e-6)
    assert np.allclose(cold.consumed, warm.consumed, rtol=1e-6, atol=1e-4)


def test_nobody_trades_over_a_ban_and_everybody_over_a_border_that_opens():
    shape, q = drawn(7, hard=False)
    chain = Chain(shape)
    before = chain.clear(q)
    seller, buyer, stage, material = np.unravel_index(np.argmax(before.trade), before.trade.shape)
    ban = q.ban.copy()
    ban[seller, buyer, stage, material] = True
    after = chain.clear(replace(q, ban=ban), before)
    assert after.trade[seller, buyer, stage, material] == 0
    assert chain.clear(q, after).trade == pytest.approx(before.trade, rel=1e-6, abs=1e-3)


def test_a_world_without_mines_plants_or_demand_clears_at_nothing():
    shape = ChainShape(nations=2, mine_nation=[], mine_light=[], mine_heavy=[], uses=1)
    empty = Chain(shape).clear(Quarter.calm(shape))
    assert not empty.trade.any()
    assert np.all(np.isfinite(empty.price))
    wanting = Quarter.calm(shape, demand=np.full((2, 1, 2), 10.0))
    starved = Chain(shape).clear(wanting)
    assert starved.unserved == pytest.approx(wanting.demand)


def test_a_promise_by_one_who_makes_nothing_is_not_kept():
    shape, q = drawn(3, hard=False)
    committed = np.zeros_like(q.committed)
    idle = int(np.argmin(q.capacity[:, 1, 0]))
    committed[idle, (idle + 1) % shape.nations, 2, 0] = 10.0
    capacity = q.capacity.copy()
    capacity[idle, 1] = 0.0
    o = Chain(shape).clear(replace(q, committed=committed, capacity=capacity))
    assert o.undelivered.sum() == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"demand": np.zeros((3, 1, 2))}, "demand must have the shape"),
        ({"mine_cost": np.array([np.nan])}, "mine_cost must lie between"),
        ({"elasticity": np.array([0.0])}, "elasticity must lie between -100 and -1e-09, got 0"),
        ({"recovery": np.full((2, 2, 2), 1.2)}, "recovery must lie between 1e-09 and 1, got 1.2"),
        ({"quota": np.full((2, 3, 2), -1.0)}, "quota must lie between 0 and inf, got -1"),
    ],
)
def test_bad_figures_are_refused_in_plain_words(change, message):
    shape = ChainShape(nations=2, mine_nation=[0], mine_light=[0.2], mine_heavy=[0.01], uses=1)
    with pytest.raises(ValueError, match=message):
        Chain(shape).clear(Quarter.calm(shape, **change))


def test_bad_shapes_are_refused_in_plain_words():
    with pytest.raises(ValueError, match="mine_nation must name nations from 0 to 1"):
        ChainShape(nations=2, mine_nation=[2], mine_light=[0.2], mine_heavy=[0.01], uses=1)
    with pytest.raises(ValueError, match="at most 1"):
        ChainShape(nations=2, mine_nation=[0], mine_light=[0.9], mine_heavy=[0.2], uses=1)
    with pytest.raises(ValueError, match="freight_rise must be above 0"):
        Quarter.calm(ChainShape(nations=2, mine_nation=[], mine_light=[], mine_heavy=[], uses=1), freight_rise=0.0)


@given(seeds, st.sampled_from(["committed", "quota", "demand", "release", "making_cost", "reference_price"]))
def test_a_changed_quarter_clears_to_the_bits_of_one_made_anew(seed, figure):
    shape, q = drawn(seed)
    chain = Chain(shape)
    chain.clear(q)  # So that all that is worked out once is there to be carried over.
    new = {figure: 0.7 * getattr(drawn(seed, hard=False)[1], figure)}
    carried, anew = chain.clear(q.changed(**new)), Chain(shape).clear(replace(q, **new))
    assert np.array_equal(carried.price, anew.price)
    assert np.array_equal(carried.flow, anew.flow)


def test_a_changed_figure_is_held_to_its_range_and_name():
    shape, q = drawn(3, hard=False)
    chain = Chain(shape)
    chain.clear(q)
    with pytest.raises(ValueError, match=r"quota must lie between 0 and inf, got -1"):
        chain.clear(q.changed(quota=np.full_like(q.quota, -1.0)))
    with pytest.raises(ValueError, match=r"demand must have the shape"):
        chain.clear(q.changed(demand=np.zeros((3, 1, 2))).changed(release=q.release))
    with pytest.raises(ValueError, match=r"freight_rise must be above 0"):
        q.changed(freight_rise=0.0)
    with pytest.raises(ValueError, match=r"a quarter has no figure 'quotas'"):
        q.changed(quotas=q.quota)


@pytest.mark.parametrize("tonnes", [5e-19, 1e-13, 1e-11, 1e-6])
def test_next_to_nothing_left_in_a_private_stock_changes_no_price(tonnes):
    """Emptying stocks leaves rounding behind, in which a search could lose its way and call it an answer."""
    for seed in range(12):
        shape, quarter = world(6, np.random.default_rng(seed))
        nothing = np.zeros((shape.nations, 3, 2))
        unload = nothing.copy()
        unload[:, 1] = 20.0
        held = quarter.changed(hoard=nothing, hoard_price=nothing + 10.0, unload=unload, unload_price=nothing + 20.0)
        little = unload.copy()
        little[0, 1, 0], unload[0, 1, 0] = tonnes, 0.0
        none, some = (Chain(shape).clear(held.changed(unload=amount)) for amount in (unload, little))
        assert np.isfinite(some.state).all()
        assert some.method == "newton"
        assert np.allclose(some.consumed, none.consumed, rtol=1e-5, atol=1e-4)


def test_what_is_not_a_number_is_no_answer_and_the_library_takes_over(monkeypatch):
    """A search that comes back with not-a-number compares as settled, and is not."""
    shape, quarter = world(3, np.random.default_rng(1))
    sound = Chain(shape).clear(quarter)

    def lost(network, *rest):
        return clearing.Clearing(np.full(network.nodes, np.nan), network.lower.copy(), np.inf, 1, "newton")

    monkeypatch.setattr(direct, "clear_row", lambda *_: (np.inf, 1))
    monkeypatch.setattr(clearing, "_newton", lost)
    found = Chain(shape).clear(quarter)
    assert found.method == "interior"
    assert np.allclose(found.consumed, sound.consumed, rtol=1e-5)
