"""Trust: what nations remember, forget and hear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from negotiation.compliance.reciprocity import effort
from negotiation.compliance.trust import LEAST_OWED, Trust, evidence, fresh, remember
from tests.negotiation.published import cases

CASES = cases()
N = 4
tables = arrays(float, (N, N), elements=st.floats(0, 50))
shares = st.floats(0, 1)


def one(nation, of, n=3):
    table = np.zeros((n, n))
    table[nation, of] = 1.0
    return table


def test_beta_reputation_josang_ismail_2002():
    """Seven kept and one broken promise make expected trust 0.8."""
    case = CASES["beta_reputation"]
    trust = fresh(2)
    for _ in range(case["inputs"]["r"]):
        trust = remember(trust, one(0, 1, 2), np.zeros((2, 2)), forgetting=1.0, bad_weight=1.0)
    for _ in range(case["inputs"]["s"]):
        trust = remember(trust, np.zeros((2, 2)), one(0, 1, 2), forgetting=1.0, bad_weight=1.0)
    assert trust.expected[0, 1] == pytest.approx(case["expected"]["E"], abs=case["tol"])


def test_strangers_trust_each_other_by_half():
    assert np.all(fresh(3).expected == 0.5)


def test_a_breach_weighs_more_than_a_delivery():
    trust = remember(fresh(2), one(0, 1, 2), one(0, 1, 2), bad_weight=3.0)
    assert trust.expected[0, 1] == pytest.approx(2 / 6)


def test_memory_fades_towards_one_half():
    trust = Trust(np.full((2, 2), 20.0), np.zeros((2, 2)))
    for _ in range(200):
        trust = remember(trust, np.zeros((2, 2)), np.zeros((2, 2)), forgetting=0.9)
    assert trust.expected[0, 1] == pytest.approx(0.5, abs=1e-6)


def test_gossip_counts_as_much_as_its_source_is_trusted():
    """Nation 0 hears from 1, whom it trusts by three quarters, that 2 broke its word."""
    trust = Trust(2 * one(0, 1), np.zeros((3, 3)))
    after = remember(trust, np.zeros((3, 3)), one(1, 2), forgetting=1.0, bad_weight=1.0, gossip=0.4)
    assert after.bad[0, 2] == pytest.approx(0.4 * 0.75)
    assert after.bad[1, 2] == pytest.approx(1.0)
    assert after.bad[2, 2] == 0
    assert after.expected[0, 1] == trust.expected[0, 1]


@given(good=tables, bad=tables, kept=tables, broken=tables, forgetting=shares, gossip=shares, weight=st.floats(1, 10))
def test_trust_always_lies_between_none_and_full(good, bad, kept, broken, forgetting, gossip, weight):
    after = remember(Trust(good, bad), kept, broken, forgetting=forgetting, bad_weight=weight, gossip=gossip)
    assert np.all((after.expected > 0) & (after.expected < 1))
    assert 0 < after.mean() < 1


@given(good=tables, bad=tables, kept=tables, broken=tables)
def test_a_kept_promise_never_lowers_trust_and_a_broken_one_never_raises_it(good, bad, kept, broken):
    before = Trust(good, bad)
    nothing = np.zeros((N, N))
    assert np.all(remember(before, kept, nothing, forgetting=1.0).expected >= before.expected - 1e-12)
    assert np.all(remember(before, nothing, broken, forgetting=1.0).expected <= before.expected + 1e-12)


@given(promised=tables, delivered=tables)
def test_evidence_is_the_share_kept_and_the_share_broken(promised, delivered):
    kept, broken = evidence(promised, delivered)
    owed = np.asarray(promised) >= LEAST_OWED
    assert np.allclose((kept + broken)[owed], 1)
    assert np.all((kept + broken)[~owed] == 0)
    assert np.all((kept >= 0) & (broken >= 0))


def test_nobody_keeps_a_record_of_itself():
    trust = remember(fresh(2), np.eye(2), np.eye(2))
    assert trust.good.sum() == trust.bad.sum() == 0


def test_mean_trust_is_taken_over_pairs_of_members_only():
    trust = remember(fresh(3), one(0, 1), one(0, 2), forgetting=1.0)
    assert trust.mean([0, 1]) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert trust.mean([2]) == 0.5


def test_memories_are_not_changed_in_place():
    trust = fresh(2)
    remember(trust, one(0, 1, 2), one(1, 0, 2))
    assert trust.good.sum() == trust.bad.sum() == 0
    with pytest.raises(ValueError, match="read-only"):
        trust.good[0, 1] = 1


@given(own=shares, seen=shares, norm=shares, strength=shares)
def test_effort_answers_partners_in_kind(own, seen, norm, strength):
    target = effort(own, seen, norm, strength)
    assert 0 <= target <= 1
    if seen >= norm:
        assert target >= own - 1e-12
    else:
        assert target <= own + 1e-12
    assert effort(own, seen, norm, 0.0) == own


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Trust(np.zeros((2, 3)), np.zeros((2, 3))), r"square table \(nations, nations\), got shape \(2, 3\)"),
        (lambda: Trust(np.zeros((2, 2)), -np.ones((2, 2))), "bad must hold finite numbers of 0 or more, got -1.0"),
        (lambda: remember(fresh(2), np.zeros((3, 3)), np.zeros((2, 2))), "kept must have the shape of trust"),
        (lambda: remember(fresh(2), np.zeros((2, 2)), np.zeros((2, 2)), bad_weight=0.5), "bad_weight must be at least"),
        (lambda: evidence([[1.0]], [[1.0, 2.0]]), "must have one shape"),
        (lambda: effort(0.5, 0.5, 0.5, 2.0), "strength is a share"),
    ],
)
def test_impossible_memories_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
