"""A figure is a number that says its unit, its year, where it comes from and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any

from scenarios.files.wording import near

CONFIDENCE = ("looked_up", "recalled", "estimate")
"""Read in a stored text; known from memory; judged, with the reason in the note."""
SHAPE = '{ value = 0, unit = "t/yr", year = 2024, source = "...", confidence = "looked_up" }'


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a scenario with all that a reader needs to judge it."""

    path: str
    """Where it stands, such as ``nations.japan.stock.light``."""
    value: float
    unit: str
    year: int
    """Year that it describes."""
    source: str
    confidence: str
    """One of CONFIDENCE."""
    low: float | None = None
    high: float | None = None
    """Range to sweep, where the source gives one."""
    note: str = ""


_KEYS = tuple(field.name for field in fields(Figure) if field.name != "path")
_NUMBERS = ("value", "low", "high")
_NEEDED = ("value", "unit", "year", "source", "confidence")


def is_figure(entry: object) -> bool:
    """Tell whether a TOML table is meant as a figure: it has a value, or a source but no value."""
    return isinstance(entry, Mapping) and ("value" in entry or "confidence" in entry)


def read_figure(entry: Mapping[str, Any], path: str, where: str, unit: str | None = None) -> Figure:
    """Check one inline table and return its figure.

    Parameters
    ----------
    path : where it stands in the scenario.
    where : the file, for messages.
    unit : the unit that the field is in, if it has one.

    Raises
    ------
    ValueError
        With the file, the path, what was found and what would be right.
    """
    at = f"{where}: {path}"
    wrong = next(_flaws(entry, at, unit), None)
    if wrong:
        raise ValueError(wrong)
    return Figure(path=path, **entry)


def _flaws(entry: Mapping[str, Any], at: str, unit: str | None) -> Iterator[str]:
    """Say what keeps a table from being a figure; each check may rely on those before it."""
    yield from (f"{at} has no entry {key!r}{near(key, _KEYS)}" for key in entry if key not in _KEYS)
    yield from (f"{at} has no {key}; a figure is written {SHAPE}" for key in _NEEDED if key not in entry)
    yield from (
        f"{at}: {key} must be a number, got {entry[key]!r}"
        for key in _NUMBERS
        if key in entry and not _is_number(entry[key])
    )
    yield from _wrong_words(entry, at, unit)
    low, value, high = entry.get("low", entry["value"]), entry["value"], entry.get("high", entry["value"])
    if not low <= value <= high:
        yield f"{at}: the value must lie from low to high, got {low:g}, {value:g}, {high:g}"


def _wrong_words(entry: Mapping[str, Any], at: str, unit: str | None) -> Iterator[str]:
    if unit is not None and entry["unit"] != unit:
        yield f"{at} must be in {unit or 'no unit'}, got {entry['unit']!r}"
    if type(entry["year"]) is not int or not 1900 <= entry["year"] <= 2100:
        yield f"{at}: year must be a whole number from 1900 to 2100, got {entry['year']!r}"
    if not str(entry["source"]).strip():
        yield f"{at}: source must name where the figure comes from, got an empty text"
    if entry["confidence"] not in CONFIDENCE:
        wanted, got = ", ".join(CONFIDENCE), entry["confidence"]
        yield f"{at}: confidence must be one of {wanted}, got {got!r}"


def _is_number(entry: object) -> bool:
    return isinstance(entry, int | float) and not isinstance(entry, bool) and isfinite(entry)
