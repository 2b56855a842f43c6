"""Ten ways in which an alliance fails: each acts where it is switched on, and does not where it is off."""

from dataclasses import fields, replace

import numpy as np
import pytest

from agents.articles.standard_level import with_standard
from agents.model import AllianceModel
from agents.players.orders import NOTHING, HandedIn, Orders
from agents.state.dominance import Dominance
from agents.world.books import Project
from agents.world.conduct import Failures
from agents.world.nature import Shock
from agents.year import dominance, emergencies, expulsion, fund
from negotiation.compliance.emergency import allocate
from negotiation.compliance.trust import fresh
from scenarios.loader import load, with_changes
from tests.agents.grown import grown_accord

SMALL = load("small")


def world(seed=4, regime="accord", **changes):
    return AllianceModel(
        with_changes(SMALL, {path.replace("__", "."): value for path, value in changes.items()}), regime, seed
    )


def grown(years, **changes):
    model = world(**changes)
    for _ in range(years):
        model.step()
    return model


@pytest.fixture(scope="module")
def allied():
    return grown_accord(SMALL, members=3)


@pytest.mark.parametrize("field", fields(Failures), ids=lambda field: field.name)
def test_every_failure_is_a_switch_that_is_on_and_says_what_it_does(field):
    assert getattr(SMALL.failures, field.name) is True
    told = Failures.__pydantic_fields__[field.name].description
    assert "Off:" in told
    assert getattr(with_changes(SMALL, {f"failures.{field.name}": "false"}).failures, field.name) is False


# Turnover.


def margins(**changes):
    model = world(regime="unilateral", **changes)
    found = []
    for model.now in range(20):
        for nation in model.nations:
            model._vote(nation)
            found.append(nation.margin - nation.profile.politics.ratification_margin)
    return np.array(found)


def test_elections_make_governments_ask_for_more_until_they_are_switched_off():
    assert margins().max() > 0.02
    assert np.abs(margins(failures__turnover=False)).max() < 1e-12


# Dispute fatigue.


def test_open_disputes_wear_support_down_until_fatigue_is_switched_off(allied):
    for on, left in ((True, 0.98**2), (False, 1.0)):
        model = world(failures__dispute_fatigue=on)
        case = type("Case", (), {"open": True, "claimant": 1, "respondent": 2})
        model.promises.disputes = (case, case)
        assert model.support(1) == pytest.approx(left)
        assert (model.fatigue_cost(1) > 0) is on


# Retaliation.


def reprisals(allied, **changes):
    allied.setting = with_changes(SMALL, {"strains.retaliation_rise": 5.0, "risks.export_ban": 0.4} | changes)
    allied.dominance = Dominance()
    before = allied.now
    for allied.now in range(60):
        dominance.retaliate(allied)
    allied.now, found = before, allied.dominance.reprisals
    allied.setting, allied.dominance = SMALL, Dominance()
    return found


def test_the_dominant_supplier_answers_an_accord_and_not_where_that_is_switched_off(allied):
    assert reprisals(allied)
    assert not reprisals(allied, **{"failures.retaliation": False})


def test_reprisals_come_the_more_often_the_more_of_all_use_the_members_hold(allied):
    whole, members = len(reprisals(allied, **{"strains.retaliation_rise": 1.0})), allied.accord.members
    light = sorted(members, key=lambda n: SMALL.nations[n].gdp)[:2]
    allied.accord.members = tuple(light)
    few = len(reprisals(allied, **{"strains.retaliation_rise": 1.0}))
    allied.accord.members = members
    assert few < whole


def test_a_reprisal_cuts_exports_by_what_goes_to_members(allied):
    number = dominance.number_of(allied)
    quarter = allied.books.working()
    allied.dominance.reprisals = [dominance.Reprisal(start=40, quarters=2, size=0.5, members=allied.accord.members)]
    hit, calm = (dominance.with_dominance(allied, quarter, season) for season in (40, 42))
    allied.dominance = Dominance()
    assert np.isinf(calm.quota[number]).all()
    assert (hit.quota[number, 1:] <= allied.usual_exports[1:]).all()
    assert (hit.quota[number, 1:] >= 0.5 * allied.usual_exports[1:] - 1e-9).all()
    assert np.isinf(hit.quota[number, 0]).all()


