"""Rules in a folder of one's own are found by name, lived with, kept with results, and refused in a sentence."""

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import agents.strategies
from agents import metrics, plugins
from agents.model import AllianceModel
from agents.plugins import Plugin, use
from agents.world.accord_rules import AccordRules, Alliance
from app.__main__ import app
from negotiation.rulebook import names
from scenarios import loader
from scenarios.experiment import Experiment
from scenarios.experiment_folder import opened, replay, resume, verify
from scenarios.loader import load, with_changes
from scenarios.records.identity import here
from scenarios.records.record import Record
from scenarios.records.writer import to_toml
from scenarios.run import run
from scenarios.sweep.folder import Folder
from scenarios.sweep.world import World
from tests.scenarios.game.world import begun, play_out

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/rules-of-your-own.md").read_text("utf-8")
SHOWN = re.compile(r"`(?P<path>[\w/]+\.(?:py|toml))`[^`]*?:\n\n```\w+\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture
def study(tmp_path):
    """The study of the page in a folder of its own, which no later test finds."""
    for file in SHOWN.finditer(PAGE):
        path = tmp_path / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file["text"], "utf-8")
    yield tmp_path
    for name in list(plugins.known()):
        plugins.drop(name)


def said(*words):
    """What a command printed and how it ended; a traceback would be an error of its own."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_page_shows_a_file_of_every_kind(study):
    assert {path.parent.name for path in (study / "my_study").rglob("*.py")} == set(plugins.KINDS)


def test_what_the_page_shows_keeps_all_promises(study):
    code, told = said("check", study / "my_study", "--json")
    found = json.loads(told[told.index("{") :])
    assert code == 0, [one for one in found["findings"] if not one["holds"]]
    assert {one["kind"] for one in found["findings"]} == set(plugins.KINDS)
    assert re.fullmatch("[0-9a-f]{64}", found["hash"])


def test_a_broken_promise_is_told_and_ends_with_1(study):
    edit(study / "my_study/benefit_rules/half_and_half.py", "0.5 / pool.n", "0.4 / pool.n")
    code, told = said("check", study / "my_study")
    assert code == 1
    assert "benefit_rules/half_and_half.py" in told
    assert "BROKEN  It gives one finite share to each member, and in total exactly what there is." in told
    assert re.search(r"it shares out \S+ of \S+ USD m", told)


def test_a_world_lives_by_the_rules_that_it_names(study):
    setting = load(study / "world.toml")
    japan = next(nation for nation in setting.nations if nation.key == "japan")
    assert (japan.strategy, japan.tactic) == ("thrifty", "late")
    assert setting.accord.benefit_rule == ("half_and_half",)
    assert setting.accord.common_freight == (0.0, 1.0)
    record = run(setting, rounds=2)
    assert (record.metrics["shipped_together"] > 0).all()
    assert record.units["shipped_together"] == "t/yr"


def test_an_article_from_outside_is_agreed_and_acts(study):
    """The same world with the article fixed at full level, by the events' own words."""
    setting = with_changes(load(study / "world.toml"), {"accord.common_freight": "1.0"})
    record = run(setting, seed=7)
    assert record.events["text"].str.contains("100 % of freight booked together").any()


def test_an_article_from_outside_may_stand_in_an_alliance_beside_the_accord(study):
    beside = '\n[[alliances]]\nname = "Two"\nmembers = ["japan", "australia"]\ncommon_freight = 0.5\n'
    with (study / "world.toml").open("a", encoding="utf-8") as file:
        file.write(beside)
    setting = load(study / "world.toml")
    assert setting.alliances[0].common_freight == 0.5
    assert load(_written(study, setting)).alliances == setting.alliances
    record = run(setting, regime="bilateral", rounds=1)
    plain = run(with_changes(load("small"), {"rounds": "1"}), regime="bilateral", rounds=1)
    assert record.metrics["welfare_members"].notna().all()
    assert len(record.metrics.columns) == len(plain.metrics.columns) + 1


def _written(study, setting):
    file = study / "again.toml"
    file.write_text(to_toml(setting), "utf-8")
    return file


