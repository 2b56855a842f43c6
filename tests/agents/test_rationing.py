"""Defence first: the same tonnes, given to whom an alliance has named, and what it costs the others."""

from types import SimpleNamespace

import numpy as np
import pytest

from agents.metrics.articles import defence_served
from agents.model import AllianceModel
from agents.year import rationing
from agents.year.rationing import DEFENCE
from scenarios.loader import load, with_changes

CIVIL = 0


def shortage():
    """Two nations, each wanting 100 t for civil use and 10 t for defence, and having half of it, all light."""
    want = np.zeros((2, 5, 2))
    want[:, CIVIL, 0], want[:, DEFENCE, 0] = 100.0, 10.0
    return want / 2, want


def test_defence_gets_what_it_lacks_where_it_comes_first_and_no_tonne_is_lost():
    had, want = shortage()
    after = rationing.serve(had, want, np.array([1.0, 0.0]))
    assert after[0, DEFENCE, 0] == pytest.approx(10.0)
    assert after[0, CIVIL, 0] == pytest.approx(45.0)
    assert after[1] == pytest.approx(had[1])
    assert after.sum() == pytest.approx(had.sum())


def test_half_a_priority_fills_half_of_what_lacks_and_civil_use_never_falls_below_nothing():
    had, want = shortage()
    assert rationing.serve(had, want, np.array([0.5, 0.0]))[0, DEFENCE, 0] == pytest.approx(7.5)
    had[0, CIVIL] = 2.0
    after = rationing.serve(had, want, np.array([1.0, 1.0]))
    assert after[0, CIVIL, 0] == pytest.approx(0.0)
    assert after[0, DEFENCE, 0] == pytest.approx(7.0)


def test_what_civil_users_lose_is_worth_more_than_what_defence_gains_at_the_margin():
    """By hand: straight demand of 100 and 10 t at 50 USD/kg, elasticity -0.5, cleared at 75; 1 t changes hands.

    That tonne is worth 75 to 76 USD/kg to civil users (1 t less is 1 % of 100 t, so 2 % of 50), and 75 down to 65 to
    defence: in the middle 75.5 - 70 is lost on it.
    """
    had = np.zeros((1, 5, 2))
    had[0, CIVIL, 0], had[0, DEFENCE, 0] = 75.0, 7.5
    demand = np.zeros((1, 5, 2))
    demand[0, CIVIL, 0], demand[0, DEFENCE, 0] = 100.0, 10.0
    quarter = SimpleNamespace(
        demand=demand, elasticity=np.full(5, -0.5), reference_price=np.array([50.0, 50.0]), curved=False
    )
    outcome = SimpleNamespace(consumed=had, price=np.full((1, 3, 2), 75.0))
    after = had.copy()
    after[0, CIVIL, 0] -= 1
    after[0, DEFENCE, 0] += 1
    lost = rationing.worth_lost(quarter, outcome, after, np.array([1000.0, 1000.0]))
    assert lost == pytest.approx([5.5 / 1000])


def test_in_the_same_crisis_an_alliance_that_puts_defence_first_serves_it_better_at_civil_users_cost():
    """AUKUS and a planned restriction of exports, with the rule and without; all else, and all tonnes, are the same."""
    planned = [{"kind": "export ban", "year": 2025, "quarter": 1, "quarters": 4, "size": 0.9}]
    served, shortage_cost, surplus = {}, {}, {}
    for level in (0.0, 1.0):
        plain = load("aukus", **{"risks.planned": planned, "rounds": 1})
        (aukus,) = plain.alliances
        setting = with_changes(plain, {"alliances": [vars(aukus) | {"defence_first": level}]})
        model = AllianceModel(setting, "accord", seed=4)
        model.step()
        rows = [model.keys.index(key) for key in aukus.members]
        served[level] = defence_served(model)
        shortage_cost[level] = model.book.money["shortage_cost"][rows].sum()
        surplus[level] = model.book.money["consumer_surplus"][rows].sum()
        had = model.book.consumed[rows].sum()
        assert had == pytest.approx(served.setdefault("tonnes", had))
    assert served[1.0] > served[0.0]
    assert served[1.0] > 0.999
    assert shortage_cost[1.0] < shortage_cost[0.0]  # A tonne that defence lacks counts three times.
    assert surplus[1.0] < surplus[0.0]
