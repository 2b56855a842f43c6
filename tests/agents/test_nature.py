"""Nature's path is drawn ahead, named by its hash, and the same for every regime."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.world.nature import draw
from agents.world.streams import stream
from scenarios.loader import load

ROOT = Path(__file__).parents[2]


def test_the_same_key_gives_the_same_draws():
    assert np.array_equal(stream("export bans", 7, 0, 3).random(5), stream("export bans", 7, 0, 3).random(5))


def test_streams_seeds_replications_and_keys_differ():
    keys = [("elections", 7, 0, 1), ("summit", 7, 0, 1), ("elections", 8, 0, 1), ("elections", 7, 1, 1)]
    keys += [("elections", 7, 0, 2), ("election", 7, 0, 1)]
    drawn = [stream(*key).random() for key in keys]
    assert len(set(drawn)) == len(drawn)


# The levers of the year are the same wherever a year is lived, and so is the summit that a seat looks ahead at.
SHARED = {"levers": {"model", "unilateral_path"}, "summit": {"accord_year", "study"}}


def test_no_two_uses_of_chance_share_a_stream():
    used = {}
    for file in sorted(file for folder in ("agents", "scenarios") for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "stream":
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{file.name}: a stream is named in words where it is drawn from"
                used.setdefault(name.value, []).append(file.stem)
    assert len(used) > 10
    twice = {name: files for name, files in used.items() if len(files) > 1}
    assert {name: set(files) for name, files in twice.items()} == SHARED
    assert all(len(files) == 2 for files in twice.values())


def test_a_stream_without_a_name_and_a_negative_seed_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="a stream needs a name, got an empty one"):
        stream("", 1)
    with pytest.raises(ValueError, match="seed must be 0 or above, got -1"):
        stream("export bans", -1)


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
