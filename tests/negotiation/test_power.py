"""Votes weigh what the literature says, however they are counted."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.coalitions import power
from negotiation.coalitions.pool import sizes
from negotiation.coalitions.quotas import Quotas
from negotiation.coalitions.sharing import shapley
from negotiation.politics import voting
from negotiation.rulebook import find, names
from tests.negotiation.published import case


def council(name: str) -> tuple[Quotas, dict, float]:
    """Read a weighted vote of the published cases."""
    inputs, expected, tolerance = case(name)
    return Quotas([inputs["weights"]], [inputs["quota"]]), expected, tolerance


def security_council() -> Quotas:
    """UN Charter, Article 27: nine votes of fifteen, and all five permanent members."""
    return Quotas([[1] * 15, [1] * 5 + [0] * 10], [9, 5])


def test_permanent_members_of_the_security_council_hold_almost_all_power() -> None:
    """Shapley & Shubik 1954, for the council of fifteen since 1965."""
    _, expected, tolerance = case("unsc_shapley_shubik")
    index = power.shapley_shubik(security_council())
    assert index[:5] == pytest.approx([expected["permanent"]] * 5, abs=tolerance)
    assert index[5:] == pytest.approx([expected["nonpermanent"]] * 10, abs=tolerance)
    assert index[0] == pytest.approx(expected["permanent_dec"], abs=5e-6)
    assert index[-1] == pytest.approx(expected["nonpermanent_dec"], abs=5e-7)


def test_swings_in_the_security_council_are_848_and_84() -> None:
    """Felsenthal & Machover 1998."""
    _, expected, tolerance = case("unsc_banzhaf")
    rule = security_council()
    counts = power.swings(rule)
    assert counts[:5] == [expected["swings_permanent"]] * 5
    assert counts[5:] == [expected["swings_nonpermanent"]] * 10
    assert rule.winning().sum() == expected["winning"]
    index = power.banzhaf(rule)
    assert index[0] == pytest.approx(expected["normalized_permanent"], abs=tolerance)
    assert index[-1] == pytest.approx(expected["normalized_nonpermanent"], abs=tolerance)


@pytest.mark.parametrize("name", ["eec_1958", "wv_50_49_1"])
def test_small_councils_have_the_published_indices(name: str) -> None:
    """EEC Council 1958 and [51; 50, 49, 1]: Brams 1976; Felsenthal & Machover 1998; Britannica Guide, p. 194."""
    rule, expected, tolerance = council(name)
    assert power.banzhaf(rule) == pytest.approx(expected["banzhaf_norm"], abs=tolerance)
    assert power.shapley_shubik(rule) == pytest.approx(expected["shapley_shubik"], abs=tolerance)


def test_luxembourg_had_a_vote_and_no_power_in_1958() -> None:
    rule, _, _ = council("eec_1958")
    assert power.swings(rule)[-1] == 0


def test_the_council_of_nine_has_the_published_indices() -> None:
    """EEC Council 1973: Brams & Affuso 1976."""
    rule, expected, tolerance = council("eec_1973")
    assert power.swings(rule) == expected["banzhaf_swings"]
    assert power.shapley_shubik(rule) == pytest.approx(expected["shapley_shubik_dec"], abs=tolerance)


def test_the_council_of_ten_has_the_published_indices() -> None:
    """EEC Council 1981: Brams 1985. Luxembourg decides as often as Denmark with two votes against three."""
    rule, expected, tolerance = council("eec_1981")
    assert power.shapley_shubik(rule) == pytest.approx(expected["shapley_shubik_dec"], abs=tolerance)
    assert power.swings(rule)[-1] == power.swings(rule)[-2]


def test_the_council_of_twelve_has_the_published_indices() -> None:
    """EC Council 1986: Felsenthal & Machover 1998."""
    rule, expected, tolerance = council("eec_1986")
    assert power.swings(rule) == expected["banzhaf_swings"]
    assert sum(power.swings(rule)) == expected["banzhaf_total"]
    assert power.shapley_shubik(rule) == pytest.approx(expected["shapley_shubik"], abs=tolerance)


def energy_agency() -> tuple[Quotas, list[str], dict]:
    """Agreement on an International Energy Program, Article 62 (2022): combined and general weights."""
    inputs, expected, _ = case("iea_2022")
    nations = list(inputs["consumption"])
    general = np.full(len(nations), float(inputs["general"]))
    combined = general + list(inputs["consumption"].values())
    shares = np.array(inputs["quotas"])
    return Quotas([combined, general], shares * [combined.sum(), general.sum()]), nations, expected


def test_the_united_states_cannot_block_the_energy_agency_alone() -> None:
    """IEP Agreement, Article 62, as amended in 2022."""
    rule, nations, expected = energy_agency()
    states = nations.index("united_states")
    assert rule.n == expected["members"]
    assert rule.weights[0].sum() == expected["total"]
    assert rule.weights[0, states] == expected["united_states"]
    assert (states in power.blockers(rule)) is expected["united_states_blocks_alone"]
    everyone = (1 << rule.n) - 1
    allies = [nations.index(name) for name in ("united_states", "japan", "germany", "france")]
    assert not rule.carried(everyone ^ sum(1 << nation for nation in allies))
    assert rule.carried(everyone ^ sum(1 << nation for nation in allies[:3]))


def test_power_in_the_energy_agency_follows_weight_and_sums_to_one() -> None:
    rule, nations, _ = energy_agency()
    for index in (power.banzhaf(rule), power.shapley_shubik(rule)):
        assert index.sum() == pytest.approx(1)
        order = np.argsort(rule.weights[0], kind="stable")
        assert (np.diff(index[order]) >= -1e-12).all()
    # Far more than its 45 of 190 weights, since nobody else comes near.
    assert power.shapley_shubik(rule)[nations.index("united_states")] > 45 / 190


whole_weights = st.lists(st.integers(0, 12), min_size=1, max_size=8).filter(any)


@settings(max_examples=80, deadline=None)
@given(weights=whole_weights, part=st.floats(0.05, 1.0), heads=st.floats(0.05, 1.0))
def test_generating_functions_count_what_listing_counts(weights: list[int], part: float, heads: float) -> None:
    n = len(weights)
    rule = Quotas([weights, [1] * n], [max(part * sum(weights), 0.5), max(heads * n, 0.5)])
    listed = power.swings(rule.winning())
    assert [sum(counts) for counts in rule._generated()] == listed
    assert power.swings(rule) == listed


@settings(max_examples=60, deadline=None)
@given(weights=whole_weights, part=st.floats(0.05, 1.0))
def test_shapley_shubik_is_the_shapley_value_of_the_vote(weights: list[int], part: float) -> None:
    """Shapley & Shubik 1954."""
    rule = Quotas([weights], [max(part * sum(weights), 0.5)])
    assert power.shapley_shubik(rule) == pytest.approx(shapley.value(rule.winning().astype(float)), abs=1e-12)


def test_many_members_are_counted_exactly_beyond_whole_numbers_of_64_bits() -> None:
    n = 71
    rule = Quotas([[1] * n], [36])
    assert power.shapley_shubik(rule) == pytest.approx(np.full(n, 1 / n), rel=1e-12)
    assert power.swings(rule) == [comb(70, 35)] * n
    assert comb(70, 35) > 2**64
    assert power.decisiveness(rule)[0] == pytest.approx(comb(70, 35) / 2**70)


@pytest.mark.parametrize("name", names(voting))
def test_power_under_every_voting_rule_of_an_accord_sums_to_one(name: str) -> None:
    weights = np.array([5.0, 3, 2, 2, 1])
    decision = power.winning_by(find(voting, name, "carried"), weights)
    assert power.shapley_shubik(decision).sum() == pytest.approx(1)
    assert power.banzhaf(decision).sum() == pytest.approx(1)
    assert (np.diff(power.shapley_shubik(decision)) <= 1e-12).all()


def test_under_unanimity_everybody_blocks_and_nobody_has_more_power() -> None:
    decision = power.winning_by(find(voting, "unanimity", "carried"), np.array([9.0, 1, 1]))
    assert power.blockers(decision) == [0, 1, 2]
    assert power.banzhaf(decision) == pytest.approx([1 / 3] * 3)


def test_pivotal_members_are_those_whose_change_of_mind_changes_the_vote() -> None:
    rule = Quotas([[50, 49, 1]], [51])
    assert power.pivotal(rule, 0b011) == [0, 1]
    assert power.pivotal(rule, 0b111) == [0]
    assert power.pivotal(rule, 0b001) == [1, 2]
    assert power.pivotal(rule.winning(), 0b001) == [1, 2]
    assert power.pivotal(rule, 0) == []


def test_a_quota_worked_out_from_a_share_forgives_rounding() -> None:
    # 0.6 * 15 comes out a hair above 9 or below, as the machine likes.
    assert Quotas([[0.1] * 3], [0.3]).carried(0b111)
    assert Quotas([[5, 4, 6]], [0.6 * 15]).carried(0b011)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: Quotas([[1, 2]], [1, 2]), "one quota per row"),
        (lambda: Quotas([[1, -2]], [1]), "weights must be 0 or more"),
        (lambda: Quotas([[1, 2]], [4]), r"at most the sum of the weights \[3.0\], got \[4.0\]"),
        (lambda: Quotas([[1, 2]], [0]), "above 0"),
        (lambda: Quotas([[1] * 21], [11]).winning(), "up to 20 members, got 21"),
        (lambda: power.swings(Quotas([[1.5] * 21], [11])), "small whole weights only"),
        (lambda: power.banzhaf(sizes(3) < 2), "nobody must not carry it"),
        (lambda: power.winning_by(lambda votes, _: votes.sum() == 1, np.ones(3)), "fail because member 0 agrees"),
    ],
)
def test_a_wrong_vote_is_refused_with_one_clear_sentence(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
