"""What a supply agreement promises and costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.supply import PRICE_RULES, TERMS, LaneValue, Outlook, price_under, utilities

VALUE = LaneValue(
    buyer_calm=80.0,
    buyer_crisis=300.0,
    buyer_tail=100.0,
    seller_calm=60.0,
    seller_crisis=150.0,
    spot_calm=62.0,
    spot_crisis=150.0,
    spot_slump=40.0,
    buyer_slump=45.0,
    fair=70.0,
)


def table(**changes):
    figures = {
        "crisis_time": (0.1, 0.1),
        "slump_time": (0.0, 0.0),
        "aversion": (0.0, 0.2),
        "trust": 0.5,
        "rates": (0.06, 0.04),
    } | changes
    return utilities(VALUE, 1000.0, Outlook(**figures))


@pytest.mark.parametrize(
    ("rule", "price"),
    [("spot less 5 %", 95.0), ("spot", 100.0), ("fixed", 70.0), ("fixed plus 10 %", 77.0), ("collar of 20 %", 84.0)],
)
def test_each_price_rule_prices_as_it_says(rule, price):
    assert price_under(rule, 70.0, 100.0) == pytest.approx(price)


def test_an_unknown_price_rule_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"price rule must be one of .*, got 'gold'"):
        price_under("gold", 1.0, 1.0)


def test_one_outcome_reckoned_by_hand():
    """One year, all the tonnes, fixed at 70, no priority, damages 1: nothing slips, half is delivered in a crisis.

    Seller, a tonne: 0.9 (70 - 60) + 0.1 x 0.5 (70 - 150) = 5; less binding 0.002 x 70 = 0.14; 1,000 t over
    1.06 years' discount.
    Buyer: 0.9 (80 - 70) + (0.1 + 0.2) x 0.5 (300 - 70) + 0.2 x 0.5 x 100 = 53.5, less 0.14, over 1.04.
    """
    outcome = TERMS.encode({"volume": 1.0, "price": "fixed", "duration": 1, "emergency priority": "no", "damages": 1.0})
    seller, buyer = table()[:, outcome]
    assert seller == pytest.approx((5 - 0.14) / 1.06)
    assert buyer == pytest.approx((53.5 - 0.14) / 1.04)


@given(st.floats(0, 0.5), st.floats(0.05, 0.95))
def test_price_moves_money_between_the_two_and_nothing_else(crisis, trust):
    """At one discount rate the sum of both utilities does not depend on the price rule."""
    both = table(crisis_time=(crisis, crisis), trust=trust, rates=(0.05, 0.05), aversion=(0.0, 0.0)).sum(axis=0)
    shape = TERMS.shape
    by_price = np.moveaxis(both.reshape(shape), 1, 0).reshape(len(PRICE_RULES), -1)
    assert np.allclose(by_price, by_price[0], atol=1e-9)


def test_a_seller_gains_from_a_fixed_price_when_it_fears_a_slump():
    fixed = TERMS.encode({"volume": 1.0, "price": "fixed", "duration": 3, "emergency priority": "no", "damages": 1.0})
    spot = TERMS.encode({"volume": 1.0, "price": "spot", "duration": 3, "emergency priority": "no", "damages": 1.0})
    gain = [(t := table(slump_time=(time, time), crisis_time=(0.0, 0.0)))[0, fixed] - t[0, spot] for time in (0.0, 0.2)]
    assert gain[1] > gain[0]


def test_a_buyer_values_priority_more_the_surer_it_is_of_a_crisis():
    yes = TERMS.encode({"volume": 1.0, "price": "fixed", "duration": 3, "emergency priority": "yes", "damages": 2.0})
    no = TERMS.encode({"volume": 1.0, "price": "fixed", "duration": 3, "emergency priority": "no", "damages": 2.0})
    worth = [(t := table(crisis_time=(0.1, time)))[1, yes] - t[1, no] for time in (0.0, 0.1, 0.3)]
    assert worth[0] < worth[1] < worth[2]
