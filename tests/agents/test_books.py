"""Capacity, projects, shocks and closures, by hand on the smallest world."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.world.books import ACCORD, Books, Project, undercut, undercut_cost, with_shocks
from agents.world.nature import Shock
from agents.world.plant_support import standing_still, with_support, without_idle
from agents.world.plants import plan, projects, scrap_left
from agents.year.investment import _turn
from market.chain import Chain
from scenarios.loader import load


@pytest.fixture(scope="module")
def setting():
    return load("small")


@pytest.fixture
def books(setting):
    return Books.open(setting)


def number(setting, key):
    return [nation.key for nation in setting.nations].index(key)


def test_new_plants_cost_newcomers_more_and_the_leader_nothing_more(books, setting):
    extra = books.new_cost / books.base.making_cost - 1
    for index, nation in enumerate(setting.nations):
        assert np.allclose(extra[index], setting.market.newcomer_cost * (1 - nation.expertise))


def test_cost_after_an_addition_is_the_mean_by_capacity(books, setting):
    us = number(setting, "united_states")
    chosen = plan(books, us, ("magnet",))
    after = books.with_plants(books.base, chosen.addition)
    old, new = books.base.capacity[us, 1, 0], chosen.addition.capacity[us, 1, 0]
    by_hand = (old * books.base.making_cost[us, 1, 0] + new * books.new_cost[us, 1, 0]) / (old + new)
    assert after.making_cost[us, 1, 0] == pytest.approx(by_hand)
    assert after.capacity[us, 1, 0] == old + new
    elsewhere = np.delete(np.arange(len(setting.nations)), us)
    assert np.array_equal(after.making_cost[elsewhere], books.base.making_cost[elsewhere])


def test_a_plant_outside_the_leader_opens_half_and_fills_up_a_year_later(books, setting):
    us = number(setting, "united_states")
    chosen = plan(books, us, ("magnet",))
    first, second = projects(books, chosen, 0.5, us, now=2)
    assert (first.opens, second.opens) == (2 + chosen.lead, 3 + chosen.lead)
    both = first.addition.capacity + second.addition.capacity
    assert np.allclose(both, 0.5 * chosen.addition.capacity)
    assert np.allclose(first.addition.capacity, setting.market.delivery_rate * both)


def test_the_leaders_plant_opens_whole(books, setting):
    china = number(setting, "china")
    assert len(projects(books, plan(books, china, ("separation",)), 1.0, china, now=0)) == 1


@given(st.floats(1, 5000))
def test_a_budget_buys_the_size_that_costs_it(budget):
    setting = load("small")
    chosen = plan(Books.open(setting), number(setting, "japan"), ("magnet",))
    size = chosen.size_for(budget, 0.7)
    assert size <= 1
    assert chosen.cost_at(size, 0.7) == pytest.approx(min(budget, chosen.cost))


def test_nobody_recycles_more_than_there_is_scrap(books, setting):
    japan = number(setting, "japan")
    left = scrap_left(books, japan)
    assert left > 0
    chosen = plan(books, japan, ("recycling",))
    for _ in range(1 + int(left // chosen.addition.recycling[japan, 0])):
        books.projects += projects(books, chosen, 1.0, japan, now=0)
    assert plan(books, japan, ("recycling",)) is None


def test_the_accord_owns_what_its_fund_built(books, setting):
    us = number(setting, "united_states")
    chosen = plan(books, us, ("magnet",))
    books.projects = projects(books, chosen, 1.0, ACCORD, now=0)
    for year in range(chosen.lead + 3):
        books.finish(year)
    assert np.allclose(books.owned.capacity, chosen.addition.capacity)
    assert books.projects == []


def test_a_ban_on_all_withholds_its_share_of_usual_exports(books, setting):
    china, usual = number(setting, "china"), np.full((3, 2), 1000.0)
    shock = Shock(kind="export ban", start=0, quarters=2, size=0.6)
    hit = with_shocks(books.base, setting, (shock,), usual)
    assert np.allclose(hit.quota[china, 1:], 400.0)
    assert np.isinf(hit.quota[china, 0]).all()


def test_a_ban_on_one_closes_that_route_only(books, setting):
    china, japan = number(setting, "china"), number(setting, "japan")
    shock = Shock(kind="export ban", start=0, quarters=2, size=1.0, target="japan", heavy_only=True)
    hit = with_shocks(books.base, setting, (shock,), np.zeros((3, 2)))
    assert hit.ban[china, japan, 1:, 1].all()
    assert hit.ban.sum() == 2


def test_better_practice_avoids_part_of_an_outage(books, setting):
    shock = Shock(kind="mine outage", start=0, quarters=2, size=0.5, target=setting.nations[0].key, mine=0)
    relief = np.zeros(len(books.base.mine_capacity))
    relief[0] = 0.4
    hit = with_shocks(books.base, setting, (shock,), np.zeros((3, 2)), relief)
    assert hit.mine_capacity[0] == pytest.approx(0.7 * books.base.mine_capacity[0])


def test_undercutting_lowers_prices_everywhere_and_costs_the_treasury(books, setting):
    chain = Chain(books.shape)
    calm, cheap = chain.clear(books.base), chain.clear(undercut(books.base, setting, 0.3))
    users = books.base.demand.sum(axis=(1, 2)) > 0
    assert np.all(cheap.price[users, 2, 0] < calm.price[users, 2, 0])
    assert undercut_cost(setting, 0.3, cheap.mined, cheap.made) > 0


def test_support_makes_idle_plants_run_and_costs_what_they_lack(books, setting):
    us = number(setting, "united_states")
    dear = books.base.making_cost.copy()
    dear[us, 1] += 60.0
    quarter = type(books.base)(**{**vars_of(books.base), "making_cost": dear})
    chain = Chain(books.shape)
    idle = chain.clear(quarter)
    assert idle.made[us, 1, 0] < 1
    supported = np.zeros((len(setting.nations), 2), dtype=bool)
    supported[us, 1] = True
    helped, paid = with_support(quarter, supported, idle.price)
    assert chain.clear(helped).made[us, 1, 0] > 0.9 * quarter.capacity[us, 1, 0]
    assert paid[0, us, 1, 0] > 0
    assert paid.sum() == pytest.approx(paid[:, us, 1].sum())


def vars_of(quarter):
    return {name: getattr(quarter, name) for name in type(quarter).__dataclass_fields__}


def test_a_plant_closes_after_its_quarters_of_loss_and_reopens_after_its_quarters_of_profit():
    loss, shut = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    capacity, idle, pays = np.ones(1), np.array([True]), np.array([True])
    seen = []
    for quarter in range(12):
        good = pays if quarter >= 6 else ~pays
        loss, shut = _turn(loss, shut, idle & ~good, good, capacity, 4, 3)
        seen.append(int(shut[0] > 0))
    assert seen == [0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0]


def newcomer(books, nation, tonnes=4000.0):
    """Magnet plants that cost a newcomer more than those that stand."""
    capacity = books.nothing().capacity.copy()
    capacity[nation, 1] = tonnes, 0.0
    return replace(books.nothing(), capacity=capacity)


def test_a_dear_newcomer_takes_nothing_from_the_plants_that_stand(books, setting):
    """Japan's plants run at 91 USD/kg, new ones would cost 102, magnets bring 100: old ones run on, new ones idle."""
    japan = number(setting, "japan")
    with_it, chain = books.with_plants(books.base, newcomer(books, japan)), Chain(books.shape)
    before, after = chain.clear(books.base), chain.clear(with_it)
    assert after.made[japan, 1, 0] == pytest.approx(before.made[japan, 1, 0], rel=1e-3)
    assert after.vintages[1, japan, 1, 0] < 1
    kept = without_idle(with_it, after)
    assert kept.capacity[japan, 1, 0] == pytest.approx(books.base.capacity[japan, 1, 0])
    assert kept.making_cost[japan, 1, 0] == pytest.approx(books.base.making_cost[japan, 1, 0])


