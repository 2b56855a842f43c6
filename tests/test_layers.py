"""Imports run one way: app -> scenarios -> agents -> market | negotiation."""

import ast
import sys
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
SCREEN = {"solara", "reacton", "ipyvuetify", "ipyvue", "ipywidgets", "starlette", "uvicorn", "matplotlib", "playwright"}
# Peers that we compare with in benchmarks: their licences do not let them in.
NEVER = {"negmas", "scml", "tests", "benchmarks"}
NUMBERS = {"market": {"numpy", "scipy", "numba", "piqp"}, "negotiation": {"numpy", "scipy", "numba"}}
UNWANTED = {"agents": {"pandas", "pyarrow", "click", "rich"} | SCREEN, "scenarios": SCREEN, "app": set()}


def imported(source: str) -> set[str]:
    """Top names of all that a source imports, wherever it does so."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in plain | named}


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
        ("market", "def late():\n    import negotiation.pool", {"negotiation"}),
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
