"""Emergency: less use, drawn reserves, and shared supply by the formula of 1974."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negotiation.compliance.emergency import (
    EmergencyRules,
    allocate,
    forfeit,
    hoarding_found,
    release,
    selective,
    ship,
)
from tests.negotiation.published import cases

CASES = cases()
N = 5
amounts = arrays(float, N, elements=st.floats(0, 1e5))
shares = arrays(float, N, elements=st.floats(0, 1))


def test_iep_agreement_1974_articles_7_and_13_to_14():
    case = CASES["iep_article7"]
    told, expected = case["inputs"], case["expected"]
    given_ = [
        list(told[name].values())
        for name in ("base_period_consumption", "net_imports", "domestic_production", "imports_available_in_emergency")
    ]
    found = allocate(*given_)
    assert found.active
    assert found.reduction == pytest.approx(expected["supply_reduction"], abs=1e-6)
    assert found.restraint == pytest.approx(expected["demand_restraint"])
    assert found.shortfall == pytest.approx(expected["group_supply_shortfall"])
    assert found.drawdown == pytest.approx(list(expected["drawdown_obligation"].values()))
    assert found.supply_right == pytest.approx(list(expected["supply_right"].values()))
    rights = expected["allocation_right_positive_obligation_negative"]
    assert found.allocation_right == pytest.approx(list(rights.values()))


def test_two_steps_of_restraint_at_7_and_12_per_cent():
    for supply, restraint in ((94.0, 0.0), (93.0, 0.07), (90.0, 0.07), (88.0, 0.10), (50.0, 0.10)):
        assert allocate([100], [100], [0], [supply]).restraint == pytest.approx(restraint)


def test_nobody_restrains_itself_beyond_what_is_missing():
    """A trigger of 3 % and a shortfall of 5 %: restraint of 7 % would leave a surplus, 5 % does."""
    found = allocate([100, 100], [50, 100], [50, 0], [45, 95], EmergencyRules(trigger=0.03))
    assert found.restraint == pytest.approx(0.05)
    assert found.shortfall == pytest.approx(0)
    assert found.allocation_right == pytest.approx([0, 0])


@given(usual=amounts, bought=amounts, made=amounts, coming=amounts, trigger=st.floats(0.01, 0.5))
def test_what_some_are_to_receive_others_are_to_send(usual, bought, made, coming, trigger):
    rules = EmergencyRules(trigger=trigger)
    found = allocate(usual, bought, made, coming, rules)
    scale = 1 + usual.sum() + made.sum() + coming.sum()
    assert abs(found.allocation_right.sum()) <= 1e-9 * scale
    assert found.drawdown.sum() == pytest.approx(found.shortfall, abs=1e-9 * scale)
    assert found.shortfall >= -1e-9 * scale
    assert np.all(found.drawdown >= -1e-9 * scale)
    if not found.active:
        assert not found.allocation_right.any()


@given(usual=arrays(float, N, elements=st.floats(1, 1e5)), bought=amounts, domestic=shares, coming=shares)
def test_supply_reserves_and_restraint_together_make_up_usual_consumption(usual, bought, domestic, coming):
    made, arriving = 0.4 * usual * domestic, 0.5 * usual * coming
    found = allocate(usual, bought, made, arriving)
    assert found.active
    total = made.sum() + arriving.sum() + found.drawdown.sum() + found.restraint * usual.sum()
    assert total == pytest.approx(usual.sum(), rel=1e-9)


@given(usual=amounts, now=amounts, trigger=st.floats(0, 0.5))
def test_in_selective_sharing_nobody_gives_beyond_the_same_sacrifice(usual, now, trigger):
    right = selective(usual, now, trigger)
    floor = usual * (1 - trigger)
    scale = 1 + usual.sum() + now.sum()
    assert abs(right.sum()) <= 1e-9 * scale
    after = now + right
    assert np.all(after[right < 0] >= floor[right < 0] - 1e-9 * scale)
    assert np.all(after[right > 0] <= floor[right > 0] + 1e-9 * scale)


def test_a_member_short_alone_bears_seven_per_cent_and_is_made_good_beyond():
    """A lost 20 of 100; 13 beyond the 7 it bears come from B and C as they consume."""
    assert selective([100, 200, 100], [80, 200, 100]) == pytest.approx([13, -13 * 2 / 3, -13 / 3])
    assert selective([100, 200], [95, 200]) == pytest.approx([0, 0])


@given(drawdown=amounts, reserves=amounts, willing=shares)
def test_reserves_are_conserved_and_never_overdrawn(drawdown, reserves, willing):
    done = release(drawdown, reserves, 0.25, willing)
    assert np.allclose(done.released + done.left, reserves)
    assert np.all(done.left >= -1e-9)
    assert np.all(done.released <= done.obliged + 1e-9)
    assert done.unmet == pytest.approx((done.obliged - done.released).sum())
    assert np.allclose(done.hoarded, np.minimum(done.obliged, reserves) * (1 - willing))


def test_an_empty_reserve_is_not_hoarding_but_an_unwilling_one_is():
    done = release([400, 400], [0, 50], 0.25, [1.0, 0.2])
    assert done.hoarded == pytest.approx([0, 40])
    assert hoarding_found(done, [True, False]) == pytest.approx([0, 0])
    assert hoarding_found(done, [True, True]) == pytest.approx([0, 40])


@given(usual=amounts, bought=amounts, made=amounts, coming=amounts)
def test_every_right_is_shipped_by_those_who_owe_it(usual, bought, made, coming):
    right = allocate(usual, bought, made, coming).allocation_right
    sent = ship(right)
    scale = 1 + np.abs(right).sum()
    assert np.all(sent >= 0)
    assert np.allclose(sent.sum(axis=0) - sent.sum(axis=1), right, atol=1e-9 * scale)


def test_a_hoarder_forfeits_its_right_to_the_honest():
    assert forfeit([30, 60, -90], [20, 0, 0]) == pytest.approx([10, 80, -90])
    assert forfeit([30, -30], [20, 0]) == pytest.approx([30, -30])


@given(right=arrays(float, N, elements=st.floats(-1e4, 1e4)), hoarded=amounts)
def test_forfeiting_neither_makes_nor_loses_supply(right, hoarded):
    after = forfeit(right, hoarded)
    assert after.sum() == pytest.approx(right.sum(), abs=1e-6)
    assert np.all(after[hoarded > 0] <= right[hoarded > 0])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: allocate([100], [1, 2], [0], [0]), "net_imports must be a list of 1, one figure per member"),
        (lambda: allocate([-1], [1], [0], [0]), "consumption must be finite and 0 or more for each member, got -1.0"),
        (lambda: EmergencyRules(restraint=0.2), "severe_restraint must not lie below restraint, got 0.1 below 0.2"),
        (lambda: release([1], [1], willing=[2]), "willing must lie between 0 and 1, got 2.0"),
        (lambda: hoarding_found(release([1], [1]), [True, True]), "one entry per member"),
    ],
)
def test_impossible_figures_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_restraint_that_makes_up_for_all_leaves_no_reserve_to_draw():
    """Restraint of just what is missing may leave a hair below nothing in figures; nobody owes less than nothing."""
    for missing in np.linspace(0.05, 0.0699, 40):
        usual = np.array([700.1, 123.4, 0.7])
        found = allocate(usual, usual, np.zeros(3), usual * (1 - missing), EmergencyRules(trigger=0.05))
        assert found.active
        assert (found.drawdown >= 0).all()
