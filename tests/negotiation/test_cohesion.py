"""Cohesion: five components and the figure made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negotiation.compliance.cohesion import (
    Components,
    cohesion,
    density_without_largest,
    dispute_load,
    fulfilment_rate,
    kappa,
    position_agreement,
    retention,
    s_score,
    scott_pi,
    tau_b,
    weighted_density,
)
from tests.negotiation.published import cases

CASES = cases()
GERMANY_RUSSIA = CASES["s_score_germany_russia_1914"]
shares = st.floats(0, 1)
positions = arrays(float, 6, elements=st.integers(0, 3).map(float))


@pytest.mark.parametrize(
    ("measure", "find"),
    [
        ("S", lambda g, r, w: s_score(g, r, largest=3)),
        ("S_weighted", lambda g, r, w: s_score(g, r, largest=3, weights=w)),
        ("kappa_w", lambda g, r, w: kappa(g, r)),
        ("scott_pi", lambda g, r, w: scott_pi(g, r)),
        ("taub", lambda g, r, w: tau_b(g, r)),
    ],
)
def test_germany_and_russia_1914_signorino_ritter_1999(measure, find):
    told, expected = GERMANY_RUSSIA["inputs"], GERMANY_RUSSIA["expected"]
    found = find(told["germany"], told["russia"], told["weights"])
    assert found == pytest.approx(expected[measure], abs=GERMANY_RUSSIA["tol"])


def test_s_is_inflated_by_empty_agreement_and_kappa_is_not_haege_2011():
    """Sixty more states with which neither has a tie raise S towards 1; kappa still says: hardly better than chance."""
    told = GERMANY_RUSSIA["inputs"]
    germany, russia = told["germany"] + [0] * 60, told["russia"] + [0] * 60
    assert s_score(germany, russia, 3) > 0.8
    assert kappa(germany, russia) < 0.1


@given(x=positions, y=positions)
def test_similarity_is_mutual_bounded_and_full_with_oneself(x, y):
    for find in (lambda a, b: s_score(a, b, 3), kappa, scott_pi, lambda a, b: scott_pi(a, b, squared=True)):
        assert find(x, y) == pytest.approx(find(y, x))
        assert find(x, y) <= 1 + 1e-12
        assert find(x, x) == pytest.approx(1)
    assert -1 - 1e-12 <= tau_b(x, y) <= 1 + 1e-12


@given(x=positions, y=positions, scale=st.floats(0.1, 10), shift=st.floats(-5, 5))
def test_kappa_does_not_depend_on_the_unit_of_measurement(x, y, scale, shift):
    assert kappa(scale * x + shift, scale * y + shift) == pytest.approx(kappa(x, y), abs=1e-6)


@given(x=positions, y=positions)
def test_a_question_of_weight_two_counts_as_two_questions(x, y):
    doubled = (np.append(x, x[0]), np.append(y, y[0]))
    weights = np.array([2.0, 1, 1, 1, 1, 1])
    assert kappa(x, y, weights) == pytest.approx(kappa(*doubled))
    assert scott_pi(x, y, weights) == pytest.approx(scott_pi(*doubled))


def test_agreement_of_positions_is_half_for_chance_and_one_for_harmony():
    assert position_agreement([[0, 1, 0, 1], [0, 1, 0, 1]]) == 1
    assert position_agreement([[0, 0, 1, 1], [0, 1, 0, 1]]) == pytest.approx(0.5)
    assert position_agreement([[0, 0, 1, 1], [1, 1, 0, 0]]) == 0
    assert position_agreement([[0, 0, 1, 1]]) == 1


@given(table=arrays(float, (4, 5), elements=st.floats(0, 1)))
def test_agreement_of_positions_is_a_share(table):
    assert 0 <= position_agreement(table) <= 1


@given(ties=arrays(float, (5, 5), elements=st.floats(0, 1)))
def test_density_lies_between_none_and_full_and_ignores_ties_with_oneself(ties):
    assert -1e-12 <= weighted_density(ties) <= 1 + 1e-12
    assert weighted_density(ties + 3 * np.eye(5)) == pytest.approx(weighted_density(ties))


def test_a_star_falls_apart_without_its_centre_and_a_ring_does_not():
    star = np.zeros((4, 4))
    star[0, 1:] = star[1:, 0] = 1
    full = 1 - np.eye(4)
    assert weighted_density(star) == pytest.approx(0.5)
    assert density_without_largest(star) == 0
    assert density_without_largest(full) == 1


def test_surplus_deliveries_do_not_make_up_for_missing_ones():
    assert fulfilment_rate([100, 100], [150, 50]) == pytest.approx(0.75)
    assert fulfilment_rate([0, 0], [0, 0]) == 1


def test_retention_counts_members_that_would_not_be_better_off_outside():
    assert retention([5, 5, 5, 5], [4, 5, 6, 7]) == 0.5
    assert retention([], []) == 1


def test_one_dispute_for_each_pair_is_a_full_load():
    assert dispute_load(0, 4) == 1
    assert dispute_load(3, 4) == 0.5
    assert dispute_load(9, 4) == 0
    assert dispute_load(0, 1) == 1


@given(parts=st.tuples(*[st.floats(0.01, 1)] * 5))
def test_cohesion_lies_between_its_worst_and_best_component(parts):
    found = cohesion(*parts)
    assert min(parts) - 1e-12 <= found <= max(parts) + 1e-12
    assert found <= np.mean(parts) + 1e-12
    assert found == pytest.approx(np.exp(np.mean(np.log(parts))))


def test_the_collapse_of_one_component_shows():
    assert cohesion(1, 1, 1, 1, 0) == 0
    assert cohesion(0.9, 0.8, 0.7, 1, 1) == pytest.approx((0.9 * 0.8 * 0.7) ** 0.2)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: cohesion(1.2, 1, 1, 1, 1), "fulfilment is a share and must lie between 0 and 1, got 1.2"),
        (lambda: kappa([1, 2], [1, 2, 3]), "must be lists of one length"),
        (lambda: kappa([1, 2], [1, 2], [0, 0]), "weights must be 0 or more and not all 0"),
        (lambda: s_score([1], [1], 0), "largest distance must be above 0, got 0"),
        (lambda: position_agreement([1, 2]), r"table \(members, questions\)"),
        (lambda: weighted_density([[1, 2]]), "square table"),
        (lambda: fulfilment_rate([1], [1, 2]), "must have one shape"),
        (lambda: fulfilment_rate([-1], [1]), "must be 0 or more"),
        (lambda: retention([1], [1, 2]), "must have one shape"),
    ],
)
def test_impossible_figures_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_components_are_told_apart_by_name():
    parts = Components(fulfilment=0.9, trust=0.5, position_agreement=0.8, retention=1.0, dispute_load=0.7)
    assert parts.cohesion == pytest.approx(cohesion(0.9, 0.5, 0.8, 1.0, 0.7))
