"""Sweeps from the command line, from the estimate to the archive."""

import json
import shutil
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import findings as pictures
from app.__main__ import app
from app.commands.sweep import _live
from app.sweep_report import picture, write
from negotiation import rulebook
from scenarios.experiment import Experiment, names
from scenarios.records.machine import machine
from scenarios.sweep import analyses
from scenarios.sweep.folder import Folder
from scenarios.sweep.lived import digest
from scenarios.sweep.reading import kept_of
from tests.scenarios.toys import steady, walk

FILE = """
[experiment]
name = "tiny"
title = "A tiny experiment"
scenario = "pair"
rounds = 1
[arms]
alone = { regime = "unilateral" }
allied = { regime = "accord" }
[design]
replications = 3
[record]
rounds = ["welfare*", "supply_gap"]
[[analysis]]
kind = "paired"
metric = ["welfare_outside", "supply_gap"]
[[analysis]]
kind = "replications"
metric = "welfare_outside"
"""


def ask(*words):
    return CliRunner().invoke(app, ["sweep", *map(str, words)])


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """A sweep as a person runs it, and what was printed."""
    folder = tmp_path_factory.mktemp("swept")
    (folder / "tiny.toml").write_text(FILE, encoding="utf-8")
    done = ask("run", folder / "tiny.toml", "--executor", "serial", "--chunk", 2, "--out", folder / "out")
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_the_estimate_comes_first_and_the_report_last(swept):
    folder, said = swept
    lines = said.splitlines()
    assert lines[0].startswith("A tiny experiment: 6 runs (1 points, 2 arms, 3 replications), about ")
    assert "6 runs went well, 0 failed." in said
    assert lines[-1] == f"Report: {folder / 'out' / 'report.html'}"


def test_reports_hold_numbers_failures_seeds_versions_and_pictures(swept):
    folder, _ = swept
    page = (folder / "out" / "report.html").read_text(encoding="utf-8")
    text = (folder / "out" / "report.md").read_text(encoding="utf-8")
    for words in ("6 of 6 runs went well", "No run failed", "seed 0", "numpy", "joblib", "different hashes"):
        assert words in page
        assert words in text
    assert page.count("<svg") == 4
    for drawn in ("report/01-paired.svg", "report/02-replications.svg"):
        assert f"({drawn})" in text
        assert (folder / "out" / drawn).read_text(encoding="utf-8").startswith("<svg")
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_status_tells_how_far_it_is(swept):
    folder, _ = swept
    told = json.loads(ask("status", folder / "out", "--json").output)
    assert (told["runs"], told["ok"], told["missing"], told["running"]) == (6, 6, 0, False)
    assert "finished, 6 of 6 runs" in ask("status", folder / "out").output


def test_a_sweep_that_lost_a_file_is_taken_up(swept):
    folder, _ = swept
    before = json.loads(ask("verify", folder / "out", "--json").output)
    (folder / "out" / "runs" / "000001.parquet").unlink()
    assert "stopped, 4 of 6 runs" in ask("status", folder / "out").output
    assert ask("resume", folder / "out", "--executor", "serial", "--allow-code-change").exit_code == 0
    after = json.loads(ask("verify", folder / "out", "--json").output)
    assert before == after
    assert after["sound"]


def test_one_run_is_lived_again_to_the_bit(swept):
    folder, _ = swept
    done = ask("replay", folder / "out", 3)
    assert done.exit_code == 0
    assert "the same as ok" in done.output


