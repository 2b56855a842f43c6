"""Staying, leaving, being kept and being bought: worked by hand, and once in the small world."""

from dataclasses import replace

import numpy as np
import pytest

from agents.accord.communities import share_rent, stoppages_avoided
from agents.model import AllianceModel
from agents.players.port import usually
from agents.world.yearbook import Yearbook
from agents.year import benefit_sharing, buyouts, membership
from agents.year.buyouts import approaches, voting_power
from scenarios.loader import load
from tests.agents.grown import grown_accord
from tests.agents.made_up import RESERVE, RULES, accord, factory, values

UNEVEN = [[9, 8, 8], [8, 9, 8], [1, 1, 2]]
"""The third gives little and gets much: at a cost of 10 it would rather be outside."""


@pytest.fixture(scope="module")
def setting():
    return load("small")


def rich(rules=RULES):
    """The uneven three with a fund whose plant earns 100 a year for the pool."""
    return values(
        UNEVEN,
        cost=4,
        rules=replace(rules, fund_rate=(0.0, 0.001)),
        plans=(factory(0, cost=10.0),),
        plant_effect=np.array([[530.0, 30.0, 30.0]]),
        plant_more=np.zeros((1, 3)),
        plant_rent=np.array([500.0]),
        rent_more=np.zeros(1),
    )


FUNDED = replace(RESERVE, fund_rate=0.001)


def test_payments_to_stay_come_from_the_others_in_the_parts_in_which_they_share(setting):
    held = accord(setting, rich(), (0, 1, 2), FUNDED)
    held.kept[2] = 10.0
    assert held.burden(2).tolist() == [-0.5, -0.5, 1.0]
    plain = held.values.payoff(held.members, held.text, held.split)
    assert held.payoff() - plain == pytest.approx([-25, -25, 50])


def test_members_pay_one_to_stay_as_long_as_going_on_without_it_is_worse(setting):
    # Without the third there is no accord, so the first two would pay all that they gain by it, half each.
    held = accord(setting, rich(replace(RULES, minimum_members=3, keeping_share=1.0)), (0, 1, 2), FUNDED)
    gains = held.payoff()[:2]
    assert gains.min() > 0
    worth_it, too_much = 2 * gains.min() * 0.9, 2 * gains.max() * 1.1
    assert membership.payment_to_keep(held, 2, worth_it, usually) == pytest.approx(worth_it * 1.02 / 5)
    assert membership.payment_to_keep(held, 2, too_much, usually) is None


def test_an_accord_without_means_keeps_nobody(setting):
    poor = accord(setting, values(UNEVEN, cost=4), (0, 1, 2))
    assert membership.payment_to_keep(poor, 2, 0.1, usually) is None
    unwilling = accord(setting, rich(replace(RULES, keeping_share=0.0)), (0, 1, 2), FUNDED)
    assert membership.payment_to_keep(unwilling, 2, 0.1, usually) is None


def test_whoever_leaves_shares_no_more_and_the_rest_share_by_the_same_rule(setting):
    held = accord(setting, rich(), (0, 1, 2), FUNDED, target=np.zeros((3, 2)))
    held.kept[2], held.notice[2] = 1.0, 4
    # Regions come from the setting, whose first three nations stand in for ours.
    held.setting = replace(setting, nations=setting.nations[:3], accord=replace(setting.accord, eligible=()))
    held.leave(2)
    assert held.members == (0, 1)
    assert held.split == pytest.approx([0.5, 0.5, 0.0])
    assert not held.kept
    assert not held.notice


def test_the_dominant_supplier_looks_first_at_power_that_comes_cheap(setting):
    known = values(
        [[9, 8, 5, -9], [8, 9, 5, -9], [1, 1, 6, -9], [0, 0, 0, 0]],
        rules=replace(RULES, voting="weighted", weight_by="gdp", minimum_members=2),
        gdp=np.array([3.0, 1.0, 1.0, 5.0]),
    )
    held = accord(setting, known, (0, 1, 2))
    found = approaches(held, dominant=3)
    assert voting_power(held) == pytest.approx([1, 0, 0])
    assert found[0].member == 0
    gains = held.gains()
    assert [one.yearly for one in found] == pytest.approx([gains[one.member] * 1.02 / 5 for one in found])
    # Any one that leaves takes its reserve along, which harms the dominant supplier by 9, over 5 years.
    assert [one.spared for one in found] == pytest.approx([9 / 5] * 3)


def test_equal_votes_leave_the_least_content_to_be_approached_first(setting):
    known = values([[9, 1, 1, -9], [1, 6, 1, -9], [1, 1, 3, -9], [0, 0, 0, 0]])
    held = accord(setting, known, (0, 1, 2))
    assert [one.member for one in approaches(held, dominant=3)] == [2, 1, 0]


