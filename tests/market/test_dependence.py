"""Sources, reliance and risk of a buyer, worked by hand on the chain of two."""

import numpy as np
import pytest

from market import dependence
from market.chain import Chain
from tests.market.two import SHAPE, at_oxide, chain_of_two

B = np.array([False, True])
OXIDE = (1, 0)


def cleared(**changes):
    quarter = chain_of_two(**changes)
    outcome = Chain(SHAPE).clear(quarter)
    output = dependence.output_of(SHAPE, quarter.recovery, outcome.mined, outcome.made, outcome.recycled)
    return dependence.shipped(quarter, outcome), output, dependence.drawn_of(outcome), outcome


def test_who_makes_nothing_has_all_from_abroad():
    trade, output, drawn, outcome = cleared()
    assert dependence.sources(trade, output, B)[:, 1, 0] == pytest.approx([outcome.consumed[1, 0, 0], 0.0])
    assert dependence.reliance(trade, output, drawn, B)[OXIDE] == pytest.approx(1.0)
    # B makes all its magnets itself, of oxide from abroad.
    assert dependence.reliance(trade, output, drawn, B)[2, 0] == pytest.approx(0.0)


def test_a_seller_relies_on_nobody():
    """A sells all the oxide that it makes: nothing is used at home, so nothing is relied upon."""
    trade, output, drawn, _ = cleared()
    assert dependence.reliance(trade, output, drawn, ~B)[OXIDE] == 0.0


def test_stock_drawn_counts_as_brought_from_elsewhere():
    """Of 60 t let out and 30 t from stock B uses 90, none of it made at home: it relies on 100 %, as USGS reckons."""
    release, price = np.zeros((2, 3, 2)), np.zeros((2, 3, 2))
    release[1, 1, 0] = 30.0
    trade, output, drawn, _ = cleared(quota=at_oxide(60.0, np.inf), release=release, release_price=price)
    assert drawn[1, 1, 0] == pytest.approx(30.0)
    assert dependence.reliance(trade, output, drawn, B)[OXIDE] == pytest.approx(1.0)


def test_risk_is_the_concentration_weighed_by_governance_less_what_recycling_gives_back():
    """One supplier with an index of -0.5 weighs 2 (2.5 + 0.5) = 6; with a tenth recycled it is 5.4.

    Both world supply and B's own sourcing are that one supplier, so the reliance does not matter.
    """
    trade, output, drawn, _ = cleared()
    risk = dependence.supply_risk(trade, output, drawn, B, [-0.5, 1.5], [0.1, 0.0])
    assert risk[OXIDE] == pytest.approx(5.4)
    # B makes its magnets itself: one supplier too, well governed: 2 (2.5 - 1.5) = 2, and 1.8 after recycling.
    assert risk[2, 0] == pytest.approx(1.8)


def test_promised_tonnes_count_as_trade():
    committed = np.zeros((2, 2, 3, 2))
    committed[0, 1, 1, 0] = 50.0
    ban = np.zeros((2, 2, 3, 2), dtype=bool)
    ban[0, 1] = True
    trade, *_ = cleared(ban=ban, committed=committed)
    assert trade[0, 1, 1, 0] == pytest.approx(50.0)