def test_other_worlds_do_not_see_what_a_plugin_brings(study):
    before, hash_ = metrics.table(), Experiment.load("ten-failures").hash()
    load(study / "world.toml")
    assert "thrifty" in names(agents.strategies)
    assert metrics.table() == before
    assert Experiment.load("ten-failures").hash() == hash_
    assert "common_freight" not in to_toml(load("small"))
    with pytest.raises(ValueError, match=r"nations.japan.strategy: no file agents/strategies/thrifty\.py"):
        with_changes(load("small"), {"nations.japan.strategy": "thrifty"})
    with pytest.raises(ValueError, match="accord has no field 'common_freight'"):
        with_changes(load("small"), {"accord.common_freight": "1.0"})


def test_a_world_that_extends_another_has_its_plugins(study):
    (study / "inner").mkdir()
    (study / "inner" / "next.toml").write_text('extends = "../world.toml"\nrounds = 1\n', "utf-8")
    assert load(study / "inner" / "next.toml").plugins == (str((study / "my_study").resolve()),)


def test_a_setting_is_the_same_once_it_has_been_written(study):
    setting = load(study / "world.toml")
    assert load(_written(study, setting)).accord == setting.accord
    assert "common_freight = [0.0, 1.0]" in to_toml(setting)
    assert pickle.loads(pickle.dumps(setting)) == setting  # noqa: S301 - our own


def test_levels_of_an_article_from_outside_are_checked_like_others(study):
    setting = load(study / "world.toml")
    for value, wrong in (("3.0", "a list of numbers each from 0 to 1"), ("much", "a list of numbers")):
        with pytest.raises(ValueError, match=rf"accord\.common_freight must be {wrong}"):
            with_changes(setting, {"accord.common_freight": value})
    with pytest.raises(ValueError, match="did you mean 'common_freight'"):
        with_changes(setting, {"accord.comon_freight": "1.0"})
    with pytest.raises(AttributeError):
        _ = AccordRules().nothing_of_the_kind
    assert Alliance(name="One", members=("japan",)).common_freight == 0.0


def test_run_keeps_the_hash_and_the_files_with_its_results(study):
    out = study / "out"
    code, told = said("run", study / "world.toml", "--rounds", "1", "--out", out)
    assert code == 0, told
    kept = json.loads((out / "versions.json").read_text("utf-8"))["plugins"]
    assert kept == plugins.hashes([str((study / "my_study").resolve())])
    assert (out / "plugins/my_study/strategies/thrifty.py").is_file()
    shutil.move(study / "my_study", study / "elsewhere")
    again = Record.from_folder(out)
    assert again.setting.plugins == (str((out / "plugins/my_study").resolve()),)
    assert again.plugins == kept
    assert "plugin my_study" in here(again.setting.plugins)


def test_compare_lives_with_it(study):
    code, told = said("compare", study / "world.toml", "--rounds", "1", "--json")
    assert code == 0, told
    assert "shipped_together" in json.loads(told)["metrics"]


def test_a_sweep_of_the_page_says_what_differs_and_is_the_same_with_two_workers(study):
    made = Experiment.load(study / "experiment.toml")
    alone = made.live(study / "alone", executor="serial", chunk=2)
    shared = made.live(study / "shared", executor="loky", workers=2, chunk=2)
    assert alone.content_hash() == shared.content_hash()
    assert shared.counts == {"ok": 8}
    assert Folder.at(study / "shared").manifest["plugins"] == made.plugin_hashes()
    assert not verify(study / "shared")
    assert replay(study / "shared", 3).same


def test_a_sweep_whose_plugin_has_changed_is_not_taken_up(study):
    edit(study / "experiment.toml", "rounds = 2", "rounds = 1")
    made, out = Experiment.load(study / "experiment.toml"), study / "out"
    for _ in made.stream(out, executor="serial", chunk=2):
        break
    edit(study / "my_study/strategies/thrifty.py", "budget / 3", "budget / 4")
    with pytest.raises(ValueError, match="the plugin my_study has changed since"):
        resume(out, executor="serial")
    with pytest.raises(ValueError, match="the plugin my_study has changed since"):
        Experiment.load(study / "experiment.toml").live(out, executor="serial")
    resume(out, executor="serial", allow_code_change=True)
    (change,) = Folder.at(out).manifest["code_changes"]
    assert change["plugins"] == ["my_study"]


