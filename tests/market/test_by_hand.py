"""Markets small enough to be worked on paper."""

from dataclasses import replace

import numpy as np
import pytest

from market.chain import Chain, ChainShape, Quarter
from market.clearing import clear, open_prices
from market.network import Network
from market.welfare import welfare
from tests.market.two import OXIDE, SHAPE, at_oxide, chain_of_two


def network(nodes, tail, heads, yields, cost, slope, upper, lower=None):
    tail, heads = np.array(tail), np.array(heads)
    return Network(
        nodes=nodes,
        tail=tail,
        heads=heads,
        yields=np.array(yields, dtype=float),
        cost=np.array(cost, dtype=float),
        slope=np.array(slope, dtype=float),
        lower=np.zeros(len(tail)) if lower is None else np.array(lower, dtype=float),
        upper=np.array(upper, dtype=float),
    )


def two_nations(most=np.inf):
    """Supply 10 + q in A, demand 40 - q in A and 60 - q in B, freight 5 + 0.5 q from A to B, at most ``most``."""
    none = [-1] * 4
    return network(
        2,
        [-1, 0, 1, 0],
        [[0, -1, -1, 1], none],
        [[1, 0, 0, 1], [0] * 4],
        [10, -40, -60, 5],
        [1, 1, 1, 0.5],
        [np.inf, np.inf, np.inf, most],
    )


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_two_nations_on_paper(method):
    """Two nations trade until the gap in price is the cost of carriage.

    At the price a in A and b in B: supply is a - 10, demand 40 - a and 60 - b, and carriage t = (b - a - 5) / 0.5.
    In A what is mined is used or shipped: a - 10 = 40 - a + t. In B t = 60 - b.
    So t = 2a - 50 and b = 110 - 2a; then b - a - 5 = 0.5 t gives 105 - 3a = a - 25, a = 32.5, b = 45, t = 15.
    """
    found = clear(two_nations(), np.zeros(2), method=method)
    assert found.price == pytest.approx([32.5, 45.0], abs=1e-7)
    assert found.flow == pytest.approx([22.5, 7.5, 15.0, 15.0], abs=1e-7)


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_a_limit_on_trade_parts_the_prices(method):
    """With at most 6 shipped, a - 10 = 40 - a + 6 gives a = 28, and 60 - b = 6 gives b = 54."""
    found = clear(two_nations(most=6.0), np.zeros(2), method=method)
    assert found.price == pytest.approx([28.0, 54.0], abs=1e-7)


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_a_mine_earns_from_both_materials(method):
    """Each t of ore gives 0.2 light and 0.05 heavy; demand is 100 - 0.5 q and 400 - 20 q; mining costs 10 + 0.01 x.

    Then light sells at 100 - 0.1 x and heavy at 400 - x, so 0.2 (100 - 0.1 x) + 0.05 (400 - x) = 10 + 0.01 x,
    or 40 - 0.07 x = 10 + 0.01 x: x = 375, light 62.5, heavy 25.
    """
    mine = network(
        2,
        [-1, 0, 1],
        [[0, -1, -1], [1, -1, -1]],
        [[0.2, 0, 0], [0.05, 0, 0]],
        [10, -100, -400],
        [0.01, 0.5, 20],
        [np.inf] * 3,
    )
    found = clear(mine, np.zeros(2), method=method)
    assert found.price == pytest.approx([62.5, 25.0], abs=1e-6)
    assert found.flow == pytest.approx([375.0, 75.0, 18.75], abs=1e-5)


def test_an_unwanted_by_product_is_dumped():
    """If heavy is worth only 100 - 20 q, at most 5 t are used; the mine lives on light alone.

    0.2 (100 - 0.1 x) = 10 + 0.01 x gives x = 1000/3; heavy comes to 16.67 t, of which 11.67 are dumped for nothing.
    """
    mine = network(
        2,
        [-1, 0, 1, 1],
        [[0, -1, -1, -1], [1, -1, -1, -1]],
        [[0.2, 0, 0, 0], [0.05, 0, 0, 0]],
        [10, -100, -100, 0],
        [0.01, 0.5, 20, 1e-9],
        [np.inf] * 4,
    )
    found = clear(mine, np.zeros(2))
    assert found.flow == pytest.approx([1000 / 3, 200 / 3, 5.0, 50 / 3 - 5], abs=1e-5)
    assert found.price[1] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("method", ["newton", "interior"])
