"""The emergency of an accord: a trigger, restraint as a ceiling, release by the formula, and tonnes sent round."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from agents.worth.valuation import wanted
from agents.year import emergencies
from scenarios.loader import load, with_changes
from tests.agents.grown import grown_accord

SMALL = with_changes(load("small"), {"failures.hoarding": False, "failures.retaliation": False})


@pytest.fixture
def allied():
    model = grown_accord(SMALL, members=3)
    rows = list(model.accord.members)
    model.accord.reserve[rows] = 1000.0
    model.accord.target[rows] = 1000.0
    model.log.events.clear()
    return model


def shortage(model, share, uneven=0.0):
    """A market in which members get a share of what they want; the first of them less by ``uneven``."""
    quarter = model.books.working()
    consumed = wanted(quarter, model.books.expected) * share
    consumed[model.accord.members[0]] *= 1 - uneven
    prices = model.spot
    looked = SimpleNamespace(consumed=consumed, price=prices.price, determined=prices.determined)
    return emergencies.share_shortage(model, model.accord, quarter, looked, 8), quarter


def test_nothing_happens_below_the_trigger(allied):
    assert shortage(allied, 0.95)[0] is None
    assert not allied.log.events


@pytest.mark.parametrize(("lack", "restraint"), [(0.08, 0.07), (0.15, 0.10)])
def test_restraint_follows_the_steps_of_1974(allied, lack, restraint):
    """IEA Agreement on an International Energy Program, Arts 13 and 14: 7 % from 7 %, 10 % from 12 %."""
    shared, _ = shortage(allied, 1 - lack)
    assert shared.restraint == pytest.approx([restraint, restraint])


def test_what_is_left_after_restraint_comes_from_the_reserve_by_commitment(allied):
    shared, quarter = shortage(allied, 0.90)
    rows = list(allied.accord.members)
    want = wanted(quarter, allied.books.expected).sum(axis=1)[rows]
    assert shared.offered[rows, 0].sum() == pytest.approx(0.03 * want[:, 0].sum())
    assert np.allclose(shared.offered[rows, 0], shared.offered[rows[0], 0])
    outside = np.delete(shared.offered, rows, axis=0)
    assert outside.sum() == 0.0


def test_no_more_is_released_than_is_held(allied):
    allied.accord.reserve[:] = 10.0
    shared, _ = shortage(allied, 0.5)
    assert (shared.offered[:, 0] <= 4 * 10.0 + 1e-9).all()


def test_members_that_have_more_than_their_right_send_to_those_that_have_less(allied):
    shared, _ = shortage(allied, 0.85, uneven=0.3)
    worst = allied.accord.members[0]
    assert shared.sent[:, worst].sum() > 0
    assert shared.sent[worst].sum() == 0.0
    assert (shared.sent >= 0).all()


def test_restraint_asks_no_more_of_those_whom_the_price_has_cut_already(allied):
    quarter = allied.books.working()
    members = allied.accord.members
    permitted = np.full_like(quarter.demand, 90.0)
    consumed = np.full_like(quarter.demand, 80.0)
    consumed[members[0]] = 100.0
    after = emergencies._restrained(quarter, members, permitted, consumed)
    assert np.allclose(after.demand[members[0]], 0.9 * quarter.demand[members[0]])
    assert np.allclose(after.demand[members[1]], quarter.demand[members[1]])


def test_what_is_forgone_by_restraint_counts_as_missed(allied):
    """A shortage must not vanish from the books because members were told to want less."""
    model = allied
    quarter = model.books.working()
    model.unrestrained = quarter.demand
    lower = replace(quarter, demand=quarter.demand * 0.9)
    before = model.book.missing.sum()
    from agents.year.quarter import _account

    came = SimpleNamespace(
        outcome=model.clear(lower),
        quarter=lower,
        amends=0.0,
        transfers=np.zeros(len(model.keys)),
        costs=np.zeros(len(model.keys)),
        kept=(),
    )
    _account(model, came, np.zeros(len(model.keys)), np.zeros(2))
    assert model.book.missing.sum() > before


def test_an_emergency_is_told_with_its_figures(allied):
    shortage(allied, 0.85)
    told = [event.text for event in allied.log.events if event.kind == "release"]
    assert len(told) == 2
    assert "members lack 15 % of what they want, above the trigger of 7 %. They use 10 % less, owe" in told[0]


def test_emergency_tonnes_change_hands_at_the_senders_price(allied):
    allied.sent = np.zeros_like(allied.books.base.committed)
    sender, buyer = allied.accord.members[:2]
    allied.sent[sender, buyer, 2, 0] = 400.0
    here, there = np.full((len(allied.keys), 3, 2), 100.0), np.full((len(allied.keys), 3, 2), 130.0)
    outcome = SimpleNamespace(undelivered=np.zeros_like(allied.sent), producer_price=here, price=there)
    before = allied.book.money["contracts"].copy()
    emergencies.settle(allied, allied.books.base, outcome)
    moved = allied.book.money["contracts"] - before
    way = allied.books.base.freight[sender, buyer]
    assert moved[buyer] == pytest.approx((30.0 - way) * 100.0 / 1000)
    assert moved[sender] == 0.0
