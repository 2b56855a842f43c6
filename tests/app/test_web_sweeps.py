"""Sweeps as the page Research asks for them and follows them, without a browser."""

import os
import signal
import sys
import tomllib

import pytest

from app.web import sweeps as module
from app.web.sweeps import Sweeps
from app.web.wishes import OWN, Range, Wish, fields, name, toml, words
from scenarios.experiment import Experiment
from tests.patience import wait_for


def test_a_shipped_experiment_is_asked_for_as_on_the_command_line():
    assert words(Wish("ten-failures")) == ["ten-failures"]
    wish = Wish("cooperation-against-unilateralism", replications="3", points=" 8 ")
    assert words(wish) == ["cooperation-against-unilateralism", "--replications", "3", "--points", "8"]


@pytest.mark.parametrize("design", ["factorial", "lhs"])
def test_two_rules_make_an_experiment_that_reads(design):
    wish = Wish(
        OWN,
        scenario="pair",
        design=design,
        levels="3",
        points="9",
        replications="2",
        across=Range("trust.bad_weight", "1", "8"),
        up=Range("market.demand_growth", "-0.01", "0,05"),
    )
    made = Experiment.of(tomllib.loads(toml(wish)) | {"run": {}}, name="asked")
    assert len(made.plan) == 9 * 2 * 2
    assert list(made.arms) == ["unilateral", "accord"]
    assert made.parameters[1].high == 0.05
    assert name(wish) == "trust-bad-weight-by-market-demand-growth"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levels": "ten"}, "levels must be a whole number from 2 to 9, got 'ten'"),
        ({"seed": "-1"}, "seed must be a whole number from 0 to"),
        ({"up": Range("risks.export_ban", "0", "1")}, "choose two different rules"),
        ({"against": "accord"}, "choose two different regimes"),
        ({"across": Range("risks.mine_outage", "", "1")}, "the ends of risks.mine_outage must be numbers, got ''"),
    ],
)
def test_what_was_typed_wrong_is_told(changes, said):
    with pytest.raises(ValueError, match=said):
        toml(Wish(OWN, **changes))


def test_every_rule_offered_can_be_moved_from_end_to_end():
    assert len(fields()) > 30
    for entry in fields():
        assert entry.kind == "number"
        assert entry.low < entry.high


@pytest.fixture
def kept(tmp_path):
    """Sweeps below a folder of their own, ended whatever happens."""
    sweeps = Sweeps(tmp_path / "runs")
    sweeps.runs.mkdir()
    yield sweeps
    sweeps.stop()


def wait(sweeps, which, stage):
    wait_for(lambda: not sweeps.look(which).running)
    now = sweeps.look(which)
    assert now.stage == stage
    return now


FILE = """
[experiment]
scenario = "pair"
rounds = 1
[arms]
alone = { regime = "unilateral" }
allied = { regime = "accord" }
[design]
replications = 6
[run]
executor = "serial"
[[analysis]]
kind = "paired"
metric = "welfare"
"""


def test_a_sweep_is_estimated_lived_and_read_in_processes_of_its_own(kept, tmp_path):
    (tmp_path / "mine.toml").write_text(FILE, encoding="utf-8")
    said = [str(tmp_path / "mine.toml")]
    assert kept.estimate(said)["runs"] == 12
    kept.start("mine", said, 2)
    os.kill(kept._process.pid, signal.SIGSTOP)
    with pytest.raises(ValueError, match="this computer is living mine; wait for it, or cancel it"):
        kept.start("other", said, 2)
    os.kill(kept._process.pid, signal.SIGCONT)
    now = wait(kept, "mine", "over")
    assert (now.done, now.total, now.failed) == (12, 12, 0)
    assert "<svg" in kept.body("mine")
    assert {file for file, _ in kept.files("mine")} >= {"runs.csv", "rounds.csv", "experiment.json", "report.html"}
    assert kept.known() == ["mine"]


@pytest.mark.parametrize("deaf", [False, True], ids=["from a terminal", "from a shell's background"])
def test_a_sweep_that_is_cancelled_keeps_what_it_has_and_goes_on(kept, tmp_path, deaf, monkeypatch):
    """A shell that begins something in the background has it ignore Ctrl+C, and whatever that begins in turn."""
    monkeypatch.setattr(module, "_command", lambda *words: [sys.executable, "-m", "tests.app.held_sweep", *words])
    (tmp_path / "mine.toml").write_text(FILE, encoding="utf-8")
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN if deaf else signal.default_int_handler)
    try:
        kept.start("mine", [str(tmp_path / "mine.toml")], 1)
    finally:
        signal.signal(signal.SIGINT, heard)
    wait_for(lambda: kept.look("mine").done or not kept.look("mine").running)
    kept.cancel("mine")
    now = wait(kept, "mine", "stopped")
    assert 0 < now.done < 12
    assert not now.said
    monkeypatch.undo()
    kept.resume("mine")
    assert wait(kept, "mine", "over").done == 12


def test_a_sweep_that_other_code_began_is_left_alone(kept):
    (kept.runs / "mine").mkdir()
    (kept.runs / "mine" / "manifest.json").write_text('{"code": "old"}', encoding="utf-8")
    assert kept.place("mine", "old") == "mine"
    assert kept.place("mine", "new") == "mine-2"
    assert kept.place("other", "new") == "other"


def test_a_file_that_cannot_be_lived_is_told_in_its_own_sentence(kept, tmp_path):
    (tmp_path / "mine.toml").write_text('[experiment]\nscenario = "pari"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="did you mean 'pair'"):
        kept.estimate([str(tmp_path / "mine.toml")])
    kept.start("mine", [str(tmp_path / "mine.toml")], 1)
    assert "did you mean 'pair'" in wait(kept, "mine", "wrong").said