def test_an_arc_held_by_equal_bounds_carries_just_that(method):
    """With 6 shipped by order instead of by choice, prices are those of the limit of 6."""
    held = network(
        2,
        [-1, 0, 1, 0],
        [[0, -1, -1, 1], [-1] * 4],
        [[1, 0, 0, 1], [0] * 4],
        [10, -40, -60, 5],
        [1, 1, 1, 0.5],
        [np.inf, np.inf, np.inf, 6],
        [0, 0, 0, 6],
    )
    found = clear(held, np.zeros(2), method=method)
    assert found.price == pytest.approx([28.0, 54.0], abs=1e-7)
    assert found.flow[3] == 6.0


def test_an_idle_market_keeps_the_price_it_is_anchored_to():
    """Supply from 50 and demand up to 30 never meet: any price from 30 to 50 clears, and the anchor chooses."""
    idle = network(1, [-1, 0], [[0, -1], [-1, -1]], [[1, 0], [0, 0]], [50, -30], [1, 1], [np.inf, np.inf])
    for anchor, price in ((40.0, 40.0), (10.0, 30.0), (99.0, 50.0)):
        for start in (0.0, 45.0, 200.0):
            found = clear(idle, np.zeros(1), anchor=np.array([anchor]), start_price=np.array([start]))
            assert found.price == pytest.approx([price], abs=1e-6)
    assert open_prices(idle, found.flow).all()
    assert not open_prices(two_nations(), clear(two_nations(), np.zeros(2)).flow).any()


def test_the_chain_adds_up_cost_from_mine_to_magnet():
    """Magnets cost what ore costs and 10 + 1 + 10 on the way.

    Demand is 100 (1 - 0.5 (p - 80) / 80) = 150 - 0.625 p. One t of it takes 5 t REO, at a marginal cost of
    6 + 2 x / 5000 USD/kg REO, or 5 (6 + 0.0004 * 5 q) = 30 + 0.01 q for each kg of ore-light.
    So p = 51 + 0.01 q and q = 150 - 0.625 (51 + 0.01 q): q = 118.125 / 1.00625 = 117.391.
    """
    found = Chain(SHAPE).clear(chain_of_two())
    q = 118.125 / 1.00625
    assert found.consumed[1, 0, 0] == pytest.approx(q, rel=1e-5)
    assert found.price[1, 2, 0] == pytest.approx(51 + 0.01 * q, rel=1e-5)
    assert found.price[0, :2, 0] == pytest.approx([30 + 0.01 * q, 40 + 0.01 * q], rel=1e-5)
    assert found.price[1, 1, 0] == pytest.approx(41 + 0.01 * q, rel=1e-5)
    assert found.mined == pytest.approx([5 * q], rel=1e-5)
    assert found.determined[[0, 0, 1, 1], [0, 1, 1, 2], 0].all()


def test_a_quota_earns_its_licence_the_gap():
    """With 60 t let out, B pays (150 - 60) / 0.625 = 144 for magnets and 134 for oxide, and A gets 40.6.

    The licence is worth what is left after freight: 134 - 1 - 40.6.
    """
    quota = at_oxide(60.0, np.inf)
    found = Chain(SHAPE).clear(chain_of_two(quota=quota))
    assert found.trade[0, 1, 1, 0] == pytest.approx(60.0)
    assert found.price[1, 2, 0] == pytest.approx(144.0, rel=1e-5)
    assert found.quota_rent[0, 1, 0] == pytest.approx(134 - 1 - 40.6, rel=1e-5)


def test_an_export_tax_with_the_quotas_effect_earns_the_state_the_same():
    """Under certainty a tax as high as the licence's worth does what the quota does (Bhagwati, 1965)."""
    found = Chain(SHAPE).clear(chain_of_two(export_tax=at_oxide(134 - 1 - 40.6)))
    assert found.trade[0, 1, 1, 0] == pytest.approx(60.0, rel=1e-4)
    assert found.price[1, 2, 0] == pytest.approx(144.0, rel=1e-4)


def test_a_ban_leaves_demand_unserved_at_the_choke_price():
    ban = np.zeros((2, 2, 3, 2), dtype=bool)
    ban[0, 1] = True
    found = Chain(SHAPE).clear(chain_of_two(ban=ban))
    assert found.consumed[1, 0, 0] == pytest.approx(0.0, abs=1e-9)
    assert found.unserved[1, 0, 0] == pytest.approx(100.0)
    assert found.price[1, 2, 0] >= 240.0 - 1e-6


