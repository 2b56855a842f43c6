"""Analyses give known answers, refuse what would be false, and never see what failed."""

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol

from scenarios.experiment import Experiment
from scenarios.sweep.analyses import morris, prim, sobol
from scenarios.sweep.analyses.replications import _reached
from scenarios.sweep.bootstrap import draws, interval, ratio
from scenarios.sweep.designs import sobol as sobol_design
from scenarios.sweep.parameter import Parameter
from scenarios.sweep.target import parsed
from tests.scenarios import toys

ANGLE = {"low": -np.pi, "high": np.pi}
CUBE = {"x1": ANGLE, "x2": ANGLE, "x3": ANGLE}
PROBLEM = {"num_vars": 3, "names": list(CUBE), "bounds": [[-np.pi, np.pi]] * 3}


def shares():
    """S1 and ST of Ishigami's function with a = 7, b = 0.1, after Ishigami and Homma (1990)."""
    first = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    second = 7**2 / 8
    both = 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = first + second + both
    return np.array([[first, second, 0], [first + both, second, both]]) / total


def lived(tmp_path, model, name="out", **tables):
    made = Experiment.of({"experiment": {"name": "asked"}, "run": {"chunk": 100}} | tables, model=model)
    return made.live(tmp_path / name, executor="serial")


def test_true_shares_of_ishigami_lie_in_the_intervals_of_at_least_18_of_20_seeds():
    parameters = [Parameter(path=name, low=-np.pi, high=np.pi) for name in CUBE]
    hits = np.zeros((2, 3), int)
    for seed in range(20):
        points = sobol_design.points(parameters, seed, n=512)
        values = np.array([toys.ishigami(point, {}, 0)["y"] for point in points]).reshape(512, 5)
        low, high = interval(np.array([sobol.indices(values[rows]) for rows in draws(512, 500)]), 512)
        hits += (low <= shares()) & (shares() <= high)
    assert (hits >= 18).all(), hits


def test_shares_agree_with_salib(tmp_path):
    results = lived(tmp_path, toys.ishigami, parameters=CUBE, design={"kind": "sobol", "n": 256})
    ours = results.finding("sobol", metric="y", bootstrap=50).table
    theirs = salib_sobol.analyze(
        PROBLEM, results.table("y")["value"].to_numpy(), calc_second_order=False, num_resamples=10, seed=1
    )
    # SALib normalises the figures first; on so many blocks the estimates differ in the third digit.
    assert np.allclose(ours["S1"], theirs["S1"], atol=0.01)
    assert np.allclose(ours["ST"], theirs["ST"], atol=0.01)


def test_a_block_with_a_failed_run_is_left_out_whole_and_counted(tmp_path):
    tables = {"parameters": CUBE, "design": {"kind": "sobol", "n": 256}}
    full = lived(tmp_path, toys.ishigami, "full", **tables)
    holed = lived(tmp_path, toys.gaps, "holed", **tables)
    failed = holed.counts["error"]
    found = holed.finding("sobol", metric="y", bootstrap=50)
    values = full.table("y")["value"].to_numpy().reshape(256, 5)
    bad = holed.table("y")["value"].isna().to_numpy().reshape(256, 5).any(axis=1)
    assert 0 < bad.sum() <= 12
    assert failed >= bad.sum()
    assert found.more["blocks_dropped"] == bad.sum()
    assert np.array_equal(found.table["S1"], sobol.indices(values[~bad])[0])
    assert f"{bad.sum()} whole blocks were left out" in " ".join(found.said)


def test_too_many_failed_blocks_are_refused(tmp_path):
    def often(parameters, arm, replication):
        if parameters["x1"] > 2.8:
            raise RuntimeError("no")
        return toys.ishigami(parameters, arm, replication)

    results = lived(tmp_path, often, parameters=CUBE, design={"kind": "sobol", "n": 64})
    with pytest.raises(ValueError, match="at most 5 % may be left out"):
        results.finding("sobol", metric="y")


def test_a_metric_that_never_moves_has_no_shares(tmp_path):
    results = lived(tmp_path, lambda *_: {"y": 0.1}, parameters=CUBE, design={"kind": "sobol", "n": 8})
    found = results.finding("sobol", metric="y", bootstrap=20)
    assert found.table["ST"].isna().all()
    assert "none of the parameters moves it" in found.said[0]


def test_chance_between_replications_is_told_apart(tmp_path):
    def noisy(parameters, arm, replication):
        noise = np.random.default_rng([replication, int(1e6 * (4 + parameters["x1"]))]).normal()
        return {"y": parameters["x1"] + 30 * noise}

    results = lived(tmp_path, noisy, parameters=CUBE, design={"kind": "sobol", "n": 32, "replications": 3})
    found = results.finding("sobol", metric="y", bootstrap=50)
    assert found.more["noise_share"] > 0.8
    assert "chance between replications" in " ".join(found.said).lower()


