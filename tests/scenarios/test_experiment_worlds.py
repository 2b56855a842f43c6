"""Experiments on our own worlds: the same figures as a single run, common shocks, and a cluster."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios.experiment import Experiment
from scenarios.experiment_folder import opened, replay, verify
from scenarios.loader import load
from scenarios.run import run
from scenarios.sweep import pool
from tests.patience import PATIENCE
from tests.scenarios import toys

ARMS = {"alone": {"regime": "unilateral"}, "allied": {"regime": "accord"}}


@pytest.fixture(scope="module")
def duel(tmp_path_factory):
    """Two regimes on a small world, one risk at two levels."""
    experiment = Experiment.of(
        {
            "experiment": {"name": "duel", "scenario": "pair", "rounds": 2, "seed": 3},
            "arms": ARMS,
            "design": {"replications": 2},
            "parameters": {"risks.export_ban": {"low": 0.1, "high": 0.9}},
            "record": {"nations": ["welfare"]},
            "run": {"chunk": 3},
            "analysis": [
                {"kind": "paired", "metric": ["welfare_outside", "supply_gap"]},
                {"kind": "wins", "metric": "welfare.*"},
            ],
        }
    )
    return experiment.live(tmp_path_factory.mktemp("duel") / "out", executor="serial")


def test_a_sweep_gives_the_figures_of_a_single_run(duel):
    assert duel.counts == {"ok": 8}
    row = duel.runs[(duel.runs["arm"] == "allied") & (duel.runs["replication"] == 1) & (duel.runs["point"] == 1)]
    record = run(load("pair", **{"risks.export_ban": 0.9}), regime="accord", seed=3, rounds=2, replication=1)
    assert row["nature"].item() == record.nature_hash
    for metric in ("welfare", "cohesion", "price_oxide_heavy", "supply_gap"):
        assert row[metric].item() == record.metrics[metric].mean()
    japan = record.nations[record.nations["nation"] == "japan"]["welfare"]
    assert row["welfare.japan"].item() == pytest.approx(japan.mean(), rel=1e-12)


def test_arms_share_shocks_and_replications_do_not(duel):
    natures = duel.runs.groupby(["point", "replication"])["nature"].nunique()
    assert (natures == 1).all()
    assert duel.runs[duel.runs["point"] == 1].groupby("replication")["nature"].first().nunique() == 2
    assert np.isfinite(duel.paired("welfare_outside")["difference"]).all()


def test_an_arm_that_changes_the_shocks_cannot_be_paired(tmp_path):
    made = Experiment.of(
        {
            "experiment": {"name": "unfair", "scenario": "pair", "rounds": 1},
            "design": {"replications": 2},
            "arms": {"calm": {"risks.export_ban": 0.0}, "harsh": {"risks.export_ban": 1.0}},
        }
    )
    with pytest.raises(ValueError, match="met different shocks"):
        made.live(tmp_path / "out", executor="serial").paired("welfare")


def test_arms_that_live_other_years_cannot_be_paired(tmp_path):
    made = Experiment.of(
        {
            "experiment": {"name": "years", "scenario": "calm", "rounds": 1},
            "arms": {"short": {"regime": "unilateral"}, "long": {"regime": "unilateral", "rounds": 2}},
        }
    )
    with pytest.raises(ValueError, match="long lives 2 years and short lives 1"):
        made.live(tmp_path / "out", executor="serial").paired("welfare")


def test_a_folder_holds_all_that_is_needed_to_go_on(duel):
    again = opened(duel.path)
    assert again.hash() == duel.experiment.hash()
    assert again.worlds == duel.experiment.worlds
    assert verify(duel.path) == []
    again = replay(duel.path, 5)
    assert again.same
    assert again.sentences() == ()
    assert again.lived.status == "ok"
    # What a difference would be told in: calendar years and nations.
    changed = again.lived.values.copy()
    changed[1, again.lived.columns.index("welfare.japan")] += 1.0
    other = replace(again, lived=replace(again.lived, values=changed, hash="other"))
    assert other.sentences()[1].startswith("The first figure that differs is welfare of japan in 2026: it was ")


def test_findings_name_nations(duel):
    assert set(duel.finding("wins", metric="welfare.*").table["metric"]) == {
        "welfare.china",
        "welfare.australia",
        "welfare.japan",
    }


def test_lists_of_articles_take_one_level_or_several(tmp_path):
    made = Experiment.of(
        {
            "experiment": {"name": "levels", "scenario": "pair", "rounds": 1},
            "parameters": {
                "accord.fund_rate": {"low": 0.0, "high": 0.0008},
                "accord.eligible": {"choices": [["japan", "australia"]]},
            },
        }
    )
    world = made.called()
    settings = [world.setting(point, made.plan.arms[0]) for point in made.plan.points]
    assert [one.accord.fund_rate for one in settings] == [(0.0,), (0.0008,)]
    assert settings[0].accord.eligible == ("japan", "australia")


@pytest.fixture
def cluster(monkeypatch):
    """Two workers on this machine, who may take as long as it takes."""
    import dask
    from distributed import LocalCluster

    for bound in ("_KNOCK", "_GATHER", "_FETCH", "_LONELY"):
        monkeypatch.setattr(pool, bound, PATIENCE)
    patient = {
        "distributed.comm.timeouts.connect": f"{PATIENCE:.0f}s",
        "distributed.comm.timeouts.tcp": f"{PATIENCE:.0f}s",
        "distributed.scheduler.worker-ttl": None,
        "distributed.scheduler.allowed-failures": 0,
    }
    with (
        dask.config.set(patient),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as made,
    ):
        yield made


def test_a_cluster_by_address_gives_the_same_content(tmp_path, cluster):

    made = Experiment.of(
        {
            "experiment": {"name": "far"},
            "arms": {"a": {}, "b": {}},
            "run": {"chunk": 10},
            "parameters": {"x": {"low": 0, "high": 39, "levels": 40}},
        },
        model=toys.faulty,
    )
    here = made.live(tmp_path / "here", executor="serial")
    there = made.live(tmp_path / "there", executor="dask", address=cluster.scheduler_address)
    assert there.counts == {"ok": 78, "error": 2}
    assert there.content_hash() == here.content_hash()


def test_a_run_that_kills_workers_of_a_cluster_is_one_row(tmp_path, cluster):
    made = Experiment.of(
        {"experiment": {"name": "far"}, "run": {"chunk": 4}, "parameters": {"x": {"low": 0, "high": 39, "levels": 40}}},
        model=toys.deadly,
    )
    results = made.live(tmp_path / "out", executor="dask", address=cluster.scheduler_address)
    assert results.counts == {"ok": 39, "killed": 1}
    assert results.runs.loc[17, "status"] == "killed"


def test_a_cluster_that_is_not_there_is_told(tmp_path, monkeypatch):
    made = Experiment.of({"experiment": {"name": "nowhere"}}, model=toys.walk)
    monkeypatch.setattr(pool, "_KNOCK", 0.5)
    with pytest.raises(ValueError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        made.live(tmp_path / "out", executor="dask", address="tcp://127.0.0.1:9", chunk=1)