@pytest.mark.parametrize("regime", ["unilateral", "bilateral"])
def test_without_an_accord_there_is_nothing_to_answer(regime):
    model = world(regime=regime, strains__retaliation_rise=5.0, risks__export_ban=1.0)
    model.now = 0
    dominance.retaliate(model)
    assert not model.dominance.reprisals


def test_retaliation_leaves_natures_path_alone():
    hashes = {grown(2, regime=regime, strains__retaliation_rise=5.0).nature.hash for regime in ("unilateral", "accord")}
    assert len(hashes) == 1


# Undercutting: sunk capacity, exit, restart lag, recoupment.


def squeezed(on=True, quarters=12, restart=8):
    model = world(
        regime="unilateral",
        failures__undercutting=on,
        risks__undercut=0.0,
        market__restart_quarters=restart,
        market__exit_quarters=2,
    )
    shock = Shock(kind="price undercut", start=0, quarters=quarters, size=0.5)
    model.nature = replace(model.nature, shocks=(shock,))
    return model


def test_undercutting_closes_plants_that_stay_closed_after_it_and_does_nothing_where_it_is_off():
    shut = {}
    for on in (True, False):
        model = squeezed(on)
        for _ in range(3):
            model.step()
        number = dominance.number_of(model)
        elsewhere = model.books.shape.mine_nation != number
        plants = np.delete(model.books.shut(), number, 0)
        shut[on] = int((model.books.mine_shut > 0)[elsewhere].sum() + plants.sum())
        told = [event for event in model.log.events if event.kind == "shock" and "below its price" in event.text]
        assert bool(told) is on
    assert shut[True] > shut[False]


def test_after_others_have_closed_the_dominant_supplier_earns_back_by_the_cut_that_pays_best(allied):
    model = grown(1, regime="unilateral", seed=3)
    model.dominance.mines_out = np.zeros(len(model.books.mine_shut), dtype=bool)
    model.dominance.plants_out = model.books.shut()
    model.books.plant_shut[0, 2, 0, 0] = 6
    model.dominance.plants_out[2, 0, 0] = True
    worth = [dominance.worth_of_cut(model, cut) for cut in dominance.CUTS]
    dominance.watch(model, (), (model.books.mine_shut.copy(), model.books.shut()), 4)
    if int(np.argmax(worth)):
        cut = dominance.CUTS[int(np.argmax(worth))]
        assert model.dominance.limit[1, 0] == pytest.approx((1 - cut) * model.usual_exports[1, 0])
        assert "earns back what undercutting cost" in model.log.events[-1].text
    else:
        assert model.dominance.limit is None
    model.books.plant_shut[0, 2, 0, 0] = 0
    dominance.watch(model, (), (model.books.mine_shut.copy(), model.books.shut()), 5)
    assert model.dominance.limit is None


def test_nobody_earns_back_who_has_driven_nobody_out():
    model = grown(1, regime="unilateral", seed=3)
    for season in range(4, 8):
        dominance.watch(model, (), (model.books.mine_shut.copy(), model.books.shut()), season)
    assert model.dominance.limit is None


# Free-riding, dilution, envy and capture.


def test_free_riders_count_on_the_others_until_that_is_switched_off(allied):
    accord = allied.accord
    kept = accord.values
    # Of three, two go on without the third.
    values = accord.values = replace(kept, rules=replace(kept.rules, minimum_members=2))
    riding = [accord.outside(member) for member in accord.members]
    accord.values = replace(values, free_riding=False)
    alone = [accord.outside(member) for member in accord.members]
    accord.values = kept
    assert any(worth != 0 for worth in riding)
    assert alone == [0.0] * len(alone)


def test_each_member_more_costs_every_other_until_dilution_is_switched_off(allied):
    values, text = allied.accord.values, allied.accord.text
    costs = [values.running_cost(text, count) for count in (2, 5)]
    assert np.allclose(costs[1] - costs[0], 3 * SMALL.strains.member_cost)
    flat = grown_accord(with_changes(SMALL, {"failures.dilution": "false"})).accord.values
    assert flat.coordination == 0.0


