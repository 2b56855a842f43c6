"""Politics: parliaments, elections, votes and leaving."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.politics import voting
from negotiation.politics.elections import elect
from negotiation.politics.membership import carried, expired, give_notice, unhappy_years
from negotiation.politics.ratification import ratification_chance, ratify
from negotiation.rulebook import find, names

shares = st.floats(0, 1)
ballots = st.lists(st.booleans(), min_size=1, max_size=12)


def test_a_gain_at_the_threshold_is_an_even_bet():
    assert ratification_chance(3, 100, 0.03) == pytest.approx(0.5)
    assert ratification_chance(5, 100, 0.03, softness=0.02) == pytest.approx(1 / (1 + np.exp(-1)))
    assert ratification_chance(3, 100, 0.03, softness=0) == 1
    assert ratification_chance(2.9, 100, 0.03, softness=0) == 0


@given(gain=st.floats(-1e6, 1e6), more=st.floats(0, 1e6), stakes=st.floats(0.01, 1e6), threshold=st.floats(-0.5, 1))
def test_a_larger_gain_never_makes_ratification_less_likely(gain, more, stakes, threshold):
    low = ratification_chance(gain, stakes, threshold)
    high = ratification_chance(gain + more, stakes, threshold)
    assert 0 <= low <= high <= 1


def test_a_veto_player_stops_what_lies_below_its_line():
    told = ratify(1.0, 100.0, -0.5, np.random.default_rng(1), veto=0.02)
    assert not told.ratified
    assert told.chance == 0
    assert "below the veto player's 2 %" in told.reason


def test_disputes_wear_down_ratification():
    rng = np.random.default_rng(2)
    fresh = np.mean([ratify(3.0, 100.0, 0.03, rng).ratified for _ in range(3000)])
    tired = np.mean([ratify(3.0, 100.0, 0.03, rng, support=0.5).ratified for _ in range(3000)])
    # Three standard errors of a share of one half in 3,000 are 0.027.
    assert fresh == pytest.approx(0.5, abs=0.027)
    assert tired == pytest.approx(0.25, abs=0.027)


@given(seed=st.integers(0, 10_000), low=st.integers(0, 4), extra=st.integers(0, 5))
def test_ratification_takes_no_less_and_no_longer_than_said(seed, low, extra):
    told = ratify(1.0, 10.0, 0.0, np.random.default_rng(seed), lag=(low, low + extra))
    assert low <= told.lag <= low + extra


def test_the_lag_reaches_both_ends():
    rng = np.random.default_rng(3)
    assert {ratify(1.0, 10.0, 0.0, rng, lag=(1, 6)).lag for _ in range(300)} == {1, 2, 3, 4, 5, 6}


@given(threshold=st.floats(-0.2, 0.5), usual=st.floats(-0.2, 0.5), turnover=shares, seed=st.integers(0, 999))
def test_a_new_government_asks_for_more_and_the_shock_fades(threshold, usual, turnover, seed):
    after = elect(threshold, turnover, np.random.default_rng(seed), usual=usual)
    calm = (threshold + usual) / 2
    assert after.threshold >= calm - 1e-12
    if not after.changed:
        assert after.threshold == pytest.approx(calm)


def test_governments_fall_as_often_as_said():
    rng = np.random.default_rng(4)
    fallen = np.mean([elect(0.02, 0.1, rng).changed for _ in range(3000)])
    # Three standard errors of a share of 0.1 in 3,000 are 0.016.
    assert fallen == pytest.approx(0.1, abs=0.016)


def test_votes_are_counted_as_each_rule_says():
    yes2of4 = [True, True, False, False]
    assert not carried(yes2of4, "simple")
    assert carried([True, True, True, False], "simple")
    assert not carried([True, True, True, False], "unanimity")
    assert carried(yes2of4, "weighted", [3, 3, 1, 1])
    assert carried(yes2of4, "double", [3, 3, 1, 1])
    assert not carried([True, False, False, False], "double", [7, 1, 1, 1])


def test_one_large_member_cannot_block_the_iea_majority():
    """IEA 2022: 30 members, 190 votes, United States 45; without it 145 of 190 (76 %) and 29 of 30 carry."""
    weights = np.array([45.0] + [5.0] * 29)
    votes = np.array([False] + [True] * 29)
    assert weights.sum() == 190
    assert carried(votes, "double", weights)


@pytest.mark.parametrize("rule", names(voting))
@given(votes=ballots, data=st.data())
def test_one_more_yes_never_defeats_a_proposal(rule, votes, data):
    weights = np.array(data.draw(st.lists(st.floats(0.1, 50), min_size=len(votes), max_size=len(votes))))
    verdict = find(voting, rule, "carried")
    before = verdict(np.array(votes), weights)
    turned = np.array(votes)
    turned[data.draw(st.integers(0, len(votes) - 1))] = True
    assert not before or verdict(turned, weights)
    assert verdict(np.ones(len(votes), dtype=bool), weights)
    assert not verdict(np.zeros(len(votes), dtype=bool), weights)


@pytest.mark.parametrize("rule", sorted(set(names(voting)) - {"double"}))
@given(votes=ballots)
def test_a_proposal_and_its_opposite_are_never_both_carried(rule, votes):
    assert not (carried(votes, rule) and carried([not vote for vote in votes], rule))


def test_a_member_leaves_only_after_unhappy_years_in_a_row():
    years = 0
    for inside, outside in ((10, 12), (10, 9), (10, 12), (10, 13)):
        years = unhappy_years(years, inside, outside, hysteresis=1.0)
    assert years == 2
    assert unhappy_years(1, 10, 10.5, hysteresis=1.0) == 0


def test_notice_binds_and_leaving_costs_its_fee():
    notice = give_notice(3, quarter=8, notice_quarters=4, contribution=2.5, fee_years=2)
    assert (notice.leaves, notice.fee) == (12, 5.0)


def test_an_agreement_ends_at_its_sunset():
    assert not expired(4, 8, 11)
    assert expired(4, 8, 12)
    assert not expired(4, 0, 400)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: carried([True], "unanimty"), "Did you mean 'unanimity'?"),
        (lambda: carried([]), "votes must list a yes or no of each member"),
        (lambda: carried([True, False], "weighted", [0, 0]), "weights must be 0 or more, not all 0"),
        (lambda: ratification_chance(1, 0, 0.1), "stakes must be above 0 USD m/yr, got 0"),
        (lambda: ratify(1, 1, 0, np.random.default_rng(1), lag=(3, 1)), "lag must run from fewer to more quarters"),
        (lambda: give_notice(1, 1, -1), "notice must be 0 quarters or more, got -1"),
    ],
)
def test_impossible_politics_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
