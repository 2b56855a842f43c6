"""What the documents say can be done, can be done."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"python -m app ([a-z][a-z_-]*)")
MAKE = re.compile(r"`make ([a-z]+)|^make ([a-z]+)", re.MULTILINE)


def page_name(page: Path) -> str:
    """Name a page by its place in the project."""
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page):
    targets = [target.split("#")[0] for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert not [target for target in targets if target and not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_exist(page):
    named = {name.replace("-", "_") for name in COMMAND.findall(page.read_text("utf-8"))}
    assert not [name for name in named if not (ROOT / "app" / "commands" / f"{name}.py").is_file()]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_make_knows_what_the_pages_ask_of_it(page):
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {first or second for first, second in MAKE.findall(page.read_text("utf-8"))}
    assert asked <= rules


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_examples_give_what_is_shown(page):
    assert doctest.testfile(str(page), module_relative=False).failed == 0


def test_every_page_of_the_documentation_is_in_its_index():
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = [page.relative_to(ROOT / "docs") for page in PAGES if page.is_relative_to(ROOT / "docs")]
    assert not [str(page) for page in pages if page.name != "index.md" and str(page) not in index]


def test_the_scenario_shown_to_writers_is_a_world(tmp_path):
    from scenarios.loader import load

    text = (ROOT / "docs" / "how-to" / "write-a-scenario.md").read_text("utf-8")
    shown = tmp_path / "harsh.toml"
    shown.write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1], "utf-8")
    world = load(str(shown))
    assert (world.rounds, world.risks.export_ban, world.accord.minimum_members) == (12, 0.5, 5)


def test_the_rule_shown_to_contributors_shares_what_there_is():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    lines = re.search(r"```\n( +\"\"\"Everyone gets in proportion.*?)```", text, re.DOTALL)[1]
    rule: dict = {}
    exec(re.sub(r"^ {3}", "", lines, flags=re.MULTILINE), rule)  # noqa: S102 - our own page
    pool = rule["Pool"](amount=12.0, worth=[0, 0, 0, 12], claim=[1.0, 3.0])
    assert list(rule["share"](pool)) == [3.0, 9.0]