def test_a_run_from_another_machine_that_comes_out_otherwise_is_named_and_not_added_to(swept, tmp_path):
    out = Path(shutil.copytree(swept[0] / "out", tmp_path / "out"))
    folder = Folder(out)
    # As if another processor had lived run 0: its figures fit their hash, and are not those of this machine.
    kept = kept_of(folder, 0)
    at = kept[0].columns.index("welfare_outside")
    kept[0].values[0, at] *= 1 + 4e-12
    figures = kept[0].columns, kept[0].values, kept[0].means, kept[0].nature
    folder.write(0, [replace(kept[0], hash=digest(*figures)), *kept[1:]])
    folder.note(machines=[machine() | {"processor": "An older one", "numpy": "1.0"}])
    (out / "runs" / "000002.parquet").unlink()
    done = ask("replay", out, 0)
    assert done.exit_code == 1
    assert "NOT the same as ok" in done.output
    assert "Here only last digits differ, by at most 4e-12 of a figure." in done.output
    assert "The first figure that differs is welfare_outside in 2025: it was " in done.output
    assert "lived on An older one, which differs from this machine in processor An older one (here " in done.output
    told = json.loads(ask("replay", out, 0, "--json").output)
    assert told["difference"]["first_figure"]["what"] == "welfare_outside"
    refused = ask("resume", out, "--executor", "serial")
    assert refused.exit_code == 2
    assert "on this machine run 0 does not come out as it stands in" in refused.output
    assert "it was " in refused.output
    assert ask("resume", out, "--executor", "serial", "--allow-other-machine").exit_code == 0
    assert "Lived on 2 kinds of machine" in ask("status", out).output


def test_retry_says_that_nothing_failed(swept):
    folder, _ = swept
    assert "No run had failed" in ask("retry", folder / "out", "--failed", "--allow-code-change").output


def test_exports_hold_code_description_data_and_environment(swept):
    folder, _ = swept
    done = ask("export", folder / "out", "--csv", "--comses")
    assert done.exit_code == 0, done.output
    assert (folder / "out" / "csv" / "runs.csv").read_text().count("\n") == 7
    assert (folder / "out" / "csv" / "rounds.csv").read_text().count("\n") == 7
    with zipfile.ZipFile(folder / "out" / "tiny-comses.zip") as archive:
        held = set(archive.namelist())
        about = json.loads(archive.read("codemeta.json"))
    assert {
        "docs/ODD.md",
        "code/agents/model.py",
        "code/LICENSE",
        "code/CITATION.cff",
        "code/docs/ODD.md",
        "code/.ci/browser",
        "code/codemeta.json",
        "environment/requirements.lock",
        "results/manifest.json",
        "results/worlds/alone.toml",
        "results/runs/000000.parquet",
    } <= held
    assert about["license"].endswith("Apache-2.0")


def test_code_that_did_not_live_the_runs_is_not_archived_with_them(swept, monkeypatch):
    from scenarios.sweep import export

    folder, _ = swept
    monkeypatch.setattr(export, "code_hash", lambda **_: "another")
    done = ask("export", folder / "out", "--comses", "--out", folder / "later")
    assert done.exit_code == 2
    assert "the archive would not give them again" in done.output
    assert ask("export", folder / "out", "--comses", "--allow-code-change", "--out", folder / "later").exit_code == 0
    with zipfile.ZipFile(folder / "later" / "tiny-comses.zip") as archive:
        assert "NOT the code in this archive" in archive.read("README.md").decode()


def test_a_question_that_cannot_be_answered_is_told_in_the_report_and_at_the_end(swept):
    folder, _ = swept
    (folder / "unequal.toml").write_text(FILE.replace('"accord" }', '"accord", rounds = 2 }'), encoding="utf-8")
    done = ask("run", folder / "unequal.toml", "--executor", "serial", "--out", folder / "unequal")
    assert done.exit_code == 2
    assert "2 of 2 questions could not be answered by these runs; see the report" in done.output
    page = (folder / "unequal" / "report.html").read_text(encoding="utf-8")
    assert "Allied lives 2 years and alone lives 1, so they are no pairs" in page


def test_the_description_for_libraries_of_models_says_what_the_project_says():
    root = Path(__file__).parents[2]
    about = json.loads((root / "codemeta.json").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert about["version"] == project["version"]
    assert about["description"] == project["description"]
    assert about["softwareRequirements"] == project["dependencies"]
    assert about["programmingLanguage"] == f"Python {project['requires-python']}"
    assert all((root / about[name]).is_file() for name in ("readme", "softwareHelp", "referencePublication"))


def test_an_estimate_alone_lives_nothing(swept, tmp_path):
    folder, _ = swept
    done = ask("run", folder / "tiny.toml", "--estimate", "--json", "--replications", 50, "--out", tmp_path / "none")
    assert json.loads(done.output)["runs"] == 100
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "ten-failurs"), "did you mean 'ten-failures'?"),
        (("run", "nowhere.toml"), "no experiment file 'nowhere.toml'"),
        (("status", "nowhere"), "nowhere holds no sweep"),
        (("resume", "nowhere"), "nowhere holds no sweep"),
    ],
)
def test_mistakes_end_in_one_sentence(words, said):
    done = ask(*words)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output