def test_members_that_gain_less_grow_discontent_until_envy_is_switched_off(allied):
    from agents.year.membership import envy

    accord = allied.accord
    felt = [envy(allied, accord, member) for member in accord.members]
    allied.setting = with_changes(SMALL, {"failures.envy": False})
    calm = [envy(allied, accord, member) for member in accord.members]
    allied.setting = SMALL
    assert max(felt) > 0
    assert min(felt) == pytest.approx(0.0, abs=1e-9)
    assert calm == [0.0] * len(calm)


# Leakage of certification cost.


def test_a_standard_drives_mining_elsewhere_unless_the_border_evens_out_its_cost(allied):
    """Outsiders mine more the dearer members' certified ore; a charge at the border takes that back in part."""
    members = tuple(n for n in range(len(SMALL.nations)) if n != dominance.number_of(allied))
    outside = ~np.isin(allied.books.shape.mine_nation, members)
    mined = {}
    for on in (True, False):
        allied.books.setting = with_changes(SMALL, {"failures.leakage": on, "accord.standard_cost": 2.0})
        for level in (0, 3):
            quarter, _ = with_standard(allied.books, allied.books.working(), members, level)
            mined[on, level] = float(allied.clear(quarter).mined[outside].sum())
    allied.books.setting = SMALL
    assert mined[True, 0] == pytest.approx(mined[False, 0])
    assert mined[True, 3] - mined[True, 0] > mined[False, 3] - mined[False, 0]


# Expulsion.


def missed(model):
    """A member whom some would miss, and without whom none of the others would fall."""
    accord = model.accord
    for member in accord.members:
        others = [m for m in accord.members if m != member]
        after = accord.values.payoff(tuple(others), accord.text)[others]
        if after.min() > 0 and (accord.payoff()[others] >= after).any():
            return member
    return None


def test_a_member_that_nobody_trusts_is_sent_away_and_one_that_is_trusted_stays():
    two = with_changes(SMALL, {"accord.minimum_members": 2})
    for good, stays in ((1e6, True), (0.0, False)):
        model = grown_accord(two, members=3, fits=lambda model: missed(model) is not None)
        breaker = missed(model)
        model.faults = {breaker: ("A1-1",) * SMALL.accord.expulsion_breaches}
        model.trust = fresh(len(model.keys), good=good, bad=1e6 - good)
        expulsion.consider(model)
        assert model.is_member(breaker) is stays
        assert "promises to other members" in model.log.events[-1].text or not stays
        assert breaker not in model.faults


def test_a_promise_broken_to_an_outsider_is_no_fault_of_the_accord(allied):
    inside, outsider = allied.accord.members, dominance.number_of(allied)
    allied.faults.clear()  # Other tests of this world may have left some.
    expulsion.fault(allied, inside[0], (inside[0], outsider), "A1-1")
    assert allied.faults == {}
    expulsion.fault(allied, inside[0], inside[:2], "A2-1")
    assert allied.faults == {inside[0]: ("A2-1",)}
    allied.faults.clear()


# Hoarding.


def emergency(model, **changes):
    """A shortage in which all members lack a third of what they want."""
    model.setting = with_changes(SMALL, {"emergencies.disclosure": 0.0, "accord.audit_rate": 0.0} | changes)
    accord = model.accord
    rows = list(accord.members)
    model.book.held_back = 0.0
    accord.reserve[rows] = 500.0
    accord.target[rows] = 500.0
    looked = model.spot
    want = looked.consumed.sum(axis=1)[rows, 0] * 1.5
    found = allocate(want, np.full(len(rows), 500.0), np.zeros(len(rows)), want / 1.5)
    drawn, caught = emergencies._drawn(model, accord, found, looked, 0, 8)
    model.setting = SMALL
    return drawn, caught, model.book.held_back


def test_members_hold_back_from_the_reserve_where_nobody_looks_and_not_where_that_is_off(allied):
    drawn, _, held = emergency(allied, **{"supply.patience": 0.0})
    honest, _, none = emergency(allied, **{"supply.patience": 0.0, "failures.hoarding": False})
    assert held > 0
    assert none == 0.0
    assert honest.sum() > drawn.sum()


