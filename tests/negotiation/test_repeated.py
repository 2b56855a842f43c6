"""Repeated games: a promise between two holds exactly as long as theory says, on paper and in play."""

from fractions import Fraction
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from negotiation.compliance.breach import decides_to_breach
from negotiation.compliance.repeated import (
    NEVER,
    StageGame,
    alternation_threshold,
    always_break,
    break_in_turn,
    cournot_game,
    cournot_threshold,
    grim,
    grim_threshold,
    play,
    threshold,
    tit_for_tat,
    tit_for_tat_threshold,
    value,
)
from tests.negotiation.published import cases

CASES = cases()
PD = StageGame(5, 3, 1, 0)
FINE = 1e-4
"""What playing out 400 rounds can tell apart near the thresholds tested."""


@st.composite
def games(draw):
    steps = [draw(st.integers(1, 20)) for _ in range(3)]
    low = draw(st.integers(-20, 20))
    return StageGame(low + sum(steps), low + steps[0] + steps[1], low + steps[0], low)


def test_prisoners_dilemma_thresholds_friedman_1971_axelrod_1984():
    case = CASES["pd_thresholds"]
    game = StageGame(*(case["inputs"][name] for name in "TRPS"))
    assert grim_threshold(game) == pytest.approx(float(Fraction(case["expected"]["grim"])), abs=case["tol"])
    assert tit_for_tat_threshold(game) == pytest.approx(float(Fraction(case["expected"]["tft"])), abs=case["tol"])


def test_the_same_thresholds_appear_in_play():
    assert threshold(grim, PD) == pytest.approx(1 / 2, abs=FINE)
    assert threshold(tit_for_tat, PD) == pytest.approx(2 / 3, abs=FINE)


@given(game=games())
def test_grim_and_tit_for_tat_hold_in_play_from_their_thresholds_on(game):
    on_paper = (grim_threshold(game), tit_for_tat_threshold(game))
    assume(max(on_paper) < 0.95 or on_paper[1] > 1)
    assert threshold(grim, game) == pytest.approx(on_paper[0], abs=FINE)
    played = threshold(tit_for_tat, game)
    assert played == NEVER if on_paper[1] > 1 else played == pytest.approx(on_paper[1], abs=FINE)


def test_below_the_threshold_partners_may_still_take_turns():
    """From one quarter on, alternation with a punishment without end beats no cooperation at all."""
    assert alternation_threshold(PD) == pytest.approx(1 / 4)
    for patience, pays in ((0.24, False), (0.26, True)):
        # The one whose turn it is to keep the promise: S now, T next, and so on; the way out is P for ever.
        turns = play(lambda own, seen: len(own) % 2 == 0, break_in_turn, PD, 400)[0]
        assert turns[:4] == [0, 5, 0, 5]
        assert (value(turns, patience) >= value([1.0] * 400, patience)) == pays


@pytest.mark.parametrize("firms", [2, 3, 5, 10])
def test_a_cournot_cartel_holds_from_its_published_patience_on(firms):
    """(n+1)^2/(n^2+6n+1): on paper from the market's own payoffs, and in play."""
    assert grim_threshold(cournot_game(firms)) == pytest.approx(cournot_threshold(firms))
    assert threshold(grim, cournot_game(firms)) == pytest.approx(cournot_threshold(firms), abs=FINE)


def test_a_cournot_firm_cannot_do_better_than_the_best_breach():
    game, quota = cournot_game(4), 1 / 8
    outputs = np.linspace(0, 1, 10_001)
    assert np.max(outputs * (1 - 3 * quota - outputs)) == pytest.approx(game.temptation, abs=1e-6)


@pytest.mark.parametrize("lag", [1, 2, 3, 5])
def test_late_detection_asks_for_the_root_of_the_patience(lag):
    assert grim_threshold(PD, lag=lag) == pytest.approx(0.5 ** (1 / lag))
    assert threshold(grim, PD, lag=lag) == pytest.approx(0.5 ** (1 / lag), abs=FINE)


@pytest.mark.parametrize("detection", [1.0, 0.8, 0.5, 0.25])
def test_uncertain_detection_asks_for_more_patience(detection):
    """(T-R)/((T-R)+p(R-P)): 0.5, 0.556, 0.667, 0.8 for the dilemma 5, 3, 1, 0."""
    published = 2 / (2 + detection * 2)
    assert grim_threshold(PD, detection=detection) == pytest.approx(published)
    assert threshold(grim, PD, detection=detection, rounds=200) == pytest.approx(published, abs=1e-3)


@given(game=games(), lag=st.integers(1, 6), detection=st.floats(0.01, 1))
def test_worse_sight_never_makes_promises_stronger(game, lag, detection):
    best = grim_threshold(game)
    assert 0 < best < 1
    assert grim_threshold(game, lag=lag) >= best - 1e-12
    assert grim_threshold(game, detection=detection) >= best - 1e-12


def supply_game(patience, *, detection=1.0, retaliation=True, gain=2.0, loss=2.0, rounds=40):
    """Let two nations decide every round by their own reckoning; return the share of promises kept.

    A breach that is found ends the relation for good (free retaliation); without retaliation it costs nothing.
    """
    rng = np.random.default_rng(0)
    kept, alive = 0, True
    for _ in range(rounds):
        for _ in range(2):
            relation = loss if retaliation and alive else 0.0
            choice = decides_to_breach(gain, detection, 0.0, relation, patience, 0.0, rng, look_ahead=inf)
            kept += not choice.breaches
            alive = alive and not (retaliation and choice.breaches)
    return kept / (2 * rounds)


@pytest.mark.parametrize("detection", [1.0, 0.5])
def test_two_nations_that_reckon_keep_their_promises_from_the_published_patience_on(detection):
    """With free retaliation and sure detection the folk result appears; the model's own reckoning is what decides."""
    published = grim_threshold(PD, detection=detection)
    sweep = np.arange(0.05, 1.0, 0.01)
    kept = np.array([supply_game(patience, detection=detection) for patience in sweep])
    assert np.all((kept == 0) | (kept == 1))
    assert sweep[kept == 1].min() == pytest.approx(published, abs=0.011)
    assert np.all(np.diff(kept) >= 0)


def test_without_retaliation_no_patience_keeps_a_promise():
    assert all(supply_game(patience, retaliation=False) == 0 for patience in np.arange(0.05, 1.0, 0.05))


def test_axelrods_ten_turns_of_tit_for_tat_against_constant_breach():
    """Nine to fourteen, as the Axelrod library plays it."""
    assert sum(play(tit_for_tat, always_break, PD, 10)[0]) == 9
    assert sum(play(always_break, tit_for_tat, PD, 10)[0]) == 14


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: StageGame(3, 5, 1, 0), "payoffs must fall from temptation"),
        (lambda: grim_threshold(PD, lag=0), "lag must be at least 1 round, got 0"),
        (lambda: grim_threshold(PD, detection=0), "detection must be above 0 and at most 1, got 0"),
        (lambda: grim_threshold(PD, lag=2, detection=0.5), "late and uncertain detection together have no closed form"),
        (lambda: threshold(tit_for_tat, PD, detection=0.5), "uncertain detection is played for grim only"),
        (lambda: cournot_threshold(1), "a cartel has at least 2 firms, got 1"),
        (lambda: cournot_game(0), "a cartel has at least 2 firms, got 0"),
    ],
)
def test_impossible_games_are_refused_in_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
