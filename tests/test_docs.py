"""What the documents say can be done, can be done."""

import ast
import doctest
import re
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path

import pytest

from tests.test_layers import ROOMS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"python -m app ([a-z][a-z_-]*)")
MAKE = re.compile(r"`make ([a-z]+)|^make ([a-z]+)", re.MULTILINE)
FOLDERS = ("agents", "app", "benchmarks", "docs", "market", "negotiation", "scenarios", "tests")
PLACE = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`")
DOTTED = re.compile(r"`((?:agents|app|market|negotiation|scenarios)(?:\.\w+)+)(?:\(.*?\))?`")
MEMBER = re.compile(r"`([A-Z]\w+)\.([a-z_]\w*)(?:\(\))?`")
HISTORY = ROOT / "CHANGELOG.md"
"""Names what was, not what is."""
OTHERS = {"Generator", "DataFrame"}
"""Classes of libraries that pages speak of."""


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


def written_there(text: str) -> set[str]:
    """Files that a page asks its reader to write, each shown in a block below its name."""
    return set(re.findall(r"`([a-z_]+/[\w/]+\.(?:py|toml))`[^`\n]*:\n\n *```", text))


def stray_places(text: str) -> list[str]:
    """Files and folders that a page names and the project does not have; hidden ones come and go with tools."""
    named = set(PLACE.findall(text)) - written_there(text)
    return sorted(place for place in named if "/." not in place and not (ROOT / place).exists())


def is_name(dotted: str) -> bool:
    """Tell whether a dotted name is a module of the project, something in one, or a field of a scenario's market."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        if not (place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()):
            continue
        found = import_module(".".join(parts[:length]))
        for name in parts[length:]:
            if not hasattr(found, name):
                break
            found = getattr(found, name)
        else:
            return True
        break
    from agents.world.setting import MarketRules

    return parts[0] == "market" and parts[1] in MarketRules.__dataclass_fields__


@cache
def classes() -> dict[str, set[str]]:
    """Every class of the project with the names of its methods and fields."""
    found: dict[str, set[str]] = {}
    for folder in ("market", "negotiation", "agents", "scenarios", "app"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
                    held = {one.id for one in fields if isinstance(one, ast.Name)}
                    held |= {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
                    found.setdefault(node.name, set()).update(held)
    return found


def stray_names(text: str) -> list[str]:
    """Dotted names that a page gives to what the project does not have."""
    stray = {dotted for dotted in DOTTED.findall(text) if not dotted.endswith(".toml") and not is_name(dotted)}
    members = {pair for pair in MEMBER.findall(text) if pair[0] not in OTHERS}
    return sorted(stray | {f"{of}.{name}" for of, name in members if name not in classes().get(of, ())})


@pytest.mark.parametrize("page", sorted(set(PAGES) - {HISTORY}), ids=page_name)
def test_what_pages_name_exists(page):
    text = page.read_text("utf-8")
    assert not stray_places(text) + stray_names(text)


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("`agents/fund.py` and `agents/model.py`", ["agents/fund.py"]),
        ("`agents/supply/` and `agents/metric`", ["agents/metric"]),
        ("Write `agents/strategies/mine.py`:\n\n```\n", []),
        (
            "`agents.model.AllianceModel.live_year()` and `agents.model.AllianceModel.age`",
            ["agents.model.AllianceModel.age"],
        ),
        ("`market.newcomer_cost`, `market.chain.Chain.clear`, `market.moon`", ["market.moon"]),
        ("`Outcome.planning_price` and `Outcome.sober_price`", ["Outcome.sober_price"]),
    ],
)
def test_a_planted_stale_name_is_caught(text, caught):
    assert stray_places(text) + stray_names(text) == caught


@pytest.mark.parametrize(
    ("question", "most"), [("Where does a magnet price come from?", 5), ("What happens after a breach?", 6)]
)
def test_a_stranger_needs_few_files(question, most):
    text = (ROOT / "docs" / "explanation" / "house.md").read_text("utf-8")
    steps = re.findall(r"^\d\. `([\w.]+)`", text.split(f"## {question}")[1].split("\n## ")[0], re.MULTILINE)
    assert 3 <= len(steps) <= most
    assert all(is_name(step) for step in steps)


def test_the_rooms_are_told_from_the_lowest_up():
    text = (ROOT / "docs" / "explanation" / "house.md").read_text("utf-8")
    told = [row.rstrip("/") for row in re.findall(r"^\| `agents/([\w./]+)` \|", text, re.MULTILINE)]
    told = [row.replace("articles/__init__.py", "articles.").removesuffix(".py") for row in told]
    assert sorted(told) == sorted(ROOMS["agents"])
    assert not [(room, below) for room, below in combinations(told, 2) if below in ROOMS["agents"][room]]


def test_the_year_is_told_in_the_order_in_which_it_is_lived():
    text = (ROOT / "docs" / "ODD.md").read_text("utf-8").split("## 3.")[1].split("## 4.")[0]
    tree = ast.parse((ROOT / "agents" / "model.py").read_text("utf-8"))
    bodies = {one.name: one.body for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    lived = [one.value.func.attr for one in bodies["live_year"] + bodies["resolve"] if hasattr(one.value, "func")]
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [verb for verb in lived if verb != "resolve"]


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