def test_a_shortage_is_priced_at_what_going_without_costs():
    """With demand that hardly answers and 60 t to be had, the price stops at the shortage price.

    At an elasticity of -0.05 the line would choke at 80 (1 + 20) = 1680; at 400 it still asks for
    (1680 - 400) / 16 = 80 t, so 20 of them go without, and 40 of the 100 that were wanted at 80.
    """
    quota = at_oxide(60.0, np.inf)
    quarter = chain_of_two(quota=quota, elasticity=[-0.05], shortage_price=[400.0, 400.0])
    found = Chain(SHAPE).clear(quarter)
    assert found.price[1, 2, 0] == pytest.approx(400.0, rel=2e-3)
    assert found.consumed[1, 0, 0] == pytest.approx(60.0)
    assert found.unserved[1, 0, 0] == pytest.approx(40.0)


def test_promised_tonnes_are_delivered_past_a_ban():
    ban, committed = np.zeros((2, 2, 3, 2), dtype=bool), np.zeros((2, 2, 3, 2))
    ban[0, 1] = True
    committed[0, 1, 1, 0] = 50.0
    found = Chain(SHAPE).clear(chain_of_two(ban=ban, committed=committed))
    assert found.consumed[1, 0, 0] == pytest.approx(50.0)
    assert found.price[1, 2, 0] == pytest.approx((150 - 50) / 0.625, rel=1e-5)
    assert not found.undelivered.any()


def test_what_a_seller_cannot_supply_does_not_arrive():
    """A can separate 1000 t/yr but mine only 0.2 * 5000 = 1000; of 3000 promised, 1000 come."""
    committed = np.zeros((2, 2, 3, 2))
    committed[0, 1, 1, 0] = 3000.0
    found = Chain(SHAPE).clear(chain_of_two(committed=committed))
    assert found.undelivered[0, 1, 1, 0] == pytest.approx(2000.0, rel=1e-6)
    assert found.made[0, 0, 0] == pytest.approx(1000.0, rel=1e-6)
    assert found.consumed[1, 0, 0] <= 1000.0 + 1e-6


def test_an_ally_who_makes_nothing_cannot_pass_on_what_it_buys():
    """A ban on B is not walked around through C, and C cannot earn A's export subsidy twice."""
    shape = ChainShape(nations=3, mine_nation=[0], mine_light=[0.2], mine_heavy=[0.0], uses=1)
    two = chain_of_two()
    grow = {name: np.concatenate([getattr(two, name), getattr(two, name)[:1] * 0]) for name in ("capacity", "demand")}
    grow["capacity"][2, 1, 0] = 1000.0
    ban = np.zeros((3, 3, 3, 2), dtype=bool)
    ban[0, 1] = True
    quarter = Quarter.calm(
        shape,
        **grow,
        mine_capacity=two.mine_capacity,
        elasticity=two.elasticity,
        reference_price=two.reference_price,
        ban=ban,
    )
    chain = Chain(shape)
    free = chain.clear(replace(quarter, ban=np.zeros_like(ban)))
    shut = chain.clear(quarter)
    assert free.trade[0, 1, 1, 0] > 0
    # C may still sell B magnets, which are its own work; oxide stays where it was bought.
    assert shut.trade[2, 1, 1, 0] == 0
    assert shut.trade[2, 1, 2, 0] > 0


def test_stock_is_sold_above_and_bought_below_its_price():
    release, price = np.zeros((2, 3, 2)), np.zeros((2, 3, 2))
    release[1, 1, 0], price[1, 1, 0] = 30.0, 60.0
    chain = Chain(SHAPE)
    dear = chain.clear(chain_of_two(release=release, release_price=price))
    assert dear.released[1, 1, 0] == pytest.approx(0.0, abs=1e-9)
    cheap = chain.clear(chain_of_two(release=release, release_price=price / 2))
    assert cheap.released[1, 1, 0] == pytest.approx(30.0)
    purchase = np.zeros((2, 3, 2))
    purchase[1, 1, 0] = 30.0
    bought = chain.clear(chain_of_two(purchase=purchase))
    assert bought.purchased[1, 1, 0] == pytest.approx(30.0)
    assert bought.price[1, 1, 0] > dear.price[1, 1, 0]