def test_elementary_effects_agree_with_salib(tmp_path):
    results = lived(tmp_path, toys.ishigami, parameters=CUBE, design={"kind": "morris", "n": 12})
    ours = results.finding("morris", metric="y", bootstrap=50).table
    points = results.design[list(CUBE)].to_numpy()
    theirs = salib_morris.analyze(PROBLEM, points, results.table("y")["value"].to_numpy(), num_levels=4, scaled=False)
    assert np.allclose(ours["mu_star"], theirs["mu_star"])
    assert np.allclose(ours["sigma"], theirs["sigma"])
    assert morris.elementary(np.array([[1.0, 3.0]]), np.array([[[0.0], [0.5]]])) == 4


def test_pairs_find_what_one_arm_gains_on_the_same_shocks(tmp_path):
    results = lived(
        tmp_path,
        toys.walk,
        arms={"a": {}, "b": {}},
        parameters={"x": {"low": 0, "high": 1}},
        design={"replications": 12},
    )
    (row,) = results.paired("walk").to_dict("records")
    assert row["difference"] == pytest.approx(0.3)
    assert row["low"] == pytest.approx(0.3)
    assert row["win_share"] == 1
    assert row["crn_ratio"] < 1e-9
    assert (row["pairs"], row["replications"]) == (24, 12)


def test_a_width_counts_as_reached_from_where_it_stays_and_else_by_students_t():
    """By hand, with a spread of 52 between replications: t(6) 2.447 x 52 / sqrt(7) = 48.1, and t(5) gives 54.6."""
    looks = pd.DataFrame({"replications": [2, 3, 4, 5], "half_width": [40.0, 90.0, 50.0, 45.0]})
    assert _reached(looks, 50.0, 52.0) == "± 50 was reached after 4 replications."
    assert _reached(looks, 95.0, 52.0) == "± 95 was reached after 2 replications."
    wide = looks.assign(half_width=[90.0, 40.0, 60.0, 55.0])
    assert _reached(wide, 50.0, 52.0) == "± 50 was not reached; about 7 replications would be needed."


def test_replications_and_not_runs_are_what_is_counted(tmp_path):
    """A hundred points that share a history say no more of chance than one."""

    def common(parameters, arm, replication):
        lived_ = toys.walk(parameters, arm, replication)
        gain = toys.shocks(replication, 9)[0] if arm["name"] == "b" else 0.0
        return type(lived_)(lived_.columns, lived_.values + gain, lived_.nature)

    few, many = (
        lived(
            tmp_path,
            common,
            f"of{points}",
            arms={"a": {}, "b": {}},
            design={"replications": 15},
            parameters={"x": {"low": 0, "high": 1, "levels": points}},
        ).paired("walk")["half_width"][0]
        for points in (2, 50)
    )
    assert many == pytest.approx(few, rel=1e-9)


def test_unequal_shocks_are_refused(tmp_path):
    tables = {"arms": {"a": {}, "b": {}}, "parameters": {"x": {"low": 0, "high": 1}}, "design": {"replications": 2}}
    results = lived(tmp_path, toys.other_shocks, **tables)
    for kind in ("paired", "wins", "replications"):
        with pytest.raises(ValueError, match="met different shocks in 4 of 4 pairs"):
            results.finding(kind, metric="walk")
    silent = lived(tmp_path, lambda *_: {"walk": 1.0}, "silent", **tables)
    with pytest.raises(ValueError, match="do not tell the hash of their shocks"):
        silent.finding("paired", metric="walk")


def test_one_question_without_an_answer_leaves_the_others_theirs(tmp_path):
    results = lived(
        tmp_path,
        toys.other_shocks,
        arms={"a": {}, "b": {}},
        parameters={"x": {"low": 0, "high": 1}},
        design={"replications": 2},
        analysis=[{"kind": "paired", "metric": "walk"}, {"kind": "prim", "target": "walk > 0.1", "arm": "a"}],
    )
    refused, answered = results.findings()
    assert refused.refused
    assert "met different shocks in 4 of 4 pairs" in refused.said[0]
    assert not answered.refused


def test_a_pair_of_which_one_failed_is_left_out(tmp_path):
    def half(parameters, arm, replication):
        if arm["name"] == "b" and parameters["x"] == 0:
            raise RuntimeError("no")
        return toys.walk(parameters, arm, replication)

    results = lived(
        tmp_path,
        half,
        arms={"a": {}, "b": {}},
        parameters={"x": {"low": 0, "high": 1, "levels": 5}},
        design={"replications": 3},
    )
    found = results.finding("paired", metric="walk")
    assert found.table["dropped"][0] == 3
    assert found.table["pairs"][0] == 12
    assert found.table["difference"][0] == pytest.approx(0.3)
    assert found.dropped == 6


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(7)
    for clusters in (5, 20):
        held = 0
        for _ in range(400):
            sums = rng.normal(2.0, 1.0, clusters) * 3
            _, low, high = ratio(sums, np.full(clusters, 3.0), number=2000)
            held += low <= 2.0 <= high
        assert 0.92 <= held / 400 <= 0.98


