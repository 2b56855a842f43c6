"""The commands that live through a world: what they print, write and refuse."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.__main__ import app
from scenarios.records.record import Record

ROOT = Path(__file__).parents[2]
FILES = (
    "metrics.parquet",
    "nations.parquet",
    "prices.parquet",
    "flows.parquet",
    "agreements.parquet",
    "events.jsonl",
    "scenario.toml",
    "versions.json",
)


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words], terminal_width=100)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A run of two years, written once, with what was printed."""
    folder = tmp_path_factory.mktemp("runs") / "two"
    answer = call("run", "baseline_2024", "--rounds", 2, "--seed", 3, "--out", folder)
    assert answer.exit_code == 0, answer.stderr
    return folder, answer.stdout


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A comparison of two years, written once, with what was printed."""
    folder = tmp_path_factory.mktemp("runs") / "both"
    answer = call("compare", "--rounds", 2, "--seed", 3, "--out", folder)
    assert answer.exit_code == 0, answer.stderr
    return folder, answer.stdout


def test_a_run_tells_each_year_and_closes_in_five_sentences(kept):
    _, said = kept
    for year in ("2025", "2026"):
        assert sum(line.startswith(f"{year}  ") for line in said.splitlines()) == 1
    assert "15 nations lived through 2025 to 2026 under the accord regime (seed 3)" in " ".join(said.split())
    assert said.rstrip().endswith("report.html")


def test_a_run_writes_all_that_is_needed_to_read_and_repeat_it(kept):
    folder, _ = kept
    assert {path.name for path in folder.iterdir()} >= {
        "metrics.csv",
        "metrics.parquet",
        "nations.csv",
        "prices.csv",
        "agreements.csv",
        "flows.csv",
        "events.jsonl",
        "scenario.toml",
        "versions.json",
        "report.html",
    }
    record = Record.from_folder(folder)
    assert (record.seed, record.regime, record.years) == (3, "accord", (2025, 2026))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "python -m app run baseline_2024 --regime accord --seed 3 --rounds 2" in page


def test_the_written_scenario_gives_the_same_run_again(kept, tmp_path):
    folder, _ = kept
    answer = call("run", folder / "scenario.toml", "--seed", 3, "--out", tmp_path)
    assert answer.exit_code == 0, answer.stderr
    for name in ("metrics.csv", "nations.csv", "agreements.csv", "events.jsonl"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_json_prints_the_final_metrics_and_nothing_else(kept, tmp_path, monkeypatch):
    folder, _ = kept
    monkeypatch.chdir(tmp_path)
    answer = call("run", "baseline_2024", "--rounds", 2, "--seed", 3, "--json")
    found = json.loads(answer.stdout)
    last = Record.from_folder(folder).metrics.iloc[-1]
    assert found["year"] == 2026
    assert found["metrics"]["price_oxide_heavy"] == pytest.approx(last["price_oxide_heavy"])
    assert set(found["units"]) == set(found["metrics"])
    assert list(tmp_path.iterdir()) == []


def test_changes_make_another_world_in_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = call("run", "--rounds", 1, "--regime", "unilateral", "--set", "risks.export_ban=0.9")
    assert answer.exit_code == 0, answer.stderr
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name.startswith("baseline_2024-unilateral-7-")
    assert Record.from_folder(folder).setting.risks.export_ban == 0.9


def test_a_comparison_lives_all_regimes_on_the_same_shocks(compared):
    folder, said = compared
    records = [Record.from_folder(folder / regime) for regime in ("unilateral", "bilateral", "accord")]
    assert len({record.nature_hash for record in records}) == 1
    assert "Who gains and who loses" in said
    assert "Here cooperation" in said
    assert {"report.html", "difference.csv", "nations.csv"} <= {path.name for path in folder.iterdir()}


def test_a_comparison_in_figures_adds_up(compared):
    folder, _ = compared
    found = json.loads(call("compare", folder / "unilateral", folder / "accord", "--json").stdout)
    nations = {key: row["accord_gain"] for key, row in found["nations"].items()}
    outside = sum(gain for key, gain in nations.items() if key != "china")
    assert found["verdict"]["change"] == pytest.approx(outside)
    row = found["metrics"]["welfare"]
    assert row["difference"] == pytest.approx(row["accord"] - row["unilateral"])
    assert row["difference"] == pytest.approx(sum(nations.values()))
    assert len(found["sentences"]) == 5


def test_runs_with_different_shocks_are_not_compared(compared, kept, tmp_path):
    folder, _ = compared
    call("run", "--rounds", 2, "--seed", 4, "--out", tmp_path / "other")
    answer = call("compare", folder / "unilateral", tmp_path / "other", "--out", tmp_path / "out")
    assert answer.exit_code == 2
    assert answer.stderr.startswith("Error: runs with different shocks cannot be compared: nature of the unilateral")
    assert not (tmp_path / "out").exists()


def test_two_runs_under_one_regime_are_not_compared(kept, tmp_path):
    folder, _ = kept
    answer = call("compare", folder, folder, "--out", tmp_path)
    assert answer.exit_code == 2
    assert answer.stderr == "Error: two of the runs are under the accord regime; give one for each regime\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "baseline_2025"), "no scenario called 'baseline_2025'; did you mean 'baseline_2024'?"),
        (("run", "nowhere.toml"), "no scenario file 'nowhere.toml'"),
        (("run", "--rounds", "0"), "--rounds must be a whole number from 1 to 100, got '0'"),
        (("run", "--seed", "x"), "--seed must be a whole number of at least 0, got 'x'"),
        (("run", "--seed", "-1"), "--seed must be a whole number of at least 0, got '-1'"),
        (
            ("run", "--regime", "acord"),
            "Invalid value for '--regime': 'acord' is not one of 'unilateral', 'bilateral', 'accord'.",
        ),
        (("run", "--set", "risks"), "--set wants FIELD=VALUE, such as risks.export_ban=0.3; got 'risks'"),
        (
            ("run", "--set", "risks.exportban=1"),
            "cannot change 'risks.exportban': risks has no field 'exportban'; did you mean 'export_ban'?",
        ),
        (("compare", "--regime", "accord"), "a comparison needs at least two different regimes, got accord"),
        (("compare", "here", "there"), f"here holds no record: {', '.join(FILES)} not found"),
        (("serve", "--port", "65536"), "--port must be a whole number from 0 to 65535, got '65536'"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(words, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = call(*words)
    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", f"Error: {sentence}\n")


def test_a_bad_scenario_leaves_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call("run", "baseline_2025")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "taken").write_text("")
    answer = call("run", "--out", tmp_path / "taken")
    assert answer.exit_code == 2
    assert answer.stderr == f"Error: cannot write to {tmp_path / 'taken'}: it is a file, not a folder\n"


def test_an_unwritable_folder_is_refused_before_the_years_are_lived():
    answer = call("run", "--out", "/proc/nothing/can/be/made/here")
    assert answer.exit_code == 2
    assert answer.stderr == "Error: No such file or directory: /proc/nothing\n"


def test_a_taken_port_is_told(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = call("serve", "--no-open", "--port", port)
    assert answer.exit_code == 2
    assert answer.stderr == f"Error: port {port} on 127.0.0.1 is taken by another program; choose another with --port\n"


def test_the_next_free_port_is_taken_when_none_is_asked_for():
    from app.web.server import PORT, door

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", PORT))
            other.listen()
        except OSError:
            pass  # Someone else holds it, which serves as well.
        with door("127.0.0.1", None) as found:
            assert found.getsockname()[1] > PORT


def test_a_real_process_says_no_in_one_line():
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    answer = subprocess.run(
        [sys.executable, "-m", "app", "run", "--rounds", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "Error: --rounds must be a whole number from 1 to 100, got '0'\n"