def test_the_unlicensed_sell_past_a_quota_while_the_gap_pays():
    """With 60 t licensed the gap is 92.4; at a cost of 50, 10 t are smuggled and the price falls to (150 - 70) / 0.625.

    Past the quota nothing more is let out: the licence is worth the gap that is left, 128 - 11 - 40.7, and a
    smuggler's tonne 50 less. At a cost of 95 nobody smuggles.
    """
    chain, quota = Chain(SHAPE), at_oxide(60.0, np.inf)
    cheap = chain.clear(chain_of_two(quota=quota, smuggling_capacity=at_oxide(10.0), smuggling_cost=at_oxide(50.0)))
    assert cheap.smuggled[OXIDE] == pytest.approx(10.0)
    assert cheap.trade[0, 1, 1, 0] == pytest.approx(70.0)
    assert cheap.price[1, 2, 0] == pytest.approx(128.0, rel=1e-5)
    assert cheap.quota_rent[OXIDE] == pytest.approx(128 - 11 - 40.7, rel=1e-5)
    dear = chain.clear(chain_of_two(quota=quota, smuggling_capacity=at_oxide(10.0), smuggling_cost=at_oxide(95.0)))
    assert dear.smuggled[OXIDE] == 0.0


def test_smuggling_takes_from_an_export_tax_what_the_tax_was_to_earn():
    """Under a tax of 92.4 and smuggling at 50, 10 t leave untaxed and the state taxes the rest only."""
    quarter = chain_of_two(export_tax=at_oxide(92.4), smuggling_capacity=at_oxide(10.0), smuggling_cost=at_oxide(50.0))
    found = Chain(SHAPE).clear(quarter)
    gains = welfare(SHAPE, quarter, found)
    assert found.smuggled[OXIDE] == pytest.approx(10.0)
    assert gains.tax_revenue[0] == pytest.approx(92.4 * (found.trade[0, 1, 1, 0] - 10) / 1000)
    assert gains.trade_rent[0] == pytest.approx(10 * (92.4 - 50) / 1000, rel=1e-4)


def test_a_mine_with_stepped_costs_is_two_mines_of_one_ore():
    """The first 250 t REO cost 4, the next 250 cost 9 USD/kg, or 20 and 45 for each kg of light in it.

    Demand at 45 + 21 = 66 is 150 - 0.625 * 66 = 108.75, more than both steps give, which is 100: so p is 80.
    At half the demand, 54.4 at 66, the second step is the marginal one and gives 4.4 of its 50.
    """
    steps = ChainShape(nations=2, mine_nation=[0, 0], mine_light=[0.2, 0.2], mine_heavy=[0, 0], uses=1)
    figures = {"mine_capacity": [250.0, 250.0], "mine_cost": [4.0, 9.0], "mine_rise": [0.0, 0.0]}
    full = Chain(steps).clear(chain_of_two(**figures))
    assert full.mined == pytest.approx([250.0, 250.0])
    assert full.price[1, 2, 0] == pytest.approx(80.0, rel=1e-4)
    half = Chain(steps).clear(chain_of_two(**figures, demand=chain_of_two().demand / 2))
    assert half.mined == pytest.approx([250.0, 21.875], rel=1e-3)
    assert half.price[1, 2, 0] == pytest.approx(66.0, rel=1e-4)


def test_private_holders_buy_below_their_price_and_sell_above_theirs():
    """B's traders want up to 50 t of oxide at 60 or less, all of it at 42; their bids fall along a line.

    They pay x more: at an oxide price o they buy 50 (60 - o) / 18, and o = 41 + 0.01 (sold in all).
    """
    good = {name: np.zeros((2, 3, 2)) for name in ("hoard", "hoard_price", "unload", "unload_price")}
    good["hoard"][1, 1, 0], good["hoard_price"][1, 1, 0] = 50.0, 60.0
    found = Chain(SHAPE).clear(chain_of_two(**good))
    oxide = found.price[1, 1, 0]
    assert found.hoarded[1, 1, 0] == pytest.approx(50 * (60 - oxide) / 18, rel=1e-6)
    assert oxide == pytest.approx(41 + 0.01 * (found.consumed[1, 0, 0] + found.hoarded[1, 1, 0]), rel=1e-5)
    good["hoard"], good["unload"] = good["unload"], good["hoard"]
    good["unload_price"][1, 1, 0] = 30.0
    sold = Chain(SHAPE).clear(chain_of_two(**good))
    assert sold.unloaded[1, 1, 0] == pytest.approx(50.0)
    with pytest.raises(ValueError, match="give all of hoard, hoard_price, unload, unload_price, or none"):
        chain_of_two(hoard=good["hoard"])