def test_support_for_the_dearer_plants_pays_them_alone_and_both_run(books, setting):
    japan = number(setting, "japan")
    with_it, chain = books.with_plants(books.base, newcomer(books, japan)), Chain(books.shape)
    idle = chain.clear(with_it)
    new = standing_still(with_it, idle) & (with_it.capacity > books.base.capacity)
    helped, paid = with_support(with_it, new, idle.price)
    after = chain.clear(helped)
    assert paid[0].sum() == 0
    oxide, magnets = idle.price[japan, 1:, 0]
    gap = books.new_cost[japan, 1, 0] + oxide - with_it.recovery[japan, 1, 0] * magnets
    assert paid[1, japan, 1, 0] == pytest.approx(gap + 0.1 * books.base.making_cost[japan, 1, 0])
    assert after.vintages[1, japan, 1, 0] > 3000
    # Price falls a little, and the last of the old plants cost a tenth more than the first.
    assert after.vintages[0, japan, 1, 0] > 0.9 * books.base.capacity[japan, 1, 0]


def test_the_dearer_plants_close_by_themselves_and_are_open_when_new(books, setting):
    japan = number(setting, "japan")
    books.base = books.with_plants(books.base, newcomer(books, japan))
    books.plant_shut[1, japan, 1, 0] = 3
    stands = books.working()
    assert stands.capacity[japan, 1, 0] == pytest.approx(4800.0)
    assert books.shut()[japan, 1, 0]
    again = books.reopened(stands, japan, 1)
    assert again.capacity[japan, 1, 0] == pytest.approx(8800.0)
    assert again.making_cost[japan, 1, 0] == pytest.approx(books.base.making_cost[japan, 1, 0])
    fresh = Books.open(setting)
    fresh.plant_loss[1, japan, 1, 0] = fresh.plant_shut[1, japan, 1, 0] = 5  # Nothing stands there yet.
    fresh.projects = [Project(addition=newcomer(fresh, japan), opens=1, owner=japan, label="new")]
    fresh.finish(1)
    assert not fresh.plant_shut[1, japan, 1, 0]
    assert not fresh.plant_loss[1, japan, 1, 0]
