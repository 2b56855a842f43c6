"""Sittings of a lived year can be opened and looked at."""

import pickle

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.year.ventures import BEYOND_REACH
from negotiation.bargaining.points import kalai_smorodinsky, nash
from scenarios.loader import load
from scenarios.records import meeting
from scenarios.run import run


@pytest.fixture(scope="module")
def lived():
    model = AllianceModel(load("baseline_2024"), "bilateral", 7)
    years = []
    for _ in range(2):
        model.step()
        years.append((list(model.held), list(model.struck), meeting.of_year(model)))
    return years


def test_every_sitting_of_the_year_is_kept_and_none_of_the_year_before(lived):
    for number, (held, struck, sat) in enumerate(lived):
        assert len(sat) == len(held) + len(struck) > 0
        assert {one.year for one in sat} == {2025 + number}


def test_an_opened_sitting_shows_what_it_was_about_to_the_same_bits(lived):
    for held, struck, sat in lived:
        for one, kept in zip(held, sat[len(struck) :], strict=True):
            seen = kept.look()
            assert np.array_equal(seen.utilities, one.table.worth)
            assert seen.sitting.offers == one.sitting.offers
            assert seen.sitting.agreement == one.sitting.agreement
            assert [item.name for item in seen.agenda] == [item.name for item in one.table.agenda]
            assert len(seen.reasons) == len(one.sitting.offers)


def test_a_sitting_over_a_plant_keeps_what_each_would_have_alone(lived):
    for _, struck, sat in lived:
        for (one, number), kept in zip(struck, sat, strict=False):
            seen = kept.look()
            assert tuple(seen.reservations) == one.walls
            assert kept.about == ("" if number is None else f"A{number}")
            assert kept.label.endswith("no agreement" if number is None else f"agreement A{number}")


def test_what_a_side_cannot_pay_suits_nobody_and_changes_no_point_of_theory(lived):
    for _, struck, sat in lived:
        for (one, _), kept in zip(struck, sat, strict=False):
            seen, walls = kept.look(), np.array(one.walls)
            beyond = one.table <= BEYOND_REACH / 2
            assert beyond.any()
            assert (seen.utilities[beyond] < np.broadcast_to(walls[:, None], beyond.shape)[beyond]).all()
            assert np.array_equal(seen.utilities[~beyond], one.table[~beyond])
            assert seen.both_gain == (one.table >= walls[:, None]).all(axis=0).sum()
            assert (seen.nash, seen.kalai) == (nash(one.table, walls), kalai_smorodinsky(one.table, walls))
            assert "it cannot pay its part" in " ".join(seen.reasons)
            assert "e+06" not in " ".join(seen.reasons)


def test_what_is_kept_is_small_and_can_be_sent_to_another_process(lived):
    for _, struck, sat in lived:
        for kept in sat[len(struck) :]:
            packed = pickle.dumps(kept)
            assert len(packed) < 10_000
            assert np.array_equal(pickle.loads(packed).look().utilities, kept.look().utilities)  # noqa: S301


def test_a_record_keeps_sittings_by_year_and_a_lonely_regime_has_none():
    record = run(load("baseline_2024"), regime="bilateral", seed=7, rounds=2)
    assert {sat.year for sat in record.sittings} == {2025, 2026}
    assert {sat.year for sat in record.until(2025).sittings} == {2025}
    assert not run(load("pair"), regime="unilateral", rounds=1).sittings
