"""Settlement in the shadow of the law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.disputes.settlement import Range, enforcement, screening, settlement_range, shadow
from negotiation.disputes.terms import DisputeTerms
from tests.negotiation.published import cases

CASES = cases()
shares = st.floats(0, 1)
costs = st.floats(0, 50)


def test_settlement_range_cooter_rubinfeld_1989():
    """From pJ - c_c to pJ + c_d, and the Nash bargain in the middle."""
    case = CASES["settlement_range"]
    told, expected = case["inputs"], case["expected"]
    room = settlement_range(told["J"], told["p"], told["c_c"], told["c_d"])
    assert (room.low, room.high) == pytest.approx((expected["low"], expected["high"]))
    assert room.split() == pytest.approx(expected["midpoint"])


@given(award=st.floats(0.1, 1e4), chance=shares, ours=costs, theirs=costs, weight=shares)
def test_those_who_agree_on_the_merit_always_find_a_sum(award, chance, ours, theirs, weight):
    room = settlement_range(award, chance, ours, theirs)
    assert not room.empty
    assert room.low - 1e-9 <= room.split(weight) <= room.high + 1e-9
    assert 0 <= room.low <= room.high <= award


def test_two_optimists_find_none():
    room = settlement_range(100, 0.9, 5, 5, respondent_chance=0.5)
    assert room.empty
    with pytest.raises(ValueError, match="no settlement suits both: at least 85, at most 55 USD m"):
        room.split()


@given(weight=shares, more=shares)
def test_a_stronger_claimant_gets_no_less(weight, more):
    room = Range(10, 30)
    low, high = sorted((weight, more))
    assert room.split(low) <= room.split(high)


@given(low=st.floats(0, 0.4), spread=st.floats(0.1, 0.5), ours=st.floats(0.1, 20), theirs=st.floats(0.1, 20))
def test_the_screening_demand_beats_every_other_demand_bebchuk_1984(low, spread, ours, theirs):
    """What the claimant expects from demand S, when the respondent pays if its own pJ + c_d is at least S."""
    high, award = low + spread, 100.0
    best = screening(low, high, award, ours, theirs)
    cuts = np.linspace(low, high, 401)
    demands = cuts * award + theirs
    tried = (cuts - low) / spread
    # Mean chance of those who refuse is half-way from low to the cut.
    payoff = (1 - tried) * demands + tried * ((low + cuts) / 2 * award - ours)
    paid = (1 - best.trial_chance) * best.demand + best.trial_chance * ((low + best.cutoff) / 2 * award - ours)
    assert paid >= payoff.max() - 1e-9
    assert 0 <= best.trial_chance <= 1


def test_dearer_courts_mean_fewer_trials():
    chances = [screening(0.4, 0.8, 100, cost, cost).trial_chance for cost in (0, 5, 10, 20, 40)]
    assert chances == pytest.approx([1.0, 0.75, 0.5, 0.0, 0.0])


def test_a_forum_without_a_panel_casts_no_shadow():
    terms = DisputeTerms()
    assert shadow(50, 0.85, "none", terms) == 0
    assert shadow(50, 0.85, "consultation", terms) == 0
    assert shadow(50, 0.85, "panel", terms) > 30


def test_a_claim_too_small_for_its_costs_casts_none_either():
    terms = DisputeTerms(fixed_cost=5.0)
    assert shadow(4, 0.85, "panel", terms) == 0


def test_a_void_in_place_of_an_appeals_body_weakens_every_award():
    there, gone = DisputeTerms(), DisputeTerms(appeal_body=False)
    assert enforcement("appeal", gone) < enforcement("appeal", there)
    assert enforcement("panel", gone) == enforcement("panel", there)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: settlement_range(100, 1.4, 1, 1), "chance is a share and must lie between 0 and 1, got 1.4"),
        (lambda: settlement_range(-1, 0.4, 1, 1), "award must be at least 0 USD m, got -1"),
        (lambda: screening(0.6, 0.5, 100, 1, 1), "chances must satisfy 0 <= low < high <= 1, got 0.6 and 0.5"),
        (lambda: screening(0.4, 0.5, 0, 1, 1), "award must be above 0 USD m, got 0"),
    ],
)
def test_impossible_figures_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
