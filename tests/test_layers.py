"""Imports run one way: app -> scenarios -> agents -> market | negotiation."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BELOW = {
    "market": set(),
    "negotiation": set(),
    "agents": {"market", "negotiation"},
    "scenarios": {"market", "negotiation", "agents"},
    "app": {"market", "negotiation", "agents", "scenarios"},
}
ROOMS = {
    "": set(),
    "bargaining": {""},
    "coalitions": {""},
    "compliance": {""},
    "disputes": {"", "compliance"},
    "politics": {""},
}
"""Rooms of ``negotiation`` and what each may import; "" are the files beside them, which every room may use."""
SCREEN = {"solara", "reacton", "ipyvuetify", "ipyvue", "ipywidgets", "starlette", "uvicorn", "matplotlib", "playwright"}
# Peers that we compare with in benchmarks: their licences do not let them in.
NEVER = {"negmas", "scml", "tests", "benchmarks"}
NUMBERS = {"market": {"numpy", "scipy", "numba", "piqp"}, "negotiation": {"numpy", "scipy", "numba"}}
UNWANTED = {"agents": {"pandas", "pyarrow", "click", "rich"} | SCREEN, "scenarios": SCREEN, "app": set()}


def modules(source: str) -> set[str]:
    """Name all that a source imports, wherever it does so and for types too, with what it takes from each."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0]
    taken = {f"{node.module}.{alias.name}" for node in named for alias in node.names}
    return plain | {node.module or "" for node in named} | taken


def imported(source: str) -> set[str]:
    """Top names of all that a source imports."""
    return {name.split(".")[0] for name in modules(source)}


def room(module: str) -> str:
    """Name the room of a module of ``negotiation``; that of a file which lies in none is ""."""
    inner = module.split(".")[1]
    return inner if inner in ROOMS else ""


def trespass(module: str, source: str) -> set[str]:
    """Return the rooms of ``negotiation`` that a module imports and must not."""
    entered = {room(name) for name in modules(source) if name.startswith("negotiation.")}
    return entered - {room(module)} - ROOMS[room(module)]


def forbidden(package: str, source: str) -> set[str]:
    """Return what a file of that package imports and must not."""
    names = imported(source) - {package} - set(sys.stdlib_module_names)
    ours = names & set(BELOW)
    others = names - ours
    wrong = others - NUMBERS[package] if package in NUMBERS else others & UNWANTED[package]
    return (ours - BELOW[package]) | wrong | (others & NEVER)


@pytest.mark.parametrize("package", BELOW)
def test_imports_run_one_way(package):
    files = sorted((ROOT / package).rglob("*.py"))
    assert files, f"{package} holds no Python file"
    found = {file: forbidden(package, file.read_text("utf-8")) for file in files}
    assert not {str(file): wrong for file, wrong in found.items() if wrong}


@pytest.mark.parametrize(
    ("package", "source", "caught"),
    [
        ("market", "from scenarios.loader import load", {"scenarios"}),
        ("market", "def late():\n    import negotiation.coalitions.pool", {"negotiation"}),
        ("negotiation", "import market.clearing as c, numpy as np", {"market"}),
        ("negotiation", "from pydantic import BaseModel", {"pydantic"}),
        ("agents", "import pandas as pd\nfrom app import charts", {"pandas", "app"}),
        ("scenarios", "if True:\n    import solara.lab", {"solara"}),
        ("app", "import negmas", {"negmas"}),
        ("app", "import solara, pandas\nfrom scenarios import run", set()),
    ],
)
def test_a_planted_import_is_caught(package, source, caught):
    assert forbidden(package, source) == caught


def of_package(package: str) -> dict[str, str]:
    """Every module of a package by its name, with its source."""
    files = sorted((ROOT / package).glob("*/**/*.py")) + sorted((ROOT / package).glob("[!_]*.py"))
    found = {".".join(file.relative_to(ROOT).with_suffix("").parts): file.read_text("utf-8") for file in files}
    return {name.removesuffix(".__init__"): source for name, source in found.items()}


def test_rooms_of_negotiation_import_one_way():
    found = {name: trespass(name, source) for name, source in of_package("negotiation").items()}
    assert {room(name) for name in found} == set(ROOMS)
    assert not {name: wrong for name, wrong in found.items() if wrong}
    # What may be imported is no circle either: this raises if it is one.
    TopologicalSorter(ROOMS).prepare()


@pytest.mark.parametrize("package", ["market", "negotiation", "agents"])
def test_no_two_modules_need_each_other(package):
    """Types count as well: this raises if there is a circle of imports."""
    sources = of_package(package)
    TopologicalSorter({name: modules(source) & set(sources) - {name} for name, source in sources.items()}).prepare()


@pytest.mark.parametrize(
    ("module", "source", "caught"),
    [
        ("negotiation.coalitions.pool", "from negotiation.bargaining import table", {"bargaining"}),
        ("negotiation.compliance.trust", "if TYPE_CHECKING:\n    import negotiation.disputes.claim", {"disputes"}),
        ("negotiation.figures", "from negotiation.politics.voting.simple import carried", {"politics"}),
        ("negotiation.disputes.claim", "from negotiation.compliance import remedies", set()),
        ("negotiation.politics.membership", "from negotiation import politics, rulebook", set()),
    ],
)
def test_a_planted_way_between_rooms_is_caught(module, source, caught):
    assert trespass(module, source) == caught
