"""Promises: when a nation keeps its word, and what becomes of an obligation."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.compliance.breach import Obligation, breach_gain, decides_to_breach, deliver, weight_ahead
from negotiation.least_worth import LEAST_WORTH, exceeds

shares = st.floats(0, 1)
sums = st.floats(0, 1e4)


def promise(quantity=100.0, price=80.0, due=4):
    return Obligation(
        id="a1", debtor=0, creditor=1, material=0, stage=1, quantity=quantity, price=price, due=due, agreement="a"
    )


def rng():
    return np.random.default_rng(7)


def reckon(gain, detection=1.0, sanction=0.0, relation=0.0, patience=0.0, **more):
    return decides_to_breach(gain, detection, sanction, relation, patience, 0.0, rng(), **more)


def test_a_seller_gains_what_the_spot_market_pays_above_the_agreed_price():
    """100 t sold for 95 instead of 80 USD/kg bring USD 1.5 m."""
    assert breach_gain(promise(), 95.0) == pytest.approx(1.5)
    assert breach_gain(promise(), 95.0, withheld=0.5) == pytest.approx(0.75)
    assert breach_gain(promise(), 70.0) == pytest.approx(-1.0)


def test_a_buyer_gains_what_the_agreed_price_lies_above_the_spot_market():
    assert breach_gain(promise(), 70.0, side="buyer") == pytest.approx(1.0)


def test_an_outsiders_inducement_adds_to_the_gain():
    assert breach_gain(promise(), 80.0, inducement=3.0) == pytest.approx(3.0)


def test_a_promise_is_kept_when_gain_and_cost_are_equal():
    assert not reckon(5.0, detection=0.5, sanction=10.0).breaches
    assert reckon(5.001, detection=0.5, sanction=10.0).breaches


def test_a_breach_that_is_never_found_out_costs_nothing():
    assert reckon(1.01 * LEAST_WORTH, detection=0.0, sanction=1e6, relation=1e6, patience=0.99, look_ahead=inf).breaches


def test_nobody_breaks_its_word_for_less_than_anybody_notices():
    assert not reckon(0.99 * LEAST_WORTH).breaches


def test_the_reason_tells_the_reckoning_in_figures():
    told = reckon(12.0, detection=0.8, sanction=10.0, relation=5.0, patience=0.5)
    assert told.reason == (
        "breaks it: the gain of USD 12.0 m outweighs an expected sanction of USD 8.0 m and harm to relations of "
        "USD 2.0 m (chance of being found out 80 %)"
    )
    assert told.cost == pytest.approx(10.0)


@given(gain=st.floats(-100, 100), detection=shares, sanction=sums, relation=sums, patience=st.floats(0, 0.99))
def test_a_nation_breaks_its_word_exactly_when_that_pays(gain, detection, sanction, relation, patience):
    made = reckon(gain, detection, sanction, relation, patience, look_ahead=4)
    ahead = sum(patience**k for k in range(1, 5))
    assert made.relation == pytest.approx(detection * ahead * relation)
    assert made.breaches == exceeds(made.gain, made.expected_sanction + made.relation)
    assert ("breaks" in made.reason) == made.breaches


@given(gain=st.floats(0, 100), detection=shares, more=shares, sanction=sums, relation=sums, patience=st.floats(0, 0.99))
def test_surer_detection_never_makes_a_promise_weaker(gain, detection, more, sanction, relation, patience):
    low, high = sorted((detection, more))
    if reckon(gain, high, sanction, relation, patience).breaches:
        assert reckon(gain, low, sanction, relation, patience).breaches


def test_noise_makes_a_nation_misjudge_now_and_then_and_is_drawn_from_its_generator():
    mind = np.random.default_rng(1)
    choices = [decides_to_breach(0.0, 1.0, 1.0, 0.0, 0.5, 1.0, mind).breaches for _ in range(2000)]
    # P(standard normal > 1) = 0.1587; three standard errors are 0.025.
    assert np.mean(choices) == pytest.approx(0.1587, abs=0.025)


def test_the_same_seed_draws_the_same_numbers_whatever_the_figures():
    one, two = np.random.default_rng(3), np.random.default_rng(3)
    decides_to_breach(5.0, 1.0, 0.0, 0.0, 0.0, 0.0, one)
    decides_to_breach(-5.0, 0.2, 9.0, 1.0, 0.9, 4.0, two)
    assert one.random() == two.random()


@given(patience=st.floats(0, 0.98), periods=st.integers(0, 60))
def test_looking_further_ahead_tends_to_the_endless_sum(patience, periods):
    weight = weight_ahead(patience, periods)
    assert weight == pytest.approx(sum(patience**k for k in range(1, periods + 1)))
    assert weight <= weight_ahead(patience, inf) + 1e-12


def test_delivery_names_why_something_is_missing():
    assert deliver(promise()).cause == "kept"
    assert deliver(promise(), able=60).cause == "inability"
    assert deliver(promise(), allowed=30).cause == "order"
    broken = deliver(promise(), reckoning=reckon(1.0), withheld=0.4)
    assert (broken.cause, broken.delivered, broken.missing) == ("gain", 60.0, 40.0)
    assert "breaks it" in broken.reason


@given(
    quantity=st.floats(0.1, 1e5), able=st.floats(0, 1e5), allowed=st.floats(0, 1e5),
    withheld=shares, breaks=st.booleans(),
)  # fmt: skip
def test_nobody_delivers_more_than_promised_or_possible(quantity, able, allowed, withheld, breaks):
    done = deliver(
        promise(quantity), able=able, allowed=allowed, reckoning=reckon(1.0 if breaks else -1.0), withheld=withheld
    )
    assert 0 <= done.delivered <= min(quantity, able, allowed)
    assert done.delivered + done.missing == pytest.approx(quantity)
    assert (done.cause == "kept") == (done.missing == 0)
    assert 0 <= done.rate <= 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quantity": 0.0}, "quantity must be above 0 t, got 0.0"),
        ({"quantity": inf}, "quantity must be a finite number"),
        ({"price": -1.0}, "price must be at least 0 USD/kg, got -1.0"),
    ],
)
def test_an_impossible_obligation_is_refused_in_one_sentence(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        promise(**change)


def test_nobody_owes_itself():
    with pytest.raises(ValueError, match="nation 2 cannot owe itself"):
        Obligation(id="x", debtor=2, creditor=2, material=0, stage=0, quantity=1, price=1, due=1, agreement="a")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: reckon(1.0, detection=1.2), "detection is a share and must lie between 0 and 1, got 1.2"),
        (lambda: reckon(1.0, patience=1.0), "patience must be 0 or more and below 1, got 1.0"),
        (lambda: reckon(float("nan")), "gain must be a finite number, got nan"),
        (lambda: reckon(1.0, sanction=-2.0), "sanction must be at least 0 USD m, got -2.0"),
        (lambda: reckon(1.0, look_ahead=-1), "look ahead must be 0 or more, got -1"),
        (lambda: deliver(promise(), able=-1.0), "able must be 0 t or more, got -1.0"),
    ],
)
def test_impossible_figures_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
