"""The doctor says in one sentence whether this machine gives the history of another, and what to do if not."""

import json

import pytest
from click.testing import CliRunner

from app.__main__ import app
from app.commands.doctor import DIFFERS
from scenarios.records.machine import machine
from scenarios.studies import doctor

WORLD = "pair (bilateral, 2 years, seed 7)"


def ask(*words):
    done = CliRunner().invoke(app, ["doctor", *map(str, words)])
    return done.exit_code, " ".join(done.stdout.split()), done.stderr


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A history of one small world that this machine has kept."""
    monkeypatch.setattr(doctor, "KEPT", tmp_path / "doctor.json")
    monkeypatch.setattr(doctor, "WORLDS", (("pair", "bilateral", 2),))
    for switch in ("NUMBA_CPU_NAME", "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"):
        monkeypatch.delenv(switch, raising=False)
    code, said, _ = ask("--renew")
    assert (code, said) == (0, f"{tmp_path / 'doctor.json'} renewed")
    return tmp_path / "doctor.json"


def alter(path, find, put):
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), encoding="utf-8")


def test_a_machine_that_reproduces_says_so_in_one_sentence_and_names_itself(kept):
    code, said, _ = ask()
    assert code == 0
    assert said.startswith(f"This machine reproduces the histories that ship to the last bit: {WORLD}. system ")
    assert "What to do" not in said
    for value in machine().values():
        assert value in said


def test_another_digit_is_named_with_its_place_and_size(kept):
    rows = json.loads(kept.read_text(encoding="utf-8"))["worlds"][WORLD]
    was = next(value for _, where, what, value in rows if (where, what) == ("heavy oxide", "price"))
    alter(kept, f'"heavy oxide", "price", {was!r}]', f'"heavy oxide", "price", {was * (1 + 4e-15)!r}]')
    code, said, _ = ask()
    assert code == DIFFERS
    assert f"This machine does NOT reproduce the histories that ship: in {WORLD} only last digits differ, by at" in said
    assert f"The first figure that differs is price of heavy oxide in 2025: it was {was * (1 + 4e-15)!r}" in said
    assert "What to do: - Code and libraries are the same, so the processor or the system computes otherwise" in said


def test_another_decision_is_named(kept):
    alter(kept, "kind agreement", "kind breach")
    code, said, _ = ask()
    assert code == DIFFERS
    assert f"in {WORLD} a decision differs, first in 20" in said
    assert "it was “kind breach" in said
    assert "and is “kind agreement" in said


def test_other_libraries_and_code_and_switches_are_named_as_causes(kept, monkeypatch):
    alter(kept, f'"numpy": "{machine()["numpy"]}"', '"numpy": "1.0"')
    alter(kept, '"code": "', '"code": "0')
    alter(kept, "kind agreement", "kind breach")
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Prescott")
    said = ask()[1]
    assert f"numpy is {machine()['numpy']} here and was 1.0. Install" in said
    assert f"numpy {machine()['numpy']} (was 1.0)" in said
    assert "The code has changed since" in said
    assert "unset OPENBLAS_CORETYPE=Prescott" in said


def test_other_programs_are_told_the_same(kept):
    code, said, err = ask("--json")
    told = json.loads(said)
    assert (code, err) == (0, "")
    assert told["reproduces"] is True
    assert told["worlds"][WORLD]["kept"] == told["worlds"][WORLD]["lived"]
    assert told["machine"] == told["kept_by"] == machine()
    alter(kept, "kind agreement", "kind breach")
    code, said, _ = ask("--json")
    assert code == DIFFERS
    told = json.loads(said)["worlds"][WORLD]
    assert told["kept"] != told["lived"]
    assert told["difference"]["first_decision"]["what"] == "event"


def test_a_run_in_a_folder_is_lived_again_and_compared(tmp_path):
    folder = tmp_path / "out"
    done = CliRunner().invoke(app, ["run", "pair", "--regime", "unilateral", "--rounds", "2", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    code, said, _ = ask(folder)
    assert code == 0
    assert "This machine reproduces the run in" in said
    alter(folder / "versions.json", '"seed": 7', '"seed": 8')
    code, said, _ = ask(folder)
    assert code == DIFFERS
    assert "does NOT reproduce the run in" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere",), "Error: nowhere holds no record: "),
        (("nowhere", "--renew"), "Error: --renew keeps the history that ships; leave the folder out"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(words, sentence):
    code, _, err = ask(*words)
    assert code == 2
    assert err.splitlines()[-1].startswith(sentence)
