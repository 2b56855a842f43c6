"""Alliances that stand beside the accord: they overlap, act as an accord's articles do, and cost."""

from dataclasses import replace

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.treaty import alliances
from agents.world.setting import REGIMES, Alliance
from agents.worth.valuation import USD_M
from agents.year import treaties
from scenarios.loader import load, names
from scenarios.records.writer import to_toml

CHINA, US, AUSTRALIA, JAPAN, EUROPE, MALAYSIA = range(6)
AUKUS = Alliance(name="AUKUS", members=("australia", "united_states"), since=2021, technology_transfer=0.5)
FLOOR = Alliance(name="Floor", members=("united_states",), since=2025, until=2026, price_floor=0.5)


def world(*present, regime="bilateral"):
    made = AllianceModel(replace(load("small"), alliances=present), regime, seed=3)
    made.brief()
    return made


def test_a_nation_may_be_in_several_and_is_bound_by_the_strictest():
    weak = replace(AUKUS, name="Weak", members=("united_states", "japan"), technology_transfer=0.2)
    model = world(AUKUS, weak)
    held = [model.level("technology_transfer", nation) for nation in (US, AUSTRALIA, JAPAN, EUROPE)]
    assert held == [0.5, 0.5, 0.2, 0.0]


def test_an_alliance_stands_in_its_years_only():
    setting = replace(load("small"), alliances=(AUKUS, FLOOR))
    found = {year: [one.name for one in alliances.standing(setting, year)] for year in (2020, 2021, 2025, 2026, 2027)}
    assert found == {2020: [], 2021: ["AUKUS"], 2025: ["AUKUS", "Floor"], 2026: ["AUKUS", "Floor"], 2027: ["AUKUS"]}


def test_a_regime_says_how_many_nations_an_alliance_may_bind():
    three = replace(AUKUS, name="Three", members=("australia", "japan", "united_states"), technology_transfer=0.8)
    present = (FLOOR, AUKUS, three)
    acting = {regime: [one.name for one in world(*present, regime=regime).setting.alliances] for regime in REGIMES}
    assert acting == {"unilateral": ["Floor"], "bilateral": ["Floor", "AUKUS"], "accord": ["Floor", "AUKUS", "Three"]}


def test_alone_a_nation_lives_as_if_no_alliance_stood_and_under_an_accord_it_does_not():
    three = replace(AUKUS, members=("australia", "japan", "united_states"))
    for regime, acts in (("unilateral", False), ("bilateral", False), ("accord", True)):
        held = [world(*present, regime=regime) for present in ((three,), ())]
        for model in held:
            treaties.live(model)
        learned = held[0].books.expertise[AUSTRALIA] > held[1].books.expertise[AUSTRALIA]
        assert learned == acts
        assert (held[0].book.money["administration"].sum() > 0) == acts


def test_a_nations_own_floor_is_paid_by_it_alone_for_what_it_separates():
    model = world(FLOOR)
    books, price = model.books, model.spot.price
    present = alliances.standing(model.setting, model.year)
    quarter, _, floors = alliances.policy(present, books, books.working(), price, model.clear)
    outcome = model.clear(quarter)
    paid = alliances.floor_transfers(floors, outcome)
    unit = 0.5 * price[CHINA, 1]
    assert paid[US] == pytest.approx(-(outcome.made[US, 0] @ unit) * USD_M)
    assert not np.delete(paid, US).any()
    assert outcome.made[US, 0].sum() >= model.clear(books.working()).made[US, 0].sum()


def test_its_programmes_work_without_any_accord_and_members_pay():
    with_it, without = world(AUKUS), world()
    for model in (with_it, without):
        model.hold_summit()
    assert with_it.books.expertise[AUSTRALIA] > without.books.expertise[AUSTRALIA]
    assert with_it.books.expertise[JAPAN] == without.books.expertise[JAPAN]
    cost = with_it.book.money["administration"] - without.book.money["administration"]
    assert (cost[[US, AUSTRALIA]] > 0).all()
    assert not np.delete(cost, [US, AUSTRALIA]).any()


def test_governments_look_ahead_with_the_alliances_in_force():
    plain, floored = world(), world(FLOOR)
    assert floored.appraiser.base(1).calm_outcome.made[US, 0, 0] >= plain.appraiser.base(1).calm_outcome.made[US, 0, 0]
    assert floored.appraiser.quarter(1).making_cost[US, 0, 0] < plain.appraiser.quarter(1).making_cost[US, 0, 0]


def test_an_alliance_survives_the_way_through_a_file(tmp_path):
    setting = load("overlapping")
    path = tmp_path / "overlapping.toml"
    path.write_text(to_toml(setting), encoding="utf-8")
    assert load(path).alliances == setting.alliances


def test_in_the_shipped_world_of_many_alliances_one_nation_is_in_three():
    setting = load("overlapping")
    member = [alliance.name for alliance in setting.alliances if "united_states" in alliance.members]
    assert len(member) == 3
    assert "united_states" in setting.accord.eligible


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('members = ["japan", "atlantis"]', "'atlantis' is not among the nations"),
        ('members = ["japan"]\nstandby = 0.9', "must be a number from 0 to 0.5"),
        ('members = ["japan"]\nfund_rate = 0.1', "has no field 'fund_rate'"),
    ],
)
def test_a_wrong_alliance_is_refused_in_one_sentence(tmp_path, line, told):
    path = tmp_path / "wrong.toml"
    path.write_text(f'extends = "small"\ntitle = "Wrong"\n[[alliances]]\nname = "Wrong"\n{line}\n', "utf-8")
    with pytest.raises(ValueError, match=told):
        load(path)


def test_every_alliance_of_today_has_a_file():
    assert {
        "quad",
        "aukus",
        "crma",
        "minerals_security_partnership",
        "forge",
        "japan_offtake",
        "african_partnership",
        "global_framework",
        "overlapping",
    } <= set(names())
