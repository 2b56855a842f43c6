"""Each article by cause and effect: the same market with it and without, all else equal."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from agents.articles import Scene, article, described, hook, texts
from agents.articles import (
    dependence_ceiling,
    joint_logistics,
    local_processing,
    recycling_network,
    research_pool,
    standby,
    technology_transfer,
)
from agents.books import ACCORD, REMEMBERED
from agents.metrics import table
from agents.model import AllianceModel
from agents.texts import Levels, Text, text_of, text_space
from agents.valuation import sound_prices
from scenarios.loader import load, with_changes
from tests.agents.made_up import RESERVE, RULES, values

CHINA, US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA = range(6)
ALLIES = (US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA)


@pytest.fixture
def model():
    made = AllianceModel(load("small"), "accord", seed=3)
    made.brief()
    return made


@pytest.fixture
def scene(model):
    return Scene(books=model.books, clear=model.clear, price=sound_prices(model.spot))


def acted(scene, name, members, level):
    """The market of today with one article in force, cleared; and without it."""
    quarter = scene.books.working()
    return scene.clear(quarter), scene.clear(hook(name, "act")(scene, quarter, members, level))


@pytest.mark.parametrize("one", described(), ids=lambda one: one.name)
def test_an_article_says_all_that_a_reader_needs(one):
    assert all((one.title, one.meaning, one.unit, one.mechanism, one.cost, one.source))
    assert one.metric in table()
    assert one.confidence in {"looked_up", "recalled", "estimate"}


@pytest.mark.parametrize("one", [one for one in texts() if one.unit != "rule"], ids=lambda one: one.name)
def test_an_article_at_no_level_leaves_the_market_as_it_is(one, scene):
    act = hook(one.name, "act") or hook(one.name, "ahead")
    quarter = scene.books.working()
    if act is not None:
        assert scene.clear(act(scene, quarter, ALLIES, 0.0)).price == pytest.approx(scene.clear(quarter).price)
    paid, ready = hook(one.name, "cost"), hook(one.name, "standby")
    assert paid is None or not paid(scene.books, ALLIES, 0.0).any()
    assert ready is None or not ready(scene.books, ALLIES, 0.0).any()


@pytest.mark.parametrize("one", [one for one in texts() if hook(one.name, "cost")], ids=lambda one: one.name)
def test_only_members_pay_for_an_article(one, scene):
    paid = hook(one.name, "cost")(scene.books, (US, JAPAN), one.high)
    assert paid[[US, JAPAN]].sum() > 0
    assert not np.delete(paid, [US, JAPAN]).any()


def test_cheaper_transport_turns_members_to_each_other(scene):
    before, after = acted(scene, "joint_logistics", ALLIES, 0.5)
    inside = np.ix_(ALLIES, ALLIES)
    assert after.trade[inside].sum() > before.trade[inside].sum()
    assert joint_logistics.cost(scene.books, ALLIES, 0.5).tolist() == [0, 1, 1, 1, 1, 1]


def test_ore_that_may_not_leave_is_cheaper_at_home_and_dearer_abroad(scene):
    before, after = acted(scene, "local_processing", (AUSTRALIA,), 0.6)
    assert after.trade[AUSTRALIA, :, 0].sum() < before.trade[AUSTRALIA, :, 0].sum()
    assert after.price[AUSTRALIA, 0, 0] < before.price[AUSTRALIA, 0, 0]
    assert after.price[MALAYSIA, 0, 0] > before.price[MALAYSIA, 0, 0]


def test_the_limit_on_ore_is_a_share_of_what_could_be_mined(scene):
    quarter = scene.books.working()
    limited = local_processing.act(scene, quarter, (AUSTRALIA,), 0.25).quota[AUSTRALIA, 0]
    own = scene.books.shape.mine_nation == AUSTRALIA
    assert limited[0] == pytest.approx(0.75 * quarter.mine_capacity[own] @ scene.books.shape.mine_light[own])


def test_a_ceiling_on_dependence_is_kept_and_makes_supply_dearer(scene):
    wide = replace(scene, books=scene.books)
    wide.books.setting = with_changes(scene.books.setting, {"accord.tariff_bound": 2.0})
    before, after = acted(wide, "dependence_ceiling", (JAPAN,), 0.5)
    assert dependence_ceiling.reliance(before, CHINA)[JAPAN] > 0.5
    assert dependence_ceiling.reliance(after, CHINA)[JAPAN] == pytest.approx(0.5, abs=0.01)
    assert after.price[JAPAN, 2, 0] > before.price[JAPAN, 2, 0]


def test_the_levy_of_a_ceiling_stops_at_the_tariff_bound(scene):
    quarter = scene.books.working()
    levied = dependence_ceiling.act(scene, quarter, (JAPAN, EUROPE), 0.8)
    setting = scene.books.setting
    bound = setting.accord.tariff_bound * setting.market.magnet_price.light
    assert levied.tariff[CHINA, JAPAN, 1:].max() == pytest.approx(bound, rel=1e-3)
    assert not levied.tariff[CHINA, JAPAN, 0].any()
    assert not levied.tariff[CHINA, [US, AUSTRALIA]].any()


def test_a_fifth_of_the_gap_in_know_how_closes_in_a_year(model):
    leader = model.books.expertise[JAPAN]
    before = model.books.base.making_cost.copy()
    technology_transfer.live(model, SimpleNamespace(members=ALLIES), 1.0)
    # Australia knows 0.45 and Japan 0.8; newcomers pay 0.6 of what they lack.
    assert model.books.expertise[AUSTRALIA] == pytest.approx(0.45 + 0.2 * (leader - 0.45))
    ratio = (1 + 0.6 * (1 - 0.52)) / (1 + 0.6 * (1 - 0.45))
    assert model.books.base.making_cost[AUSTRALIA] == pytest.approx(before[AUSTRALIA] * ratio)
    assert model.books.base.making_cost[CHINA] == pytest.approx(before[CHINA])


def test_research_makes_members_cheaper_and_spills_over_to_others(model):
    before = model.books.base.making_cost.copy()
    pooled = research_pool.cost(model.books, ALLIES, 0.0005).sum()
    research_pool.live(model, SimpleNamespace(members=ALLIES), 0.0005)
    assert model.books.knowledge[JAPAN] == pytest.approx(pooled)
    assert model.books.knowledge[CHINA] == pytest.approx(0.3 * pooled)
    fall = model.books.base.making_cost / before
    assert (fall[JAPAN] < fall[CHINA]).all()
    assert (fall[CHINA] < 1).all()


def test_cost_falls_by_a_tenth_when_what_was_spent_doubles():
    assert research_pool.factor(np.array([0.0, 1000.0, 3000.0])) == pytest.approx([1.0, 0.9, 0.81])


def test_magnets_sold_come_back_years_later(model):
    books = model.books
    usual = books.worn_out()[JAPAN, 0]
    sold = books.sold.copy()
    sold[REMEMBERED - 15, JAPAN, 0, 0] += 1000.0
    books.sold = sold
    # Cars last fifteen years: half of the thousand tonnes comes back now.
    assert books.worn_out()[JAPAN, 0] - usual == pytest.approx(500.0)
    assert recycling_network.collected(books, (JAPAN,), 0.5)[JAPAN, 0] == pytest.approx(0.8 * 0.5 * (usual + 500))


def test_what_is_used_in_a_year_is_remembered(model):
    model.live_quarters()
    model.invest_and_depreciate()
    assert model.books.sold[-1] == pytest.approx(model.book.consumed)
    assert len(model.books.sold) == REMEMBERED


def test_a_recycling_network_brings_oxide_home(scene):
    before, after = acted(scene, "recycling_network", ALLIES, 0.4)
    assert after.recycled[list(ALLIES)].sum() > before.recycled[list(ALLIES)].sum()
    assert after.price[JAPAN, 1, 0] <= before.price[JAPAN, 1, 0]


def test_plants_on_retainer_work_only_in_a_crisis(model):
    calm = model.appraiser.base(1)
    ready = standby.standby(model.books, (JAPAN,), 0.3)
    held = model.appraiser.look(1, model.appraiser.quarter(1), standby=ready)
    assert held.calm == pytest.approx(calm.calm)
    assert held.shortage[JAPAN] < calm.shortage[JAPAN]


def test_less_corruption_lets_more_reach_communities():
    known = values(
        np.zeros((2, 2)),
        rent=np.array([20.0, 0.0]),
        leakage=np.array([0.4, 0.0]),
        outage_effect=np.array([[100.0, 0.0], [0.0, 0.0]]),
    )
    paid = replace(RESERVE, reserve_days=0.0, community_share=0.1)
    honest = replace(paid, more=(("anti_corruption", 1.0),))
    # Six of ten reach communities, or eight: 18 or 24 % of stoppages are spared.
    assert known.payoff((0, 1), paid)[0] == pytest.approx(18 - 10)
    assert known.stoppages_avoided(0.0, 0.1, 1.0)[0] == pytest.approx(0.24)
    assert honest.strength(RULES) - paid.strength(RULES) == pytest.approx(0.2)


def test_a_text_names_its_further_articles_and_no_others():
    rules = replace(RULES, joint_logistics=(0.0, 0.5), dependence_ceiling=(0.0, 0.6))
    space = text_space(rules)
    found = [text_of(space, outcome) for outcome in range(space.size)]
    fullest = max(found, key=lambda text: (len(text.more), text.level("reserve_days")))
    assert fullest.more == (("dependence_ceiling", 0.6), ("joint_logistics", 0.5))
    assert "no more than 40% from the dominant supplier, transport between members 50% cheaper" in str(fullest)
    assert found[0].more == ()
    assert Levels.every(rules).level("joint_logistics").tolist() == [text.level("joint_logistics") for text in found]


def test_what_an_article_costs_in_sovereignty_does_not_depend_on_what_else_is_on_the_table():
    alone = replace(RESERVE, more=(("joint_logistics", 0.5),))
    # The reserve at its strictest is a fifth; logistics count a quarter of that.
    assert RESERVE.strength(RULES) == pytest.approx(0.2)
    assert alone.strength(RULES) == pytest.approx(0.25)


def test_an_accord_lives_by_its_further_articles():
    """Two worlds, one with research and transfer agreed beforehand: costs fall faster there, and members pay."""
    changes = {"accord.research_pool": "0.0005", "accord.technology_transfer": "1.0", "rounds": "4"}
    plain = AllianceModel(load("small", rounds=4), "accord", seed=3)
    learned = AllianceModel(load("small", **changes), "accord", seed=3)
    for _ in range(4):
        plain.step()
        learned.step()
    assert plain.accord is not None
    assert learned.accord is not None
    assert [name for name, _ in learned.accord.text.more] == ["research_pool", "technology_transfer"]
    members = list(learned.accord.members)
    assert learned.books.knowledge[members].min() > 0
    assert plain.books.knowledge.max() == 0
    assert learned.books.expertise[members].sum() > plain.books.expertise[members].sum()
    ran = learned.book.money["administration"][members] - plain.book.money["administration"][members]
    assert ran.sum() > 0
    assert all(project.owner >= ACCORD for project in learned.books.projects)


def test_article_finds_a_file_by_its_name():
    assert article("standby").title == "Emergency plants on retainer"
