"""Reads the published cases, whose numbers may be written as fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parents[1] / "cases"


@cache
def cases() -> dict[str, dict[str, Any]]:
    """Read all cases by their id."""
    files = (CASES / "alliances.yaml", CASES / "promises.yaml")
    return {case["id"]: case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))}


def case(name: str) -> tuple[dict[str, Any], Any, float]:
    """Return inputs, expected answer and tolerance of a case, with fractions as numbers."""
    found = cases()[name]
    return _numbers(found["inputs"]), _numbers(found["expected"]), float(found["tol"])


def _numbers(value: Any) -> Any:
    """Turn texts such as ``485/6`` into numbers, at any depth."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if isinstance(value, str):
        try:
            return float(Fraction(value))
        except ValueError:
            return value
    return value
