"""Clauses of one agreement: what they do in the market and the books, for its tonnes and no more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.articles.technology_transfer import PROGRAMME
from agents.model import AllianceModel
from agents.supply import clauses
from agents.supply.agreements import SupplyAgreement, promising, terms_text
from agents.supply.clauses import Use, described, in_force, mined, technology_transfer
from agents.supply.delivery import Scene, _forbidden, owed_now
from agents.supply.outlook import Acting
from agents.supply.promises import Account, Promises
from agents.terms.lane import Lane
from scenarios.loader import load

WORLD = load("small")
KEYS = [nation.key for nation in WORLD.nations]
US, JAPAN, CHINA = (KEYS.index(key) for key in ("united_states", "japan", "china"))
NAMES = [clause.issue.name for clause in described()]


@pytest.fixture(scope="module")
def model():
    world = AllianceModel(WORLD, "bilateral", seed=3)
    world.brief()
    return world


def use(level, tonnes=1000.0, stage=0):
    lane = Lane(seller=US, buyer=JAPAN, stage=stage, material=0, tonnes=tonnes, waits=0, score=0.0)
    return Use(lane=lane, tonnes=tonnes, level=level)


def signed(name, level, stage=0, tonnes=1000.0, years=3):
    lane = Lane(seller=US, buyer=JAPAN, stage=stage, material=0, tonnes=tonnes, waits=0, score=0.0)
    return SupplyAgreement(
        number=1,
        lane=lane,
        tonnes=tonnes * clauses.delivered({name: level}),
        price_rule="spot",
        base_price=30.0,
        emergency=True,
        damages=1.0,
        signed=0,
        starts=0,
        ends=years,
        acting=((name, level),),
    )


# Promises that every clause keeps.


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_begins_with_no_such_clause_and_says_what_it_is(name):
    clause = clauses.clause(name)
    assert clause.issue.levels[0] == 0
    assert list(clause.issue.levels) == sorted(clause.issue.levels)
    assert clause.meaning.endswith(".")
    assert clause.say(clause.issue.levels[-1]) in terms_text(signed(name, clause.issue.levels[-1]))


@pytest.mark.parametrize("name", NAMES)
def test_at_its_first_level_a_clause_leaves_the_market_as_it_is(model, name):
    quarter, nobody = model.appraiser.quarter(3), np.zeros(len(KEYS))
    for ahead in (False, True):
        after, relief = in_force(model.books, quarter, {name: [use(0.0)]}, nobody, ahead=ahead)
        assert (relief == 0).all()
        assert after.mine_cost == pytest.approx(quarter.mine_cost)
        assert after.making_cost == pytest.approx(quarter.making_cost)
        assert model.chain.clear(after).trade == pytest.approx(model.chain.clear(quarter).trade, abs=1e-3)


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(NAMES), part=st.floats(0.01, 1.0), data=st.data())
def test_a_clause_does_the_more_the_more_tonnes_it_is_about(name, part, data):
    world = AllianceModel(WORLD, "bilateral", seed=3)
    quarter, nobody = world.books.working(), np.zeros(len(KEYS))
    level = float(data.draw(st.sampled_from(clauses.clause(name).issue.levels[1:])))

    def changes(tonnes):
        after, relief = in_force(world.books, quarter, {name: [use(level, tonnes, stage=1)]}, nobody, ahead=True)
        limit = np.minimum(after.quota, 1e9) - np.minimum(quarter.quota, 1e9)
        return sum(
            np.abs(change).sum()
            for change in (
                after.mine_cost - quarter.mine_cost,
                after.making_cost - quarter.making_cost,
                relief,
                np.where(np.isfinite(after.quota), limit, 0.0),
            )
        )

    if name == "local processing":
        assert mined(world.books, quarter, US, 0) - 3000 * level * part == pytest.approx(
            in_force(world.books, quarter, {name: [use(level, 3000 * part)]}, nobody)[0].quota[US, 0, 0]
        )
    else:
        assert 0 < changes(2000 * part) <= changes(2000) * (1 + 1e-9)


# Standard level.


def test_mines_bear_the_standard_for_the_ore_behind_the_tonnes(model):
    """A fifth of the ore at level 3: the mines cost a fifth of 3 x 0.5 USD/kg more and do 0.2 x 0.6 less harm."""
    books, quarter, rules = model.books, model.books.working(), WORLD.accord
    tonnes = 0.2 * mined(books, quarter, US, 0)
    after, relief = in_force(books, quarter, {"standard level": [use(3, tonnes)]}, np.zeros(len(KEYS)))
    dearer = after.mine_cost - quarter.mine_cost
    own = books.shape.mine_nation == US
    assert dearer[own] == pytest.approx(0.2 * 3 * rules.standard_cost)
    assert (dearer[~own] == 0).all()
    assert relief[US] == pytest.approx(0.2 * 3 * rules.standard_effect)
    assert relief.sum() == relief[US]


def test_a_mine_keeps_the_stricter_of_two_standards_and_not_both(model):
    books, quarter, effect = model.books, model.books.working(), WORLD.accord.standard_effect
    inside = np.where(np.arange(len(KEYS)) == US, 2 * effect, 0.0)
    half = 0.5 * mined(books, quarter, US, 0)
    lax, strict, twice = (
        in_force(books, quarter, {"standard level": uses}, inside)[1][US]
        for uses in ([use(1, half)], [use(3, half)], [use(3, half), use(3, 2 * half)])
    )
    assert lax == pytest.approx(2 * effect)
    assert strict == pytest.approx(2.5 * effect)
    assert twice == pytest.approx(3 * effect)


# Local processing.


def test_what_is_processed_at_home_does_not_leave_as_ore_promised_or_not(model):
    """All of the ore is agreed on, half of it stays: at most half leaves, delivered and free together."""
    books, quarter = model.books, model.books.working()
    all_ = mined(books, quarter, US, 0)
    agreement = signed("local processing", 0.5, tonnes=all_)
    before = model.chain.clear(quarter)
    limited, _ = in_force(books, quarter, {"local processing": [use(0.5, all_)]}, np.zeros(len(KEYS)))
    after = model.chain.clear(promising(limited, agreement.lane, agreement.tonnes))
    sent = after.trade[US, :, 0, 0].sum() + agreement.tonnes - after.undelivered[US, JAPAN, 0, 0]
    assert before.trade[US, :, 0, 0].sum() > 0.5 * all_
    assert agreement.tonnes == pytest.approx(0.5 * all_)
    assert sent <= 0.5 * all_ + 1.0


def test_a_quota_on_ore_leaves_room_for_promises_and_one_on_oxide_does_not(model):
    quarter = model.books.working()
    quota = quarter.quota.copy()
    quota[US] = 5000.0
    promised = np.zeros((len(KEYS), 3, 2))
    for stage, tonnes, stops in ((0, 4000.0, False), (0, 6000.0, True), (1, 4000.0, True)):
        promised[US, stage, 0] = tonnes
        scene = Scene(
            quarter=replace(quarter, quota=quota),
            expected=model.chain.clear(quarter),
            season=0,
            crisis=False,
            trust=np.ones((len(KEYS), len(KEYS))),
            lost=np.zeros(len(KEYS)),
            promised=promised,
        )
        owed = owed_now(Account(signed("local processing", 0.0, stage=stage, tonnes=tonnes)), scene)
        assert _forbidden(scene, owed) is stops


# Technology transfer.


def lived(level, tonnes, years):
    """Know-how of the United States after some years of an agreement on oxide with Japan, and what both paid."""
    world = AllianceModel(WORLD, "bilateral", seed=3)
    world.promises = Promises(world.setting, world.names)
    world.promises.sign(signed("technology transfer", level, stage=1, tonnes=tonnes))
    knew, paid = world.books.expertise[US], np.zeros(len(KEYS))
    for year in range(years):
        world.now = year
        before = world.book.money["administration"].copy()
        clauses.live(world.books, world.promises.uses(year), world.book.money["administration"])
        paid += world.book.money["administration"] - before
    return knew, world, paid


def test_the_side_that_knows_less_learns_while_the_agreement_binds_and_no_longer():
    """All plants taught in full, a fifth of the gap a year: after three years 1 - 0.8^3 of it is closed."""
    knew, world, paid = lived(1.0, 1e6, years=6)
    best = world.books.expertise[JAPAN]
    assert best > knew
    assert world.books.expertise[US] == pytest.approx(best - (best - knew) * 0.8**3)
    assert paid[[US, JAPAN]] == pytest.approx([3 * PROGRAMME, 3 * PROGRAMME])
    assert paid.sum() == pytest.approx(6 * PROGRAMME)


def test_learning_goes_as_far_as_the_tonnes_go():
    """A quarter of what the plants could make teaches a quarter as much in a year, at a quarter of the cost."""
    _, world, _ = lived(0.0, 1.0, years=0)
    whole = technology_transfer.reach(world.books, world.books.base, use(1.0, stage=1))
    (knew, part, paid), (_, full, _) = lived(1.0, 0.25 * whole, 1), lived(1.0, whole, 1)
    assert part.books.expertise[US] - knew == pytest.approx(0.25 * (full.books.expertise[US] - knew))
    assert paid[US] == pytest.approx(0.25 * PROGRAMME)
    assert part.books.base.making_cost[US].sum() < world.books.base.making_cost[US].sum()
    assert part.books.base.making_cost[JAPAN] == pytest.approx(world.books.base.making_cost[JAPAN])


def test_what_is_learned_in_life_is_what_the_table_reckons_with_and_stays_when_the_agreement_has_ended():
    """Part of the gap closed after one to five years of an agreement of three, over that after three."""
    closed = []
    for year in range(1, 6):
        knew, world, _ = lived(1.0, 1e6, years=year)
        closed.append((world.books.expertise[US] - knew) / (world.books.expertise[JAPAN] - knew))
    assert closed[2:] == pytest.approx([0.488] * 3)
    for rate in (0.0, 0.1):
        present = sum(part / closed[2] * (1 + rate) ** -year for year, part in enumerate(closed, 1))
        assert technology_transfer.lasting(rate, 3, 5) == pytest.approx(present)


def test_the_table_reckons_with_what_a_programme_costs_in_its_first_year(model):
    """In proportion to tonnes up to the plants of today, and to the level."""
    books = model.books
    whole = technology_transfer.reach(books, books.base, use(1.0, stage=1))
    cost = technology_transfer.cost(books, use(1.0, np.inf, stage=1))
    acts = Acting(
        tried=(0.0,), calm=((0.0,), (0.0,)), crisis=((0.0,), (0.0,)), tail=((0.0,), (0.0,)), cost=cost, covers=whole
    )
    tonnes, level = np.array([0.5 * whole, whole, 3 * whole]), np.array([1.0, 0.5, 1.0])
    asked = [
        technology_transfer.cost(books, use(share, agreed, stage=1))
        for share, agreed in zip(level, tonnes, strict=True)
    ]
    assert np.allclose(acts.costs(tonnes, level).T, asked)
