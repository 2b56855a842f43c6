"""How near the charge at members' borders comes to a market with two kinds of lots; figures stand in limits.md."""

from types import SimpleNamespace

import numpy as np
import pytest

from agents.articles import Scene, certified_lots
from agents.model import AllianceModel
from agents.setting import END_USES
from agents.valuation import sound_prices
from market.certified import Certification, clear_certified
from scenarios.loader import load, with_changes

MEMBERS = ("australia", "india", "japan", "united_states")


@pytest.fixture(scope="module")
def today():
    """The Quad's market of the first year, with audits that deter false papers."""
    model = AllianceModel(load("quad"), "accord", seed=3)
    model.brief()
    model.books.setting = with_changes(model.setting, {"accord.audit_rate": 0.5})
    return model


def both(model, uses):
    """Mean price of light magnets to members: as it is, with the border charge, and with two kinds of lots."""
    rows, shape = [model.keys.index(key) for key in MEMBERS], model.books.shape
    quarter, n = model.books.working(), shape.nations
    asks = np.isin(END_USES, uses)
    share = quarter.demand[rows][:, asks].sum() / quarter.demand[rows].sum()
    own = np.isin(shape.mine_nation, rows)
    plants, recycling, refuses = np.zeros((n, 2, 2)), np.zeros((n, 2)), np.zeros((n, len(END_USES)), dtype=bool)
    plants[rows], recycling[rows] = 1.0, 1.0
    refuses[np.ix_(rows, np.flatnonzero(asks))] = True
    kinds = clear_certified(model.chain, quarter, Certification(
        mines=own.astype(float), mine_cost=np.where(own, certified_lots.PAPERS, 0.0), plants=plants,
        plant_cost=np.zeros((n, 2, 2)), recycling=recycling, refuses=refuses))
    scene = Scene(books=model.books, clear=model.clear, price=sound_prices(model.spot))
    plain = model.clear(quarter)
    charged = model.clear(certified_lots.act(scene, quarter, tuple(rows), float(share)))
    certified = kinds.certified.price[rows, 2, 0].mean()
    return SimpleNamespace(
        share=share, certified=certified,
        plain=plain.price[rows, 2, 0].mean(), charged=charged.price[rows, 2, 0].mean(),
        mixed=share * certified + (1 - share) * kinds.ordinary.price[rows, 2, 0].mean(),
        used=kinds.ordinary.consumed[rows].sum() + kinds.certified.consumed[rows].sum(),
        used_charged=charged.consumed[rows].sum(), used_plain=plain.consumed[rows].sum())


@pytest.mark.parametrize("uses", [["defence"], ["wind"]])
def test_while_few_ask_for_certified_lots_the_charge_does_what_two_kinds_of_lots_would(today, uses):
    found = both(today, uses)
    assert found.share < 0.05
    assert 0 < found.charged - found.plain < 0.3
    assert found.mixed - found.plain == pytest.approx(found.charged - found.plain, abs=0.15)
    assert found.used == pytest.approx(found.used_charged, rel=5e-4)


def test_where_more_refuse_other_lots_than_members_can_serve_the_charge_is_no_stand_in(today):
    found = both(today, list(END_USES))
    assert found.charged - found.plain < 10  # A discount of 1.5 USD/kg REO can cost no more.
    assert found.certified - found.plain > 300  # Refusal makes what it must of too few certified magnets.
    assert found.used < 0.3 * found.used_plain < found.used_charged
