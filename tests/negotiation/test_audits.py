"""Audits: how often one must look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.compliance.audits import audit, detection_chance, deterrent_audit_rate, inspection_equilibrium
from tests.negotiation.published import cases

CASES = cases()
shares = st.floats(0, 1)


def test_audit_deterrence_becker_1968():
    """Comply iff audit rate x power x (fine + restitution) >= gain."""
    case = CASES["audit_deterrence"]
    told = case["inputs"]
    rate = deterrent_audit_rate(told["gain"], told["detect"], told["sanction"])
    assert rate == pytest.approx(case["expected"]["min_audit_prob"], abs=case["tol"])


def test_inspection_game_avenhaus_von_stengel_zamir_2002():
    """In the mixed equilibrium a* = g/(d f) and v* = c/(d f), and neither side gains by changing."""
    told = CASES["audit_deterrence"]["inputs"]
    found = inspection_equilibrium(
        told["gain"], told["detect"], told["sanction"], told["audit_cost"], told["recovered"]
    )
    assert found.audit_rate == pytest.approx(0.5)
    assert found.breach_rate == pytest.approx(0.125)
    breach_pays = told["gain"] - found.audit_rate * told["detect"] * told["sanction"]
    audit_pays = found.breach_rate * told["detect"] * told["recovered"] - told["audit_cost"]
    assert breach_pays == pytest.approx(0)
    assert audit_pays == pytest.approx(0)


@given(
    gain=st.floats(0.01, 50), power=st.floats(0.01, 1), sanction=st.floats(0.01, 50),
    cost=st.floats(0, 20), recovered=st.floats(0, 50),
)  # fmt: skip
def test_nobody_gains_by_leaving_the_inspection_equilibrium(gain, power, sanction, cost, recovered):
    found = inspection_equilibrium(gain, power, sanction, cost, recovered)

    def inspected(breach):
        return breach * (gain - found.audit_rate * power * sanction)

    def inspector(look):
        return look * (found.breach_rate * power * recovered - cost)

    assert inspected(found.breach_rate) >= max(inspected(0), inspected(1)) - 1e-9
    assert inspector(found.audit_rate) >= max(inspector(0), inspector(1)) - 1e-9


@given(rate=shares, power=shares, disclosure=shares)
def test_detection_is_a_chance_that_each_road_only_raises(rate, power, disclosure):
    chance = detection_chance(rate, power, disclosure)
    assert max(rate * power, disclosure) - 1e-12 <= chance <= min(rate * power + disclosure, 1) + 1e-12


def test_audits_find_what_their_power_allows_and_accuse_the_honest_as_often_as_said():
    rng = np.random.default_rng(5)
    guilty = [audit(True, 0.5, rng, power=0.8) for _ in range(4000)]
    honest = [audit(False, 0.5, rng, false_alarm=0.05, cost=0.2) for _ in range(4000)]
    # Three standard errors of a share of 0.4 in 4,000 are 0.024; of 0.025, 0.008.
    assert np.mean([f.alleged for f in guilty]) == pytest.approx(0.4, abs=0.024)
    assert np.mean([f.alleged for f in honest]) == pytest.approx(0.025, abs=0.008)
    assert all(f.audited for f in guilty + honest if f.alleged)
    assert {f.cost for f in honest} == {0.0, 0.2}


def test_no_audit_deters_where_there_is_no_sanction():
    assert deterrent_audit_rate(1, 0.8, 0) == float("inf")
    assert deterrent_audit_rate(0, 0.8, 0) == 0
    with pytest.raises(ValueError, match="power is a share"):
        deterrent_audit_rate(1, 1.8, 10)
