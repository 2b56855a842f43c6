"""The metrics of a year: one function per metric, its label and unit in its docstring.

The table of metrics is made from the files of this folder and their functions: first the files that FIRST names, then
all others by name; within a file in the order of the functions.
Docstrings read ``Label. Unit: unit.`` and may go on.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from importlib import import_module

from agents import plugins
from agents.state import State

Metric = Callable[[State], float]
FIRST = (
    "cohesion",
    "prices",
    "stocks",
    "security",
    "dependence",
    "welfare",
    "promises",
    "sharing",
    "chain",
    "articles",
)
"""Files in the order in which reports show their metrics."""
_FORM = re.compile(r"^(?P<label>.+?) Unit: (?P<unit>.+)\.$")
_HELPERS = {"world_price", "positions"}


def table(own: Iterable[str] = ()) -> dict[str, tuple[Metric, str, str]]:
    """List every metric: its function, its label and its unit.

    Parameters
    ----------
    own : plugins of the world, whose metrics come last.

    Raises
    ------
    ValueError : for a metric without label and unit.
    """
    return {name: (function, *form(name, function)) for name, function in _metrics(own)}


def form(name: str, function: Metric) -> tuple[str, str]:
    """Read the label and the unit of a metric from its docstring.

    Raises
    ------
    ValueError : where the docstring has another form.
    """
    found = _FORM.match(((function.__doc__ or "").strip().splitlines() or [""])[0])
    if found is None:
        raise ValueError(f"metric {name!r} needs a docstring like 'Label. Unit: USD/kg.', got {function.__doc__!r}")
    return found["label"].rstrip("."), found["unit"]


def _metrics(own: Iterable[str]) -> list[tuple[str, Metric]]:
    """Every function that measures, file by file, line by line."""
    found: list[tuple[str, Metric]] = []
    files = plugins.names_of("metrics", own)
    for file in (*FIRST, *(file for file in files if file not in FIRST)):
        found += functions(file)
    return found


def functions(file: str) -> list[tuple[str, Metric]]:
    """List the metrics of one file, line by line."""
    module = import_module(f"{__name__}.{file}")
    found = [
        (name, function)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and name not in _HELPERS
    ]
    return sorted(found, key=lambda item: item[1].__code__.co_firstlineno)
