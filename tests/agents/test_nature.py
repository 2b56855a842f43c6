"""Nature's path is drawn ahead, named by its hash, and the same for every regime."""

from dataclasses import replace

import numpy as np
import pytest

from agents.nature import draw
from agents.streams import STREAMS, stream
from scenarios.loader import load


def test_the_same_key_gives_the_same_draws():
    assert np.array_equal(stream("nature", 7, 0, 3).random(5), stream("nature", 7, 0, 3).random(5))


@pytest.mark.parametrize("name", sorted(STREAMS))
def test_streams_seeds_replications_and_keys_differ(name):
    first = stream(name, 7, 0, 1).random()
    others = [stream(other, 7, 0, 1).random() for other in STREAMS if other != name]
    others += [stream(name, 8, 0, 1).random(), stream(name, 7, 1, 1).random(), stream(name, 7, 0, 2).random()]
    assert first not in others


def test_an_unknown_stream_and_a_negative_seed_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="no stream called 'weather'; there are nature"):
        stream("weather", 1)
    with pytest.raises(ValueError, match="seed must be 0 or above, got -1"):
        stream("nature", -1)


def test_changing_one_risk_leaves_all_other_shocks_where_they_were():
    setting = load("baseline_2024")
    calmer = replace(setting, risks=replace(setting.risks, export_ban=0.0))
    before = [shock for shock in draw(setting, 7).shocks if shock.kind != "export ban"]
    assert before == list(draw(calmer, 7).shocks)
    assert before


def test_a_longer_run_begins_with_the_same_shocks():
    setting = load("baseline_2024")
    short = draw(replace(setting, rounds=8), 3).shocks
    long = draw(replace(setting, rounds=30), 3).shocks
    assert [shock for shock in long if shock.start < 32] == list(short)


def test_the_hash_tells_paths_apart_and_knows_them_again():
    setting = load("baseline_2024")
    assert draw(setting, 7).hash == draw(setting, 7).hash != draw(setting, 8).hash


def test_shocks_strike_as_often_as_the_scenario_says():
    setting = replace(load("baseline_2024"), rounds=100)
    bans = [sum(shock.kind == "export ban" for shock in draw(setting, seed).shocks) for seed in range(60)]
    chance = setting.risks.export_ban
    error = (100 * chance * (1 - chance) / 60) ** 0.5
    assert abs(np.mean(bans) - 100 * chance) < 4 * error


def test_a_shock_is_active_from_its_start_for_its_length():
    shock = next(s for s in draw(load("baseline_2024"), 7).shocks)
    assert [
        shock.active(q)
        for q in (shock.start - 1, shock.start, shock.start + shock.quarters - 1, shock.start + shock.quarters)
    ] == [False, True, True, False]