def test_published_stocks_and_a_fine_keep_members_from_holding_back():
    """In some world; where the shortage is worth more than any fine they hold back all the same."""
    fined = {"supply.patience": 0.0, "emergencies.disclosure": 1.0, "emergencies.fine": 5.0}

    def less(model):
        return emergency(model, **fined)[2] < emergency(model, **{"supply.patience": 0.0})[2]

    assert less(grown_accord(SMALL, members=3, fits=less))
    assert not [seed for seed in range(6) if (model := grown(1, seed=seed)).accord and more(model, fined)]


def more(model, fined):
    """Whether members hold back more where they are fined and seen."""
    return emergency(model, **fined)[2] > emergency(model, **{"supply.patience": 0.0})[2]


def test_a_member_found_to_hold_back_is_fined_and_the_others_get_it(allied):
    before = {name: amount.copy() for name, amount in allied.book.money.items()}
    told = len(allied.log.events)
    _, caught, held = emergency(
        allied, **{"supply.patience": 0.0, "emergencies.disclosure": 1.0, "emergencies.fine": 0.01}
    )
    moved = allied.book.money["transfers"] - before["transfers"]
    assert held > 0
    assert caught.any()
    assert moved.sum() == pytest.approx(0.0, abs=1e-9)
    assert moved.min() < 0 < moved.max()
    kinds = [event.kind for event in allied.log.events[told:]]
    assert "breach" in kinds
    assert "remedy" in kinds


def test_people_who_hold_back_the_reserve_are_found_out_like_everybody(allied):
    member = allied.accord.members[0]
    allied.handed = HandedIn(orders={number: Orders(breaks=frozenset()) for number in allied.accord.members})
    _, _, none = emergency(allied, **{"supply.patience": 0.0})
    allied.handed = HandedIn(orders={**allied.handed.orders, member: Orders(breaks=frozenset({"reserve"}))})
    _, caught, held = emergency(allied, **{"emergencies.disclosure": 1.0})
    allied.handed = NOTHING
    assert none == 0.0
    assert held > 0
    assert caught[0] == pytest.approx(4 * held)
    breach = next(event for event in reversed(allied.log.events) if event.kind == "breach")
    assert breach.text.endswith("is found out; it breaks it: its government has decided so.")


# Dilution: the more must agree, the later comes what they build.


def test_each_member_beyond_the_fewest_puts_plants_off_until_dilution_is_switched_off(allied):
    members, many = allied.accord.members, tuple(range(5))
    allied.accord.members = many
    late = {}
    for on in (True, False):
        allied.setting = with_changes(SMALL, {"failures.dilution": on, "accord.minimum_members": 3})
        late[on] = fund.delay(allied)
    allied.accord.members, allied.setting = members, SMALL
    assert late == {True: 2 * SMALL.strains.member_delay, False: 0.0}


@pytest.mark.parametrize(
    ("quarters", "opens", "parts"),
    [(0, [3], [1.0]), (1, [3, 4], [0.75, 0.25]), (4, [4], [1.0]), (6, [4, 5], [0.5, 0.5])],
)
def test_a_plant_put_off_by_a_quarter_opens_a_fourth_of_itself_a_year_later(allied, quarters, opens, parts):
    whole = allied.books.nothing()
    whole.capacity[2, 0] = 1000.0
    found = fund.later([Project(addition=whole, opens=3, owner=0, label="separation in Japan")], quarters)
    assert [project.opens for project in found] == opens
    assert [float(project.addition.capacity[2, 0, 0]) / 1000 for project in found] == pytest.approx(parts)


# What is at stake.


def test_what_is_at_stake_is_what_the_accord_is_worth_and_at_least_what_could_be_paid_in(allied):
    """Thresholds, fatigue and envy are shares of it; a share of the fund alone could never stop anybody."""
    horizon, rate = SMALL.horizon, max(SMALL.accord.fund_rate)
    for number, nation in enumerate(SMALL.nations):
        pays = rate * nation.dependent_value_added * horizon
        assert allied.stakes(number) == pytest.approx(max(pays, allied.at_stake[number], 5.0))
    members = list(allied.accord.members)
    assert (allied.at_stake[members] > 0).all()
    before = allied.accord.gains()
    asked = [allied.nations[m].margin * allied.stakes(m) for m in members]
    assert (before >= 0.5 * np.array(asked)).all(), "who signed asks for no more than it gains"
