"""Remedies: what a nation that was let down may ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.compliance.breach import Delivery, Obligation
from negotiation.compliance.remedies import (
    commensurate_withdrawal,
    excused,
    in_breach,
    liable_to_expulsion,
    liquidated_damages,
)

PROMISE = Obligation(id="a", debtor=0, creditor=1, material=0, stage=1, quantity=100, price=80, due=4, agreement="a")


def short(delivered, cause="inability"):
    return Delivery(obligation=PROMISE, delivered=delivered, cause=cause)


def test_damages_are_a_multiple_of_the_missing_value():
    """40 t at 80 USD/kg are USD 3.2 m; one and a half times that is USD 4.8 m."""
    assert liquidated_damages(40, 80) == pytest.approx(3.2)
    assert liquidated_damages(40, 80, 1.5) == pytest.approx(4.8)


def test_force_majeure_forgives_what_the_event_took_and_no_more():
    assert excused(short(20), capacity_lost=0.5, breadth=1.0) == pytest.approx(50)
    assert excused(short(20), capacity_lost=0.5, breadth=0.4) == pytest.approx(20)
    assert excused(short(90), capacity_lost=0.5, breadth=1.0) == pytest.approx(10)


@pytest.mark.parametrize("cause", ["gain", "order", "kept"])
def test_what_a_debtor_chose_is_never_force_majeure(cause):
    assert excused(short(20, cause), capacity_lost=1.0, breadth=1.0) == 0


@given(delivered=st.floats(0, 100), lost=st.floats(0, 1), breadth=st.floats(0, 1))
def test_no_more_is_excused_than_is_missing(delivered, lost, breadth):
    done = short(delivered)
    forgiven = excused(done, lost, breadth)
    assert 0 <= forgiven <= done.missing + 1e-9
    assert in_breach(done, 99, 2, forgiven) == pytest.approx(done.missing - forgiven)


def test_nothing_is_in_breach_while_it_may_still_be_cured():
    assert in_breach(short(60), quarter=5, cure_quarters=2) == 0
    assert in_breach(short(60), quarter=6, cure_quarters=2) == 40


@given(harm=st.floats(0, 1e4), available=st.floats(0, 1e4), cost_share=st.floats(0.01, 0.6))
def test_a_withdrawal_answers_the_harm_and_is_never_free(harm, available, cost_share):
    taken = commensurate_withdrawal(harm, available, cost_share)
    assert taken.level == min(harm, available)
    assert taken.cost == pytest.approx(cost_share * taken.level)


def test_expulsion_may_be_voted_on_after_enough_breaches():
    assert not liable_to_expulsion(1, 2)
    assert liable_to_expulsion(2, 2)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        liable_to_expulsion(2, 0)