def test_a_sweep_is_taken_up_with_its_copy_where_the_folder_is_gone(study):
    edit(study / "experiment.toml", "rounds = 2", "rounds = 1")
    made, out = Experiment.load(study / "experiment.toml"), study / "out"
    whole = made.live(study / "whole", executor="serial", chunk=2).content_hash()
    for _ in made.stream(out, executor="serial", chunk=2):
        break
    shutil.move(study / "my_study", study / "elsewhere")
    plugins.drop(str((study / "my_study").resolve()))
    assert resume(out, executor="serial").content_hash() == whole
    assert opened(out).hash() == made.hash()


def test_a_worker_that_has_no_such_folder_lives_with_the_files_it_is_sent(study):
    made = Experiment.load(study / "experiment.toml")
    (study / "world.pickle").write_bytes(pickle.dumps(made.called()))
    point, arm = made.plan.points[1], made.plan.arms[1]
    here_ = made.called()(point, arm, 0).values.tolist()
    shutil.rmtree(study / "my_study")
    code = (
        "import json, pickle, sys; world = pickle.load(open(sys.argv[1], 'rb'));"
        "print(json.dumps(world(json.loads(sys.argv[2]), json.loads(sys.argv[3]), 0).values.tolist()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, study / "world.pickle", json.dumps(dict(point)), json.dumps(dict(arm))],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(study)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == here_


def test_an_edited_file_is_loaded_anew_with_its_world(study):
    load(study / "world.toml")
    edit(study / "my_study/metrics/freight.py", ".trade.sum())", ".trade.sum()) * 0 + 5")
    setting = load(study / "world.toml")
    model = AllianceModel(setting, "unilateral", 1)
    model.step()
    assert metrics.table(setting.plugins)["shipped_together"][0](model) == 5


def test_a_model_of_a_world_from_elsewhere_loads_what_it_needs(study):
    setting = load(study / "world.toml")
    plugins.drop(setting.plugins[0])
    assert AllianceModel(setting, "accord", 1).nations[3].profile.strategy == "thrifty"


def test_people_play_in_a_world_with_rules_from_outside_and_its_file_names_their_hash(study):
    edit(study / "world.toml", 'extends = "small"', 'extends = "pair"')
    made = begun("australia", setting=with_changes(load(study / "world.toml"), {"rounds": "1"}))[0]
    play_out(made)
    (hash_,) = plugins.hashes(made.setting.plugins).values()
    assert f"plugin my_study {hash_[:12]}" in made.state.years[1].machine
    assert not made.state.compared
    assert "shipped_together" in made.state.years[1].metrics


def test_an_installed_package_offers_its_folder(study, monkeypatch):
    site = study / "site"
    shutil.move(study / "my_study", site / "my_study")
    (site / "my_study" / "__init__.py").write_text("", "utf-8")
    about = site / "my_study-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-study\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text("[rare_accord.plugins]\nmy-study = my_study\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    edit(study / "world.toml", '"my_study/"', '"my-study"')
    setting = load(study / "world.toml")
    assert setting.plugins == ("my-study",)
    assert list(run(setting, rounds=1).plugins) == ["my-study"]
    edit(study / "world.toml", '"my-study"', '"my-studdy"')
    with pytest.raises(ValueError, match=r"no plugin 'my-studdy': .* \(those offered are my-study\)"):
        load(study / "world.toml")


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("strategies/odd.py", "def choose_levers(view rng):\n", r"odd\.py, line 1: invalid syntax"),
        ("strategies/odd.py", "import nowhere_at_all\n", r"odd\.py cannot be loaded: ModuleNotFoundError"),
        ("strategies/odd.py", "raise SystemExit(3)\n", r"odd\.py cannot be loaded: SystemExit: 3"),
        ("strategies/odd.py", "def chose_levers(view, rng): ...\n", r"odd\.py has .*did you mean 'choose_levers'\?"),
        ("strategies/odd.py", "def play(view, rng): ...\n", r"odd\.py decides nothing"),
        ("benefit_rules/odd.py", "x = 1\n", r"odd\.py has no function share\(pool\)"),
        ("tactics/odd.py", "x = 1\n", r"odd\.py has neither aspiration\(time\) nor offer\(seat\) and accepts"),
        ("articles/odd.py", "x = 1\n", r"odd\.py has no ARTICLE"),
        ("metrics/odd.py", "x = 1\n", r"odd\.py measures nothing"),
        ("metrics/odd.py", "def much(model): ...\n", r"odd\.py is refused: metric 'much' needs a docstring"),
        (
            "metrics/odd.py",
            "def cohesion(model):\n    'Odd. Unit: share.'\n",
            r"odd\.py has a metric 'cohesion', a name that is taken",
        ),
        ("strategies/hawk.py", "x = 1\n", r"hawk\.py must have another name: the program has one of that name"),
        ("strategies/my-own.py", "x = 1\n", r"my-own\.py must have a name of letters, digits and _"),
    ],
)
def test_a_faulty_file_is_refused_in_one_sentence(study, path, text, sentence):
    (study / "my_study" / path).write_text(text, "utf-8")
    for command in (("run", study / "world.toml", "--json"), ("check", study / "my_study")):
        code, told = said(*command)
        assert code == 2
        *_, last = told.strip().splitlines()
        assert last.startswith("Error: ")
        assert re.search(sentence, last), last
    assert "thrifty" not in names(agents.strategies)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('plugins = "my_study"', r"plugins must be a list of folders such as .*, got 'my_study'"),
        ("plugins = [3]", r"plugins must be a list of folders"),
        ('plugins = ["my_studdy/"]', r"no plugin 'my_studdy/': \S*my_studdy is no folder"),
        ('plugins = ["."]', r"is no plugin: it holds no Python file in a folder strategies"),
    ],
)
def test_a_wrong_list_of_plugins_is_refused_in_one_sentence(study, line, sentence):
    for file, command in (("world.toml", ("run",)), ("experiment.toml", ("sweep", "run"))):
        edit(study / file, 'plugins = ["my_study/"]', line)
        code, told = said(*command, study / file)
        assert (code, told.count("\n")) == (2, 1)
        assert re.search(sentence, told), told


