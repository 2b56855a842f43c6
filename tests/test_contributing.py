"""What CONTRIBUTING.md promises, done in a copy: one file each is found, examined, lived with, and breaks nothing."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha1
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
EXAMPLE = re.compile(
    r"`(?P<path>[a-z_]+/[\w/]+\.(?:py|toml))`[^`\n]*:\n\n(?P<block>(?P<indent> *)```\w*\n.*?\n(?P=indent)```)",
    re.DOTALL,
)
ROWS = dict(re.findall(r"^\| (an? [\w -]+|another [\w ]+) \| [^|`]*`([^`]+)`", PAGE, re.MULTILINE))
LIKE = {
    "negotiation/bargaining/protocols/round_table.py": ("negotiation/bargaining/protocols/stacked.py", None),
    "scenarios/data/nations/laos.toml": ("scenarios/data/nations/vietnam.toml", ("Vietnam", "Laos")),
    "scenarios/data/briefings/laos.toml": ("scenarios/data/briefings/vietnam.toml", None),
    "app/commands/seasons.py": ("app/commands/articles.py", None),
}
"""Where the page shows no file of a kind: a copy of a neighbour, and what is named otherwise in it."""
WORD = '\n["zero hour"]\nis = "When a round begins."\n'
NEIGHBOURS = """
extends = "small"
title = "Laos and others"
nations = ["china", "united_states", "australia", "japan", "european_union", "malaysia", "laos"]
"""
EXAMINED = ("by_claim", "stepwise", "round_table", "cautious", "spare_parts", "laos", "with_all")
"""What the tests that examine every file of a kind must have examined."""
LISTING = ("test_glossary", "test_reference", "left_out", "of_the_survey", "the_map_shows")
"""Tests that look at all files of a kind together."""


def shown():
    """The files that the page shows, by their places."""
    found = {}
    for example in EXAMPLE.finditer(PAGE):
        lines = dedent(example["block"]).splitlines()
        found[example["path"]] = "\n".join(lines[1:-1]) + "\n"
    return found


def done(folder, *command):
    """Run Python in the copy and return what it said; the market, which nobody adds to, is that of the original."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=bare | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
    return ran.stdout


def share_machine_code(folder):
    """Lay the machine code of our kernels where numba looks for that of the copied ones, and say where that is.

    The files are the same, so it need not be made again.
    """
    shared = []
    for kept in (ROOT / "market" / "__pycache__").glob("compiled-*/worth_*"):
        places = (root / "agents" / "worth" for root in (ROOT, folder))
        ours, theirs = (f"worth_{sha1(str(place).encode(), usedforsecurity=False).hexdigest()}" for place in places)
        if kept.name == ours:
            shared.append(shutil.copytree(kept, kept.with_name(theirs)))
    return shared


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the program with all that the page shows, and the like of every other row of its table."""
    folder = tmp_path_factory.mktemp("contributed")
    for part in ("negotiation", "agents", "scenarios", "app", "tests", "docs"):
        # With what Python keeps of them, so that it need not read all files anew.
        shutil.copytree(ROOT / part, folder / part)
    shared = share_machine_code(folder)
    for file in ("CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / file, folder / file)
    for place, text in shown().items():
        assert not (folder / place).exists()
        (folder / place).write_text(text, "utf-8")
    for place, (neighbour, renamed) in LIKE.items():
        text = (ROOT / neighbour).read_text("utf-8")
        (folder / place).write_text(text.replace(*renamed) if renamed else text, "utf-8")
    (folder / "with_laos.toml").write_text(NEIGHBOURS, "utf-8")
    with (folder / "scenarios/data/words/glossary.toml").open("a", encoding="utf-8") as words:
        words.write(WORD)
    yield folder
    for place in shared:
        shutil.rmtree(place)


def test_every_kind_that_the_page_promises_is_tried_here():
    added = {*shown(), *LIKE, "scenarios/data/words/glossary.toml"}
    assert len(ROWS) == 11
    for kind, place in ROWS.items():
        pattern = re.escape(place).replace(r"<name>", r"\w+").replace(r"<file>", r"\w+").replace(r"<nation>", r"\w+")
        assert any(re.fullmatch(pattern, one) for one in added), f"{kind} in {place} is tried by no file here"


def test_the_tests_of_all_rules_examine_what_was_added_and_nothing_else_breaks(copy):
    """Every test file is collected with it; those that examine each file of a kind, or list them all, are run."""
    done(copy, "-m", "scenarios.reference")
    done(copy, "-m", "app", "record", "with_all")
    quiet = ("-m", "pytest", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider", "-v")
    rooms = [f"tests/{room}" for room in ("negotiation", "agents", "scenarios", "app")]
    told = done(copy, *quiet, *rooms, "-k", " or ".join((*EXAMINED, *LISTING)))
    passed = re.findall(r"^(\S.*) PASSED", told, re.MULTILINE)
    for name in EXAMINED:
        assert any(re.search(rf"\[.*\b{name}\b.*\]", one) for one in passed), f"no test examined {name}"
    assert any("test_a_meaning_is_one_plain_sentence[zero hour]" in one for one in passed)
    assert any("test_a_meaning_is_one_plain_sentence[common spare parts]" in one for one in passed)


def test_a_world_lives_by_the_rule_the_tactic_the_strategy_the_article_and_the_metric(copy):
    code = (
        "from scenarios.loader import load; from scenarios.run import Living;"
        "living = Living(load('with_all'), regime='accord', seed=1);"
        "rows = [living.step() for _ in range(2)];"
        "japan = living.model.keys.index('japan'); nation = living.model.nations[japan];"
        "print('agents.strategies.' + nation.profile.strategy, nation.profile.tactic, "
        "living.record().units['mined_together']);"
        "rules = living.setting.accord;"
        "print(rows[-1]['mined_together'] > 100_000, rules.benefit_rule, rules.spare_parts)"
    )
    assert done(copy, "-c", code).splitlines() == [
        "agents.strategies.cautious stepwise t REO/yr",
        "True ('by_claim',) (0.0, 1.0)",
    ]


def test_commands_list_what_was_added(copy):
    assert "Common spare parts" in done(copy, "-m", "app", "articles", "spare_parts")
    assert "Laos" in done(copy, "-m", "app", "nations", "laos")
    assert "with_all" in done(copy, "-m", "app", "scenarios")
    assert "Common spare parts" in done(copy, "-m", "app", "seasons", "spare_parts")
    assert "seasons" in done(copy, "-m", "app", "--help")
    assert "Laos" in done(copy, "-m", "app", "briefings", "with_laos.toml", "--nation", "laos")
