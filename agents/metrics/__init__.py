"""What is measured of a year: one function per metric, its label and unit in its docstring.

The table of metrics is made from the files of this folder and their functions: first the files that FIRST names, then
all others by name; within a file in the order in which the functions stand.
Docstrings read ``Label. Unit: unit.`` and may go on.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from importlib import import_module

from agents.state import State
from negotiation.rulebook import names

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


def table() -> dict[str, tuple[Metric, str, str]]:
    """List every metric: its function, its label and its unit.

    Raises
    ------
    ValueError : for a metric without label and unit.
    """
    result = {}
    for name, function in _metrics():
        form = _FORM.match((function.__doc__ or "").strip().splitlines()[0])
        if form is None:
            raise ValueError(f"metric {name!r} needs a docstring like 'Label. Unit: USD/kg.', got {function.__doc__!r}")
        result[name] = (function, form["label"].rstrip("."), form["unit"])
    return result


def _metrics() -> list[tuple[str, Metric]]:
    """Every function that measures, file by file, line by line."""
    found: list[tuple[str, Metric]] = []
    files = names(sys.modules[__name__])
    for file in (*FIRST, *(file for file in files if file not in FIRST)):
        module = import_module(f"{__name__}.{file}")
        own = [
            (name, function)
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__ and not name.startswith("_") and name not in _HELPERS
        ]
        found += sorted(own, key=lambda item: item[1].__code__.co_firstlineno)
    return found
