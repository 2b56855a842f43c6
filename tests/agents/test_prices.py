"""Prices that are recorded are the market's own, whole; only plans rest on the capped ones."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from agents import metrics
from agents.metrics.prices import world_price
from agents.year import benefit_sharing, quarter
from market.chain import Chain, Quarter
from market.welfare import welfare
from scenarios.loader import load
from scenarios.run import Living
from tests.agents.grown import grown_accord
from tests.market.two import SHAPE, chain_of_two

MAGNETS, LIGHT = 2, 0
QUIET = {"risks.export_ban": 0.0, "risks.mine_outage": 0.0, "risks.demand_surge": 0.0, "risks.undercut": 0.0}


@pytest.fixture
def came(monkeypatch):
    """The markets of the quarters that are lived, as they come."""
    seen = []

    def account(model, came, *rest, own=quarter._account, **more):
        seen.append(came)
        own(model, came, *rest, **more)

    monkeypatch.setattr(quarter, "_account", account)
    return seen


def cut_off(nation):
    """A small world in which nobody may sell to a nation, through a year without shocks."""
    living = Living(load("small", **QUIET), regime="unilateral", seed=3)
    books, number = living.model.books, living.model.keys.index(nation)
    ban = books.base.ban.copy()
    ban[:, number] = True
    books.base = replace(books.base, ban=ban)
    living.step()
    return living, number


def worth_of_one_more(chain, quarter, outcome, place):
    """What one more tonne a year of a good at a place would add to what the market makes most of, USD/kg."""
    stock = np.zeros(outcome.price.shape)
    stock[place] = 1.0
    return aim(chain.clear(quarter.changed(release=stock, release_price=np.zeros_like(stock)))) - aim(outcome)


def aim(outcome):
    """Worth of all use less the cost of all work, taxes counted as cost, thousand USD/yr."""
    network, flow = outcome.network, outcome.flow
    return -float(network.cost @ flow + 0.5 * network.slope @ flow**2)


def test_a_price_is_what_one_more_tonne_is_worth():
    """By hand: magnets cost 51 + 0.01 q and demand is 150 - 0.625 p, so p is 51 + 1.18125 / 1.00625 = 52.174."""
    chain, quarter = Chain(SHAPE), chain_of_two()
    outcome = chain.clear(quarter)
    price = 51 + 1.18125 / 1.00625
    told = SimpleNamespace(book=SimpleNamespace(price=outcome.price, made=outcome.made, consumed=outcome.consumed))
    assert world_price(told, MAGNETS, LIGHT) == pytest.approx(price, rel=1e-5)
    assert worth_of_one_more(chain, quarter, outcome, (1, MAGNETS, LIGHT)) == pytest.approx(price, rel=1e-3)


def test_what_the_record_shows_is_the_dual_of_each_quarters_market(came):
    living = Living(load("small"), regime="unilateral", seed=3)
    metric = living.step()
    model, lived = living.model, came
    assert len(lived) == 4
    assert not any(one.quarter.release.any() for one in lived)
    japan = model.keys.index("japan")
    for stage in (1, MAGNETS):
        dual = [worth_of_one_more(model.chain, one.quarter, one.outcome, (japan, stage, LIGHT)) for one in lived]
        assert model.book.price[japan, stage, LIGHT] == pytest.approx(np.mean(dual), rel=2e-3)
    assert np.array_equal(model.book.price, sum(one.outcome.price / 4 for one in lived))
    shown = living.record().prices.set_index(["stage", "material"])
    used = model.book.consumed.sum(axis=1)[:, LIGHT]
    mean = float(model.book.price[:, MAGNETS, LIGHT] @ used / used.sum())
    assert shown.loc[("magnet", "light"), "price"] == pytest.approx(mean)
    assert metric["price_magnet_light"] == pytest.approx(mean)
    assert shown.loc[("magnet", "light"), "dominant_price"] == model.book.price[model.keys.index("china"), 2, 0]


def test_a_price_of_scarcity_is_recorded_whole_and_planned_with_in_part(came):
    """Japan, to which nobody may sell, pays over four times what others pay; plans count on three times."""
    living, japan = cut_off("japan")
    model = living.model
    price, median = model.book.price[japan, MAGNETS, LIGHT], np.median(model.book.price[:, MAGNETS, LIGHT])
    assert price > 4 * median
    assert price == pytest.approx(np.mean([one.outcome.price[japan, MAGNETS, LIGHT] for one in came]))
    for one in came:
        planned, others = one.outcome.planning_price, np.median(one.outcome.price, axis=0)
        assert planned[japan, MAGNETS, LIGHT] == pytest.approx(3 * others[MAGNETS, LIGHT])
        assert planned == pytest.approx(np.minimum(one.outcome.price, 3 * others))
    assert model.books.expected[japan, LIGHT] <= 3 * median * 1.01
    outside = living.record().prices.set_index(["stage", "material"]).loc[("magnet", "light"), "outside_price"]
    abroad = np.arange(len(model.keys)) != model.keys.index("china")
    used = model.book.consumed.sum(axis=1)[:, LIGHT] * abroad
    assert outside == pytest.approx(float(model.book.price[:, MAGNETS, LIGHT] @ used / used.sum()))
    assert metrics.table()["peak_magnet_light"][0](model) > outside


def test_where_nobody_uses_a_good_its_price_is_what_it_would_cost_the_middle_one_of_them():
    """Three nations could land a good for 40, 50 and 900 USD/kg and use none of it, but for rounding: 50."""
    price, made = np.zeros((3, 3, 2)), np.zeros((3, 2, 2))
    price[:, 1, LIGHT] = 40.0, 50.0, 900.0
    made[2, 1, LIGHT] = 1e-7
    model = SimpleNamespace(book=SimpleNamespace(price=price, made=made, consumed=np.zeros((3, 1, 2))))
    assert world_price(model, 1, LIGHT) == 50.0
    assert world_price(model, 1, LIGHT, np.array([True, True, False])) == 45.0
    made[0, 1, LIGHT] = 1.0
    assert world_price(model, 1, LIGHT) == pytest.approx(40.0, abs=1e-3)


def test_who_neither_makes_nor_uses_a_good_is_shown_the_least_price_at_which_it_could_be_landed():
    """A asks for oxide what it gets for it at home; a third nation would pay that and a freight of 7.

    Where nobody may sell to it, it is shown the usual price.
    """
    shape = replace(SHAPE, nations=3)
    two = chain_of_two()

    def wider(array):
        return np.concatenate([array, np.zeros_like(array[:1])])

    figures = {
        "mine_capacity": two.mine_capacity,
        "mine_cost": two.mine_cost,
        "mine_rise": two.mine_rise,
        "capacity": wider(two.capacity),
        "making_cost": wider(two.making_cost),
        "recovery": np.ones((3, 2, 2)),
        "making_rise": 1e-6,
        "demand": wider(two.demand),
        "elasticity": [-0.5],
        "reference_price": [80.0, 400.0],
        "freight_rise": 1e-7,
        "freight": [[0, 1, 7], [1, 0, 9], [7, 9, 0]],
    }
    quarter = Quarter.calm(shape, **figures)
    open_, shut = (Chain(shape).clear(quarter.changed(ban=banned)) for banned in (quarter.ban, _all_to(quarter.ban, 2)))
    assert open_.price[2, 1, LIGHT] == pytest.approx(open_.price[0, 1, LIGHT] + 7)
    assert open_.price[2, MAGNETS, LIGHT] == pytest.approx(open_.price[1, MAGNETS, LIGHT] + 9)
    assert shut.price[2, MAGNETS, LIGHT] == pytest.approx(quarter.resting_price[MAGNETS, LIGHT])


def _all_to(ban, nation):
    closed = ban.copy()
    closed[:, nation] = True
    return closed


def test_the_reserves_books_hold_the_money_that_public_revenue_holds(came):
    """What members' reserve brings into the pool is what it was sold for, less what it had cost."""
    setting = load("small", **{"failures.hoarding": False})
    model = grown_accord(setting, members=3)
    accord, rows = model.accord, list(model.accord.members)
    accord.reserve[rows], accord.reserve_cost[rows], accord.reserve_gain[:] = 500.0, 0.0, 0.0
    model.books.stock[:] = 0.0
    offered = np.zeros_like(model.books.stock)
    offered[rows] = 400.0
    model.offered, model.offered_reserve = np.zeros_like(offered), offered
    model.purchase[:], model.reserve_purchase = 0.0, np.zeros_like(model.books.stock)
    market = model.books.working()
    release = market.release.copy()
    release[:, 1] += offered
    selling = market.changed(release=release, release_price=np.zeros_like(release))
    outcome = model.clear(selling)
    assert outcome.released[rows, 1].sum() > 100
    quarter._settle_stocks(model, outcome)
    revenue = welfare(model.books.shape, selling, outcome).release_revenue / 4
    assert accord.reserve_gain == pytest.approx(revenue)
    assert benefit_sharing.gather(model, accord).reserve == pytest.approx(revenue)
