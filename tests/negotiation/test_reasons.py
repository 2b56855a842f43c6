"""Reasons are one line, in figures, and true."""

import doctest
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.bargaining import reasons
from negotiation.bargaining.agenda import agenda
from negotiation.bargaining.reasons import Elsewhere, minutes, reason
from negotiation.bargaining.seat import Say
from negotiation.bargaining.sitting import hold
from negotiation.bargaining.terms import Issue, TermSpace

SPACE = TermSpace((Issue("volume", (800, 1600, 3200), "t/yr"), Issue("price", (65.0, 71.0, 79.5), "USD/kg")))
VOLUME = np.array([800, 1600, 3200])[SPACE.grid[:, 0]]
PRICE = np.array([65.0, 71.0, 79.5])[SPACE.grid[:, 1]]
BUYER = VOLUME * (76 - PRICE) / 1000
SELLER = VOLUME * (PRICE - 60) / 1000


def test_the_example_in_the_docs_holds():
    assert doctest.testmod(reasons).failed == 0


def test_a_refusal_names_the_term_the_gap_and_what_would_do():
    line = reason(
        SPACE,
        BUYER,
        3.0,
        SPACE.encode({"volume": 1600, "price": 79.5}),
        asked=9.0,
        accepted=False,
        alternative={"price": 71.0},
    )
    assert line == (
        "refused: price 79.5 USD/kg is 12 % above our alternative of 71 USD/kg; would accept with price 65 USD/kg"
    )


def test_without_an_alternative_the_money_is_named():
    offer = SPACE.encode({"volume": 800, "price": 71.0})
    assert reason(SPACE, BUYER, 3.0, offer, asked=8.0, accepted=False) == (
        "refused: worth 4 USD m/yr, and we ask for 8; would accept with volume 1,600 t/yr"
    )
    assert reason(SPACE, BUYER, 6.0, offer, asked=8.0, accepted=False).startswith(
        "refused: worth 4 USD m/yr, 2 below our alternative of 6;"
    )


def test_an_acceptance_says_what_it_gains():
    offer = SPACE.encode({"volume": 1600, "price": 71.0})
    assert reason(SPACE, BUYER, 3.0, offer, asked=8.0, accepted=True) == (
        "accepted: worth 8 USD m/yr, 5 above our alternative of 3"
    )


def test_when_nothing_would_do_it_says_so():
    assert reason(SPACE, BUYER, 3.0, 0, asked=1e9, accepted=False).endswith("no terms on the table would do")


@given(st.integers(0, 8), st.floats(-70, 40))
def test_what_it_would_accept_is_worth_what_it_asks(offer, asked):
    line = reason(SPACE, BUYER, -1e3, offer, asked=asked, accepted=False)
    assert "\n" not in line
    found = re.search(r"would accept with (.*)$", line)
    if found is None:
        assert BUYER[offer] >= asked - 1e-6 or BUYER.max() < asked
        return
    terms = SPACE.decode(offer)
    for change in found.group(1).split(" and "):
        name, figure, _ = change.split(" ")
        terms[name] = float(figure.replace(",", ""))
    assert BUYER[SPACE.encode(terms)] >= asked - 1e-6


def test_every_offer_of_a_sitting_gets_one_line():
    sitting = hold(
        "alternating", [BUYER, SELLER], [2.0, 2.0], ["boulware", "linear"], deadline=8, rng=np.random.default_rng(0)
    )
    lines = minutes(sitting, SPACE, [BUYER, SELLER], [2.0, 2.0], ["Japan", "Australia"], [{"price": 71.0}, None])
    assert len(lines) == len(sitting.offers)
    assert all(re.search(r"; (Japan|Australia) refused: .*\d", line) for line in lines[:-1])
    assert re.search(r"; (Japan|Australia) accepted: worth [\d.]+ USD m/yr", lines[-1])


def test_offers_nobody_answered_are_said_to_have_lapsed():
    sitting = hold(
        "alternating",
        [BUYER, SELLER],
        [2.0, 2.0],
        ["scripted", "scripted"],
        deadline=1,
        rng=np.random.default_rng(0),
        scripts={0: [Say("offer", 8 - 2)], 1: [Say("offer", 5)]},
    )
    lines = minutes(sitting, SPACE, [BUYER, SELLER], [2.0, 2.0], ["Japan", "Australia"])
    assert lines[0].startswith("round 1: Japan offers volume 3,200 t/yr, price 65 USD/kg; Australia refused: ")
    assert lines[1].endswith("; expired")


def test_the_agenda_takes_the_largest_stakes_and_says_why():
    items = agenda(
        ["volume", "price", "forum", "standard", "notice"],
        [[10, 4, 0.01, 1, 0], [8, 6, 0.0, 3, 0]],
        ["Japan", "Australia"],
        fewest=2,
        most=4,
    )
    assert [item.name for item in items] == ["volume", "price", "standard"]
    assert items[0].why == "volume can move Japan by 10 and Australia by 8 USD m/yr"


def test_small_stakes_stay_when_the_agenda_would_be_too_short():
    items = agenda(["volume", "price"], [[10, 0], [1, 0]], ["Japan", "Chad"], fewest=2)
    assert [item.name for item in items] == ["volume", "price"]


def test_an_agenda_needs_stakes_that_fit():
    with pytest.raises(ValueError, match="stakes must be at least 0 for each of 1 parties and 2 terms"):
        agenda(["volume", "price"], [[1.0]], ["Japan"])


def test_a_price_rule_is_given_in_figures_too():
    space = TermSpace((Issue("volume", (800, 1600), "t/yr"), Issue("price", ("fixed", "fixed plus 10 %"))))
    elsewhere = {"price": Elsewhere(71.0, (71.4, 78.54), "USD/kg")}
    line = reason(space, [4.0, -1.0, 8.0, -2.0], 0.0, 1, asked=1.0, accepted=False, alternative=elsewhere)
    assert line == (
        "refused: price fixed plus 10 % (78.5 USD/kg) is 11 % above our alternative of 71 USD/kg; "
        "would accept with price fixed"
    )


def test_a_seller_does_not_complain_of_a_price_above_its_alternative():
    offer = SPACE.encode({"volume": 800, "price": 79.5})
    line = reason(SPACE, SELLER, 0.0, offer, asked=40.0, accepted=False, alternative={"price": 71.0})
    assert line == "refused: worth 15.6 USD m/yr, and we ask for 40; would accept with volume 3,200 t/yr"
    low = SPACE.encode({"volume": 800, "price": 65.0})
    line = reason(SPACE, SELLER, 0.0, low, asked=8.0, accepted=False, alternative={"price": 71.0})
    assert line.startswith("refused: price 65 USD/kg is 8 % below our alternative of 71 USD/kg")


def test_words_have_no_figures_of_their_own():
    space = TermSpace((Issue("price", ("fixed", "spot")),))
    with pytest.raises(ValueError, match="the levels of price are words"):
        reason(space, [1.0, 0.0], 0.0, 1, asked=1.0, accepted=False, alternative={"price": 71.0})


def test_gains_over_nothing_are_said_plainly():
    assert reason(SPACE, BUYER, 0.0, 4, asked=1.0, accepted=True) == "accepted: worth 8 USD m/yr more than no agreement"
    line = reason(SPACE, BUYER - 10, 0.0, 4, asked=1.0, accepted=False)
    assert line.startswith("refused: worth 2 USD m/yr less than no agreement; would accept with")
