"""Imports run one way: app -> scenarios -> agents -> market | negotiation."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from benchmarks.house import arrows, circles, sources

ROOT = Path(__file__).parent.parent
BELOW = {
    "market": set(),
    "negotiation": set(),
    "agents": {"market", "negotiation"},
    "scenarios": {"market", "negotiation", "agents"},
    "app": {"market", "negotiation", "agents", "scenarios"},
}
ROOMS = {
    "negotiation": {
        "": set(),
        "bargaining": {""},
        "coalitions": {""},
        "compliance": {""},
        "disputes": {"", "compliance"},
        "politics": {""},
    },
    "agents": {
        "plugins": set(),
        "articles.": {"plugins"},
        "world": {"plugins", "articles."},
        "terms": {"articles.", "world"},
        "articles": {"articles.", "world"},
        "questions": {"world", "terms"},
        "treaty": {"articles.", "world", "terms", "articles"},
        "worth": {"articles.", "world", "treaty"},
        "supply": {"articles.", "world", "terms", "articles", "questions", "worth"},
        "accord": {"articles.", "world", "terms", "articles", "questions", "treaty", "worth"},
        # Who decides sees what is asked, and nothing of the house.
        "strategies": {"world", "questions"},
        "players": {"plugins", "world", "terms", "questions", "strategies"},
        "state": {"world", "terms", "questions", "treaty", "worth", "supply", "accord", "players"},
        "year": {
            "articles.",
            "world",
            "terms",
            "articles",
            "questions",
            "treaty",
            "worth",
            "supply",
            "accord",
            "players",
            "state",
        },
        "metrics": {"plugins", "world", "accord", "state", "year"},
        "model": {"plugins", "world", "terms", "treaty", "worth", "supply", "players", "state", "year", "metrics"},
    },
    "scenarios": {
        "contracts.": set(),
        "files": {"contracts."},
        "loader": {"files"},
        "contracts": {"contracts.", "loader"},
        "records": {"loader"},
        "run": {"records"},
        "model": {"loader", "run"},
        "machine_code": {"loader", "run"},
        "sweep": {"files", "loader", "records", "run"},
        "experiment": {"files", "loader", "run", "sweep"},
        "experiment_folder": {"loader", "sweep", "experiment"},
        "studies": {"files", "loader", "records", "run", "sweep", "experiment"},
        "texts": {"files", "studies"},
        "game": {"files", "loader", "records", "run", "texts"},
        "reference": {"files", "loader", "texts"},
    },
}
"""Rooms of a package, which may be one file, and what each may import; "" are the files beside them that are no room.
``articles.`` is the register of articles, from which scenarios' settings are made; the files of articles stand above
the world in which they act. So do those of contracts, by which plugins are examined, above the loader."""
REGISTERS = {"agents.articles": "articles.", "scenarios.contracts": "contracts."}
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


def room(module: str, known: set[str]) -> str:
    """Name the room of a module, or of what is taken from one; that of a file which lies in none is ""."""
    while module not in known and "." in module:
        module = module.rpartition(".")[0]
    package, *inner = module.split(".")
    if module in REGISTERS:
        return REGISTERS[module]
    return inner[0] if inner and inner[0] in ROOMS[package] else ""


def trespass(module: str, source: str, known: set[str]) -> set[str]:
    """Return the rooms of its own package that a module imports and must not."""
    package = module.partition(".")[0]
    entered = {room(name, known) for name in modules(source) if name.startswith(f"{package}.")}
    return entered - {room(module, known)} - ROOMS[package][room(module, known)]


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


@pytest.mark.parametrize("package", ROOMS)
def test_rooms_import_one_way(package):
    known = of_package(package)
    found = {name: trespass(name, source, set(known)) for name, source in known.items()}
    assert {room(name, set(known)) for name in known} == set(ROOMS[package])
    assert not {name: wrong for name, wrong in found.items() if wrong}
    # What may be imported is no circle either: this raises if it is one.
    TopologicalSorter(ROOMS[package]).prepare()


def test_no_two_modules_need_each_other():
    """Types count as well."""
    graph = arrows(sources())
    assert {name.partition(".")[0] for name in graph} == set(BELOW)
    assert not circles(graph)


@pytest.mark.parametrize(
    ("module", "source", "caught"),
    [
        ("negotiation.coalitions.pool", "from negotiation.bargaining import table", {"bargaining"}),
        ("negotiation.compliance.trust", "if TYPE_CHECKING:\n    import negotiation.disputes.claim", {"disputes"}),
        ("negotiation.figures", "from negotiation.politics.voting.simple import carried", {"politics"}),
        ("negotiation.disputes.claim", "from negotiation.compliance import remedies", set()),
        ("negotiation.politics.membership", "from negotiation import politics, rulebook", set()),
        ("agents.strategies.hawk", "from agents.state import State", {"state"}),
        ("agents.world.books", "from agents.articles.standby import act", {"articles"}),
        ("agents.world.plants", "from agents.articles import USD_M", set()),
        ("scenarios.files.nations", "from scenarios.loader import load", {"loader"}),
        ("scenarios.files.plugging", "from scenarios.contracts.metrics import lacks", {"contracts"}),
        ("scenarios.sweep.plan", "if TYPE_CHECKING:\n    from scenarios.experiment import Experiment", {"experiment"}),
        ("scenarios.game.study", "from scenarios.records.sitting import in_figures", set()),
    ],
)
def test_a_planted_way_between_rooms_is_caught(module, source, caught):
    assert trespass(module, source, set(of_package(module.partition(".")[0]))) == caught
