"""Sweeps survive what happens to them, and come out the same however they were worked off."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from scenarios.experiment import Experiment
from scenarios.experiment_folder import opened, replay, resume, retry, verify
from scenarios.records import identity
from scenarios.records.machine import machine
from scenarios.sweep import conduct, pool, worker
from scenarios.sweep.conduct import chunk_size
from scenarios.sweep.folder import Folder
from scenarios.sweep.lock import Lock
from scenarios.sweep.tables import Recording, Running
from scenarios.sweep.worker import OverTime, Work, live_one
from tests.patience import PATIENCE, wait_for
from tests.scenarios import toys

ROOT = Path(__file__).parents[2]
FORTY = {"low": 0, "high": 39, "levels": 40}


def forty(model, name="forty", arms=None, **run):
    return Experiment.of(
        {
            "experiment": {"name": name},
            "parameters": {"x": FORTY},
            "arms": arms or {"a": {}},
            "run": {"chunk": 4, "workers": 2} | run,
        },
        model=model,
    )


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for name in ("runs", "rounds")
        for file in sorted((folder / name).glob("*.parquet"))
    }


def test_serial_two_workers_and_a_sweep_taken_up_again_give_the_same_bits(tmp_path):
    experiment = forty(toys.walk, arms={"a": {}, "b": {}})
    whole = experiment.live(tmp_path / "serial", executor="serial")
    shared = experiment.live(tmp_path / "shared", executor="loky")
    for number, _ in enumerate(experiment.stream(tmp_path / "stopped", executor="serial")):
        if number == 9:
            break
    assert 0 < len(Folder(tmp_path / "stopped").done()) < 20
    resumed = resume(tmp_path / "stopped", model=toys.walk, executor="loky")
    assert files(whole.path) == files(shared.path) == files(resumed.path)
    assert len(whole.runs) == 80
    other_chunks = experiment.live(tmp_path / "other", executor="serial", chunk=7)
    assert other_chunks.content_hash() == whole.content_hash()


def test_a_row_is_given_only_once_its_chunk_is_on_disk(tmp_path):
    made, seen = forty(toys.walk), 0
    size = made.run.chunk
    for row in made.stream(tmp_path / "out", executor="serial"):
        assert row["run"] // size in Folder(tmp_path / "out").done()
        seen += 1
    assert seen == 40


def test_a_file_holds_some_seconds_of_work_and_leaves_no_worker_idle():
    alone, two = Running(executor="serial"), Running(executor="loky", workers=2)
    work = ((400, 0.01), (4000, 0.01), (100, 1.0), (9, 60.0))
    assert [chunk_size(runs, seconds, alone) for runs, seconds in work] == [400, 500, 20, 1]
    # Two workers take turns at eight files, so that neither waits long for the other at the end.
    assert [chunk_size(runs, seconds, two) for runs, seconds in ((400, 0.01), (400, 1.0))] == [50, 20]


def test_a_disk_that_fails_ends_the_sweep_and_leaves_what_was_safe(tmp_path, monkeypatch):
    store = Folder.store

    def full(folder, packed):
        if packed.chunk == 2:
            raise OSError("no space left on device")
        store(folder, packed)

    monkeypatch.setattr(Folder, "store", full)
    with pytest.raises(OSError, match="no space left"):
        forty(toys.walk).live(tmp_path / "out", executor="serial")
    monkeypatch.undo()
    assert {0, 1} <= Folder(tmp_path / "out").done()
    assert 2 not in Folder(tmp_path / "out").done()
    assert forty(toys.walk).live(tmp_path / "out", executor="serial").counts == {"ok": 40}


def test_figures_are_read_back_as_they_were_lived(tmp_path):
    results = forty(toys.walk).live(tmp_path / "out", executor="serial")
    path = toys.shocks(0).cumsum()
    rounds = results.rounds("walk")
    assert np.array_equal(rounds[rounds["run"] == 3]["walk"], path + 3)
    for over, value in (
        ("mean", path.mean()),
        ("last", path[-1]),
        ("first", path[0]),
        ("max", path.max()),
        ("sum", path.sum()),
    ):
        assert results.table("walk", over)["value"][0] == pytest.approx(value, rel=1e-14)


def test_one_run_that_raises_is_one_row_with_its_reason(tmp_path):
    results = forty(toys.faulty).live(tmp_path / "out")
    assert results.counts == {"ok": 39, "error": 1}
    (row,) = results.runs[results.runs["status"] != "ok"].to_dict("records")
    assert (row["run"], row["error"]) == (17, "RuntimeError")
    assert row["reason"] == "seventeen cannot be lived, says <object object at 0x>"
    assert "in faulty" in row["trace"]
    again = forty(toys.faulty).live(tmp_path / "serial", executor="serial")
    assert again.content_hash() == results.content_hash()


def test_a_run_that_kills_its_worker_is_one_row_and_nothing_hangs(tmp_path):
    results = forty(toys.deadly).live(tmp_path / "out")
    assert results.counts == {"ok": 39, "killed": 1}
    assert results.runs.loc[17, "status"] == "killed"
    assert "died, 2 of 2 times" in results.runs.loc[17, "reason"]


def test_a_worker_killed_once_loses_nothing(tmp_path):
    experiment = Experiment.of(
        {
            "experiment": {"name": "once"},
            "run": {"chunk": 4},
            "parameters": {"x": FORTY, "mark": {"choices": [str(tmp_path / "mark")]}},
        },
        model=toys.once_deadly,
    )
    results = experiment.live(tmp_path / "out")
    assert (tmp_path / "mark").exists()
    assert results.counts == {"ok": 40}


@pytest.mark.parametrize("executor", ["serial", "loky"])
def test_a_run_over_time_is_a_row(tmp_path, executor):
    results = forty(toys.slow).live(tmp_path / "out", executor=executor, timeout_s=PATIENCE)
    assert results.counts == {"ok": 39, "timeout": 1}
    assert results.runs.loc[3, "reason"] == "the run took longer than 600 s"


def test_a_run_that_hears_no_alarm_is_ended_from_outside(tmp_path, monkeypatch):
    now = [0.0]

    def clock():
        # Time goes only while nothing but that run is under way, so that no other can be late.
        alone = len(list((tmp_path / "out" / "runs").glob("*.parquet"))) == 9
        if alone and (worker.heard(tmp_path / "out" / "beats", 0) or (-1, 0))[0] == 3:
            now[0] += PATIENCE
        return now[0]

    monkeypatch.setattr(pool, "time", SimpleNamespace(monotonic=clock, sleep=time.sleep))
    results = forty(toys.deaf).live(tmp_path / "out", timeout_s=PATIENCE)
    assert results.counts == {"ok": 39, "timeout": 1}


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, OverTime])
def test_an_interruption_that_compiled_code_turned_into_an_error_is_still_one(interrupt):
    """Numba raises a SystemError from the exception of a signal that came while it was being called."""

    def compiled(*_):
        try:
            raise interrupt
        except interrupt as signal_:
            raise SystemError("CPUDispatcher returned a result with an exception set") from signal_

    work = Work(model=compiled, recording=Recording(), timeout=9.0)
    if interrupt is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            live_one(work, 0, {}, {"name": "a"}, 0)
    else:
        kept = live_one(work, 0, {}, {"name": "a"}, 0)
        assert (kept.status, kept.reason) == ("timeout", "the run took longer than 9 s")


def test_failed_runs_are_tried_again_on_demand(tmp_path):
    parameters = {"x": FORTY}
    table = {"experiment": {"name": "again"}, "parameters": parameters, "run": {"chunk": 4}}
    broken = {"on": True}

    def mended(values, arm, replication):
        return toys.faulty(values, arm, replication) if broken["on"] else toys.walk(values, arm, replication)

    Experiment.of(table, model=mended).live(tmp_path / "out", executor="serial")
    assert opened(tmp_path / "out", mended).open(tmp_path / "out").counts == {"ok": 39, "error": 1}
    broken["on"] = False
    (kept,) = retry(tmp_path / "out", model=mended, executor="serial")
    assert (kept.run, kept.status) == (17, "ok")
    mended_results = opened(tmp_path / "out", mended).open(tmp_path / "out")
    assert mended_results.counts == {"ok": 40}
    assert verify(tmp_path / "out", model=mended) == []
    whole = forty(toys.walk).live(tmp_path / "whole", executor="serial")
    assert files(whole.path) == files(tmp_path / "out")


def test_a_run_lived_again_has_the_same_hash(tmp_path):
    forty(toys.faulty).live(tmp_path / "out", executor="serial")
    again = replay(tmp_path / "out", 11, model=toys.faulty)
    assert again.same
    assert (again.lived.status, again.lived.hash) == ("ok", again.kept.hash)
    assert again.difference is None
    failed = replay(tmp_path / "out", 17, model=toys.faulty)
    assert failed.same
    assert failed.lived.status == "error"


class Drifting:
    """A model whose figures come out otherwise on another machine."""

    def __init__(self, drift=0.0):
        self.drift = drift

    def __call__(self, values, arm, replication):
        lived = toys.walk(values, arm, replication)
        return replace(lived, values=lived.values * (1 + self.drift))


def stopped(folder, model, runs=9):
    for number, _ in enumerate(forty(model).stream(folder, executor="serial")):
        if number == runs:
            break


def on_another_machine(monkeypatch):
    other = machine() | {"processor": "another"}
    for module in (conduct, worker):
        monkeypatch.setattr(module, "machine", lambda: other)
    return other


def test_a_run_that_comes_out_otherwise_names_the_first_figure_with_its_size(tmp_path):
    stopped(tmp_path / "out", Drifting())
    again = replay(tmp_path / "out", 2, model=Drifting(1e-12))
    assert not again.same
    kind, figure = again.sentences()
    assert kind == "Here only last digits differ, by at most 1e-12 of a figure."
    assert figure.startswith("The first figure that differs is walk in 0: it was ")
    assert figure.endswith("1e-12 of it.")
    ended = replace(again, lived=replace(again.lived, status="error", hash="", reason="no heap left"))
    assert ended.sentences() == ("It ended with ok and ends with error (no heap left) here.",)


def test_a_sweep_goes_on_on_another_machine_that_gives_the_same_figures(tmp_path, monkeypatch):
    model = Drifting()
    whole = forty(model).live(tmp_path / "whole", executor="serial")
    stopped(tmp_path / "out", model)
    here, other = machine(), on_another_machine(monkeypatch)
    assert Folder(tmp_path / "out").manifest["machines"] == [here]
    resumed = resume(tmp_path / "out", model=model, executor="serial")
    assert resumed.content_hash() == whole.content_hash()
    assert resumed.folder.manifest["machines"] == [here, other]
    # A machine that has been looked at is not looked at again.
    monkeypatch.setattr(conduct, "live_again", None)
    assert resume(tmp_path / "out", model=model, executor="serial").counts == {"ok": 40}


def test_a_sweep_is_not_mixed_with_other_figures_of_another_machine_unless_told(tmp_path, monkeypatch):
    model = Drifting()
    stopped(tmp_path / "out", model)
    other, done = on_another_machine(monkeypatch), Folder(tmp_path / "out").done()
    model.drift = 1e-9
    with pytest.raises(ValueError, match=r"run 0 does not come out as it stands .*first figure.* is walk in 0: it was"):
        resume(tmp_path / "out", model=model, executor="serial")
    assert Folder(tmp_path / "out").done() == done
    assert other not in Folder(tmp_path / "out").manifest["machines"]
    mixed = resume(tmp_path / "out", model=model, executor="serial", allow_other_machine=True)
    assert mixed.counts == {"ok": 40}
    assert other in mixed.folder.manifest["machines"]


def test_machines_of_a_cluster_are_noted_as_their_runs_come_in(tmp_path, monkeypatch):
    other = machine() | {"processor": "another"}
    monkeypatch.setattr(worker, "machine", lambda: other)
    results = forty(toys.walk).live(tmp_path / "out", executor="serial")
    assert results.folder.manifest["machines"] == [machine(), other]


def test_a_figure_changed_on_disk_is_noticed(tmp_path):
    from scenarios.sweep.reading import kept_of

    forty(toys.walk).live(tmp_path / "out", executor="serial")
    folder = Folder(tmp_path / "out")
    kept = kept_of(folder, 2)
    kept[1].values[0, 0] += 1e-9
    folder.write(2, kept)
    (folder.path / "runs" / "000005.parquet").write_bytes(b"torn")
    wrong = verify(tmp_path / "out", model=toys.walk)
    assert wrong[0] == "run 9: its figures do not fit its hash"
    assert wrong[1].startswith("chunk 5 cannot be read")


def test_a_second_writer_is_refused(tmp_path):
    experiment = forty(toys.walk)
    experiment.live(tmp_path / "out", executor="serial")
    with Lock(tmp_path / "out"), pytest.raises(ValueError, match=f"written by process {os.getpid()} on .*one writer"):
        experiment.live(tmp_path / "out")


def test_another_experiment_or_code_is_refused_unless_told(tmp_path, monkeypatch):
    forty(toys.walk).live(tmp_path / "out", executor="serial")
    with pytest.raises(ValueError, match="holds another experiment"):
        forty(toys.steady).live(tmp_path / "out")
    monkeypatch.setattr(identity, "code_hash", lambda **_: "changed")
    with pytest.raises(ValueError, match="the code has changed"):
        forty(toys.walk).live(tmp_path / "out")
    forty(toys.walk).live(tmp_path / "out", executor="serial", allow_code_change=True)
    (change,) = Folder(tmp_path / "out").manifest["code_changes"]
    assert change["to"] == "changed"
    assert change["chunks"] == 10


def test_a_strangers_folder_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ValueError, match="is not empty and holds no sweep"):
        forty(toys.walk).live(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_sweep_ended_before_its_manifest_is_begun_anew(tmp_path):
    (tmp_path / "out" / "runs").mkdir(parents=True)
    (tmp_path / "out" / "experiment.json").write_text("{")
    assert forty(toys.walk).live(tmp_path / "out", executor="serial").counts == {"ok": 40}


def test_replications_stop_once_the_interval_is_narrow(tmp_path):
    table = {
        "experiment": {"name": "until"},
        "arms": {"a": {}, "b": {}},
        "parameters": {"x": {"low": 0, "high": 1}},
        "design": {"replications": 50},
        "until": {"metric": "walk", "half_width": 0.01, "step": 4},
        "run": {"chunk": 5},
    }
    results = Experiment.of(table, model=toys.walk).live(tmp_path / "out", executor="serial")
    assert results.replications == 4
    assert len(results.runs) == 4 * 4
    assert results.folder.manifest["stopped_at"] == 4
    assert len(resume(tmp_path / "out", model=toys.walk, executor="serial").runs) == 16


def test_thinned_and_short_records_are_what_was_asked_for(tmp_path):
    table = {
        "experiment": {"name": "thin"},
        "parameters": {"x": FORTY},
        "run": {"chunk": 10},
        "record": {"rounds": ["w*"], "every": 3, "dtype": "float32"},
    }
    results = Experiment.of(table, model=toys.walk).live(tmp_path / "out", executor="serial")
    rounds = results.rounds()
    assert list(rounds.columns) == ["run", "round", "walk"]
    assert sorted(rounds["round"].unique()) == [0, 3, 6, 7]
    assert rounds["walk"].dtype == np.float32
    assert results.table("k")["value"].eq(0).all()
    assert verify(tmp_path / "out", model=toys.walk) == []
    with pytest.raises(ValueError, match="its max is not known"):
        results.table("walk", "max")


def test_years_that_were_not_kept_are_refused_and_not_left_out(tmp_path):
    table = {"experiment": {"name": "thin"}, "parameters": {"x": FORTY}, "record": {"rounds": ["walk"]}}
    results = Experiment.of(table, model=toys.walk).live(tmp_path / "out", executor="serial")
    assert list(results.rounds("walk").columns) == ["run", "round", "walk"]
    with pytest.raises(ValueError, match=r"the years of k were not kept; add it to record\.rounds"):
        results.rounds("walk", "k")
    with pytest.raises(ValueError, match="no metric called 'walks' was kept; did you mean 'walk'"):
        results.rounds("walks")


SCRIPT = """
import sys
from tests.scenarios.test_experiment_runs import forty
from tests.scenarios.toys import steady
forty(steady, arms={"a": {}, "b": {}}).live(sys.argv[1])
"""


@pytest.mark.parametrize("files_there", [1, 6])
def test_a_sweep_that_was_killed_midway_with_its_workers_comes_out_the_same(tmp_path, files_there):
    whole = forty(toys.steady, arms={"a": {}, "b": {}}).live(tmp_path / "whole", executor="serial")
    folder = tmp_path / "killed"
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {toys.HOLD: "yes"},
    )
    wait_for(lambda: len(list(folder.glob("runs/*.parquet"))) >= files_there or process.poll() is not None)
    assert process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert 0 < len(Folder(folder).done()) < 20
    resumed = resume(folder, model=toys.steady)
    assert files(resumed.path) == files(whole.path)