def test_wins_are_shared_between_equals(tmp_path):
    results = lived(
        tmp_path,
        toys.walk,
        arms={"a": {}, "b": {}, "c": {}},
        parameters={"x": {"low": 0, "high": 1}},
        design={"replications": 3},
    )
    table = results.finding("wins", metric=["walk", "k"]).table.set_index(["metric", "arm"])["share"]
    assert table["walk"].to_dict() == {"a": 0, "b": 1, "c": 0}
    assert np.allclose(table["k"], 1 / 3)
    assert results.finding("wins", metric="walk", lowest=True).table["share"].tolist() == [0.5, 0, 0.5]


def test_a_planted_box_is_found(tmp_path):
    def planted(parameters, arm, replication):
        return {"bad": float(parameters["x1"] > 0.6 and parameters["x2"] < 0.5)}

    unit = {"low": 0.0, "high": 1.0}
    results = lived(
        tmp_path,
        planted,
        design={"kind": "lhs", "n": 400},
        parameters={"x1": unit, "x2": unit, "x3": unit, "x4": {"choices": ["a", "b"]}},
    )
    found = results.finding("prim", target="bad > 0.5", threshold=0.99)
    table = found.table.set_index("parameter")
    assert {"x1", "x2"} <= set(table.index)
    assert abs(table.loc["x1", "low"] - 0.6) < 0.03
    assert abs(table.loc["x2", "high"] - 0.5) < 0.03
    assert found.more["density"] >= 0.99
    assert found.more["coverage"] >= 0.9
    assert (table.loc[["x1", "x2"], "quasi_p"] < 0.01).all()


def test_peeling_never_gives_points_away_that_lie_inside():
    rng = np.random.default_rng(3)
    places = rng.random((300, 3))
    met = places[:, 0] + rng.normal(0, 0.2, 300) > 0.8
    boxes = prim.trajectory(places, met)
    for box in boxes:
        held = prim.inside(places, box["low"], box["high"])
        assert box["density"] == pytest.approx(met[held].mean())
        assert box["coverage"] == pytest.approx(met[held].sum() / met.sum())
    assert boxes[0]["coverage"] == 1
    assert max(box["density"] for box in boxes) > met.mean()


@pytest.mark.parametrize("target", ["bad", "bad = 3", "bad > much", ""])
def test_a_target_that_cannot_be_read_is_refused(target):
    with pytest.raises(ValueError, match="a target reads like"):
        parsed(target)


def test_a_map_says_where_each_arm_is_better(tmp_path):
    def turning(parameters, arm, replication):
        lived_ = toys.walk({}, {"name": "a"}, replication)
        gain = (parameters["x"] - 0.5) if arm["name"] == "b" else 0.0
        return type(lived_)(lived_.columns, lived_.values + gain, lived_.nature)

    results = lived(
        tmp_path,
        turning,
        arms={"a": {}, "b": {}},
        design={"replications": 10},
        parameters={"x": {"low": 0, "high": 1, "levels": 4}, "y": {"low": 0, "high": 1, "levels": 3}},
    )
    found = results.finding("regimes", metric="walk", across="x", up="y")
    assert len(found.table) == 12
    assert np.allclose(found.table["difference"], found.table["across"] - 0.5)
    assert "surely higher under b in 6 of 12 cells and surely higher under a in 6" in found.said[0]


def test_one_sided_ranges_are_called_so(tmp_path):
    results = lived(
        tmp_path,
        toys.walk,
        arms={"a": {}, "b": {}},
        design={"replications": 3},
        parameters={"x": {"low": 0, "high": 1, "levels": 12}},
    )
    said = " ".join(results.finding("paired", metric="walk").said)
    assert "leave the other side almost no room" in said


def test_the_width_of_an_interval_is_told_as_replications_grow(tmp_path):
    def uneven(parameters, arm, replication):
        lived_ = toys.walk({}, {"name": "a"}, replication)
        gain = 1 + toys.shocks(replication, 11)[0] if arm["name"] == "b" else 0.0
        return type(lived_)(lived_.columns, lived_.values + gain, lived_.nature)

    results = lived(tmp_path, uneven, arms={"a": {}, "b": {}}, design={"replications": 60})
    found = results.finding("replications", metric="walk", half_width=0.01)
    assert found.table["replications"].iloc[-1] == 60
    assert found.table["half_width"].iloc[-1] < found.table["half_width"].iloc[0]
    assert "was not reached; about" in found.said[1]
    assert results.finding("paired", metric="walk", half_width=0.5).table["needed"][0] < 60


def test_results_are_pandas(tmp_path):
    results = lived(tmp_path, toys.walk, arms={"a": {}, "b": {}}, parameters={"x": {"low": 0, "high": 1}})
    assert isinstance(results.runs, pd.DataFrame)
    assert results.metrics == ["walk", "k"]
    with pytest.raises(ValueError, match="did you mean 'walk'"):
        results.table("wallk")