def test_the_list_names_every_shipped_experiment():
    said = ask("list").output
    assert all(name in said for name in names())


def test_every_analysis_has_a_picture():
    assert rulebook.names(pictures) == rulebook.names(analyses)


def test_every_kind_of_finding_is_drawn_at_both_widths(tmp_path):
    from tests.scenarios import toys

    unit = {"low": 0.0, "high": 1.0, "levels": 4}
    arms = {"a": {}, "b": {}}
    asked = {
        "factorial": [
            ("paired", {"metric": "walk"}),
            ("wins", {"metric": "walk"}),
            ("replications", {"metric": "walk"}),
            ("regimes", {"metric": "walk", "across": "x", "up": "k"}),
            ("prim", {"target": "walk > 0.8"}),
        ],
        "sobol": [("sobol", {"metric": "walk"})],
        "morris": [("morris", {"metric": "walk"})],
    }
    seen = set()
    for design, questions in asked.items():
        more = {} if design == "factorial" else {"n": 4}
        made = Experiment.of(
            {
                "experiment": {"name": design},
                "arms": arms,
                "parameters": {"x": unit, "k": unit},
                "design": {"kind": design, "replications": 3} | more,
                "run": {"chunk": 50},
            },
            model=toys.walk,
        )
        results = made.live(tmp_path / design, executor="serial")
        for kind, options in questions:
            finding = results.finding(kind, **options)
            for width in (346, 760):
                assert picture(finding, width).startswith("<svg")
            seen.add(kind)
    assert seen == set(rulebook.names(analyses))


def test_a_stopped_sweep_tells_all_runs_that_stand_on_disk(tmp_path, capsys):
    """Chunks of two, stopped in the third: the second is being written, or waits for its word, and is safe too."""

    def model(parameters, arm, replication):
        if replication == 5:
            raise KeyboardInterrupt
        return steady({"x": 1}, arm, replication)

    experiment = Experiment.of({"experiment": {"name": "stopped"}, "design": {"replications": 9}}, model=model)
    with pytest.raises(KeyboardInterrupt):
        _live(
            experiment, tmp_path / "out", None, {"executor": "serial", "chunk": 2}, allow_code_change=False, quiet=True
        )
    said = capsys.readouterr().err
    assert "4 runs are safe. Go on: python -m app sweep resume" in said


@pytest.mark.parametrize(
    ("half_width", "said", "runs"),
    [
        (0.01, "ended after 4 of at most 12 replications", "16 of 16 runs went well"),
        (1e-12, "was not reached", "48 of 48 runs went well"),
    ],
)
def test_a_report_says_whether_the_interval_asked_for_was_reached(tmp_path, half_width, said, runs):
    """What was not lived since the answer was sure enough is no failure, and a wish that failed is told."""

    def model(parameters, arm, replication):
        lived = walk(parameters, arm, replication)
        noise = 1e-6 * replication * (arm["name"] == "b")
        return replace(lived, values=lived.values + noise)

    table = {
        "experiment": {"name": "until"},
        "arms": {"a": {}, "b": {"rule": "own"}},
        "parameters": {"x": {"low": 0, "high": 1}},
        "design": {"replications": 12},
        "until": {"metric": "walk", "half_width": half_width, "step": 4},
        "run": {"chunk": 5},
    }
    results = Experiment.of(table, model=model).live(tmp_path / "out", executor="serial")
    for written in write(results, results.findings()):
        page = written.read_text("utf-8")
        assert said in page
        assert runs in page
        assert "own" in page
    assert "experiment_folder.replay" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_the_markdown_report_says_what_arms_set_and_parameters_range_over(swept):
    folder, _ = swept
    written = (folder / "out" / "report.md").read_text("utf-8")
    assert "- alone: `regime` unilateral" in written
    assert "- allied: `regime` accord" in written