def test_a_near_name_of_a_folder_is_guessed(tmp_path):
    (tmp_path / "strategy").mkdir()
    with pytest.raises(ValueError, match="did you mean 'strategies' by 'strategy'"):
        plugins.read(str(tmp_path))


def test_two_plugins_may_not_share_a_rule_nor_a_title(study):
    shutil.copytree(study / "my_study", study / "second/my_study")
    edit(study / "world.toml", '"my_study/"', '"my_study/", "second/my_study"')
    with pytest.raises(ValueError, match=r"second/my_study/strategies/thrifty\.py must have another name: .* already"):
        load(study / "world.toml")
    for file in (study / "second/my_study").rglob("*.py"):
        file.unlink()
    (study / "second/my_study/strategies/other.py").write_text('"""As usual."""\n', "utf-8")
    with pytest.raises(ValueError, match="two plugins are called 'my_study'"):
        load(study / "world.toml")


def test_plugins_are_named_at_the_top_of_a_file_and_cannot_be_changed_by_path(study):
    with pytest.raises(ValueError, match=r"plugins stand at the top of the file, above \[experiment\]"):
        Experiment.of({"experiment": {"name": "x", "plugins": ["my_study"]}})
    with pytest.raises(ValueError, match="cannot change 'plugins'"):
        with_changes(load(study / "world.toml"), {"plugins": "x"})


def test_helpers_are_no_rules(study):
    (study / "my_study/strategies/_mine.py").write_text('"""Shared."""\nPART = 5\n', "utf-8")
    edit(
        study / "my_study/strategies/thrifty.py",
        "import numpy",
        "from agents.strategies._mine import PART\nimport numpy",
    )
    edit(study / "my_study/strategies/thrifty.py", "budget / 3", "budget / PART")
    load(study / "world.toml")
    (plugin,) = plugins.loaded([str((study / "my_study").resolve())])
    assert plugin.rules("strategies") == ["thrifty"]


def test_a_worker_drops_an_older_text_of_the_same_plugin(study):
    world = Experiment.load(study / "experiment.toml").called()
    assert isinstance(world, World)
    (old,) = world.plugins
    use(Plugin(old.name, tuple((path, text.replace(b"/ 3", b"/ 4")) for path, text in old.files)))
    assert plugins.hashes([old.name]) != {"my_study": old.hash}
    use(old)
    assert plugins.hashes([old.name]) == {"my_study": old.hash}
    assert loader.names()