def test_the_pool_holds_what_the_reserve_sold_above_its_cost(setting):
    held = accord(setting, values(UNEVEN), (0, 1, 2), reserve=np.zeros((3, 2)))
    cheap, dear = np.full((3, 2), 50.0), np.full((3, 2), 150.0)
    bought, sold = np.zeros((3, 2)), np.zeros((3, 2))
    bought[0, 0], sold[0, 0] = 100.0, 40.0
    benefit_sharing.book_reserve(held, bought, np.zeros((3, 2)), paid=cheap, earned=dear)
    held.reserve += bought
    benefit_sharing.book_reserve(held, np.zeros((3, 2)), sold, paid=cheap, earned=dear)
    assert held.reserve_gain == pytest.approx([40 * (150 - 50) / 1000, 0, 0])
    assert held.reserve_cost[0, 0] == pytest.approx(60 * 50 / 1000)


def test_a_reserve_sold_below_its_cost_leaves_no_pool(setting):
    held = accord(setting, values(UNEVEN), (0, 1, 2), reserve=np.zeros((3, 2)))
    held.reserve[1, 1], held.reserve_cost[1, 1] = 10.0, 5.0
    benefit_sharing.book_reserve(
        held, np.zeros((3, 2)), held.reserve.copy(), paid=np.zeros((3, 2)), earned=np.full((3, 2), 100.0)
    )
    assert held.reserve_gain.sum() == 0


def test_those_paid_to_stay_share_what_there_is_when_there_is_not_enough(setting):
    held = accord(setting, values(UNEVEN), (0, 1, 2))
    held.kept = {0: 30.0, 2: 10.0}
    assert benefit_sharing.pay_to_stay(held, 100.0).tolist() == [30, 0, 10]
    assert benefit_sharing.pay_to_stay(held, 20.0).tolist() == [15, 0, 5]
    assert benefit_sharing.pay_to_stay(held, -5.0).sum() == 0


def test_communities_get_their_share_less_what_leaks(setting):
    text = replace(RESERVE, community_share=0.1, standard_level=1)
    known = values(UNEVEN, leakage=np.array([0.5, 0.0, 0.0]))
    held, book = accord(setting, known, (0, 1), text), Yearbook(2025, 3, 5, 2)
    reached = share_rent(held, book, np.array([100.0, -10.0, 50.0]), np.array([0.0, 40.0, 0.0]))
    assert reached.tolist() == [5, 4, 0]
    assert book.money["producer_rent"].tolist() == [-10, 0, 0]
    assert book.money["refiner_rent"].tolist() == [0, -4, 0]
    # A level of the standard spares 20 %, and 3 % for each 1 % that arrives.
    assert stoppages_avoided(held) == pytest.approx([0.2 + 0.15, 0.2 + 0.3, 0])


@pytest.fixture(scope="module")
def founded(setting):
    """The small world with an accord of three or more, after a year in which the dominant supplier has kept still."""
    return grown_accord(replace(setting, accord=replace(setting.accord, capture_budget=0.0)), members=3)


def test_a_member_that_is_better_off_outside_for_two_years_gives_notice_and_leaves(founded):
    model, accord_now = founded, founded.accord
    member, before = accord_now.members[-1], len(model.log.events)
    burden = np.where(np.arange(len(model.keys)) == member, 1e6, 0.0)
    rules = replace(accord_now.values.rules, keeping_share=0.0)
    accord_now.values = replace(accord_now.values, rules=rules, reserve_cost=burden, checked={})
    accord_now.text = replace(accord_now.text, reserve_days=60.0)
    for _ in range(2):
        model.now += 1
        membership.reconsider(model)
    assert model.accord.notice == {member: model.now + model.setting.accord.exit_notice}
    model.now += 1
    membership.reconsider(model)
    told = [event.text for event in model.log.events[before:]]
    assert not model.is_member(member)
    assert any("gives notice of 1 year" in text for text in told)
    assert any(f"{model.names[member]} leaves the accord. It owes" in text for text in told)


@pytest.mark.parametrize(("budget", "offers"), [(0.0, False), (200.0, True)])
def test_counter_offers_are_made_only_from_a_budget(setting, budget, offers):
    world = replace(setting, accord=replace(setting.accord, capture_budget=budget))
    model = AllianceModel(world, "accord", seed=1)
    for _ in range(8):
        model.step()
    made = [event for event in model.log.events if event.kind == "offer" and "outside the accord" in event.text]
    assert bool(made) is offers


def test_whoever_is_paid_to_stay_out_is_paid_by_the_dominant_supplier_and_nobody_else(setting):
    model = AllianceModel(setting, "bilateral", seed=1)
    model.step()
    model.captured = {2: buyouts.Deal(yearly=12.0, until=model.now + 1)}
    before, saved = model.book.money["transfers"].copy(), model.nations[0].savings
    buyouts.pay(model)
    assert (model.book.money["transfers"] - before).tolist() == [-12, 0, 12, 0, 0, 0]
    assert model.nations[0].savings == saved - 12
    model.now += 1
    buyouts.pay(model)
    assert not model.captured
