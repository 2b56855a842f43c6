"""How the fields of a setting say their unit, their range and their meaning."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)
"""Unknown fields are refused, and the line below a field is its meaning."""


def number(unit: str, low: float, high: float, meaning: str) -> Any:
    """Describe a figure by its unit, its range (both ends allowed) and its meaning."""
    return Field(ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


def switch(meaning: str) -> Any:
    """Describe a yes or no by its meaning."""
    return Field(description=meaning, json_schema_extra={"unit": "yes or no"})
