"""One parameter of an experiment: which field it changes, within which range or among which choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from scenarios.files.schema import Entry, entry_at

KEYS = ("low", "high", "levels", "choices", "unit", "integer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A field that varies: a range of numbers, or a list of choices."""

    path: str
    """Field of the scenario, such as risks.export_ban; any name where the model is your own."""
    low: float | None = None
    high: float | None = None
    levels: int = 2
    """How many values a factorial design takes from the range."""
    choices: tuple[Any, ...] = ()
    unit: str = ""
    integer: bool = False

    def __post_init__(self) -> None:
        """Refuse what is neither a range nor a list of choices."""
        if self.choices:
            if self.low is not None or self.high is not None:
                raise ValueError(f"parameter {self.path}: give either low and high, or choices, not both")
            twice = next((one for place, one in enumerate(self.choices) if one in self.choices[:place]), None)
            if twice is not None:
                raise ValueError(f"parameter {self.path}: choices name {twice!r} twice")
            return
        if not (_number(self.low) and _number(self.high)):
            raise ValueError(
                f"parameter {self.path} needs low and high (numbers) or choices (a list), "
                f"got low = {self.low!r}, high = {self.high!r}"
            )
        if not self.low < self.high:
            raise ValueError(f"parameter {self.path}: low must be below high, got {self.low:g} and {self.high:g}")
        if isinstance(self.levels, bool) or not isinstance(self.levels, int):
            raise ValueError(f"parameter {self.path}: levels must be a whole number, got {self.levels!r}")
        if not 2 <= self.levels <= 1000:
            raise ValueError(f"parameter {self.path}: levels must be from 2 to 1000, got {self.levels}")

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the range.

        Raises
        ------
        ValueError : for a list of choices, which has none.
        """
        if self.low is None or self.high is None:
            raise ValueError(f"parameter {self.path} is a list of choices, which has no range")
        return self.low, self.high

    @property
    def continuous(self) -> bool:
        """Whether it may take any number of its range."""
        return not self.choices and not self.integer

    def at(self, share: float) -> Any:
        """Give the value that stands at a share (0-1) of the range; choices and whole numbers get equal parts."""
        if self.choices:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        low, high = self.ends
        if self.integer:
            count = int(high) - int(low) + 1
            return int(low) + min(int(share * count), count - 1)
        return low + share * (high - low)

    def values(self) -> tuple[Any, ...]:
        """List the values of a factorial design: all choices, or so many levels from low to high."""
        if self.choices:
            return self.choices
        low, high = self.ends
        steps = [low + (high - low) * level / (self.levels - 1) for level in range(self.levels)]
        return tuple(dict.fromkeys(round(step) for step in steps)) if self.integer else tuple(steps)

    def place(self, value: Any) -> float:
        """Give the share (0-1) of the range at which a value stands; a choice stands in the middle of its part."""
        if self.choices:
            return (self.choices.index(value) + 0.5) / len(self.choices)
        low, high = self.ends
        return float((value - low) / (high - low))


def read(path: str, table: Mapping[str, Any], *, free: bool = False) -> Parameter:
    """Read a parameter from its table and hold it against the field of the scenario, unit and range.

    Parameters
    ----------
    free : the model is the user's own, so there is no field to compare with.
    """
    unknown = [key for key in table if key not in KEYS]
    if unknown:
        raise ValueError(f"parameter {path} has no {unknown[0]!r}; it may have {', '.join(KEYS)}")
    values = dict(table) | {"path": path, "choices": _plain(table.get("choices", ()), path)}
    if free:
        return Parameter(**values)
    entry = entry_at(path)
    if entry is None:
        from scenarios.files.schema import entries
        from scenarios.files.wording import near

        field, _, key = path.rpartition(".")
        if entry_at(field) is not None:
            raise ValueError(
                f"parameter {field} has no {key!r}; it may have {', '.join(KEYS)}; values to try are choices = [...]"
            )
        raise ValueError(f"parameter {path}: a scenario has no such field{near(path, [e.path for e in entries()])}")
    if table.get("unit", entry.unit) != entry.unit:
        raise ValueError(f"parameter {path} is in {entry.unit}, not in {table['unit']}")
    if "integer" in table and table["integer"] != ("whole number" in entry.kind):
        raise ValueError(f"parameter {path} takes {entry.kind}, whatever integer says; leave integer out")
    parameter = Parameter(**values | {"unit": entry.unit, "integer": "whole number" in entry.kind})
    _fit(parameter, entry)
    return parameter


def _fit(parameter: Parameter, entry: Entry) -> None:
    """Refuse values that the field cannot hold; choices are tried on the whole scenario later."""
    if parameter.choices:
        numbers = [one for one in parameter.choices if _number(one)]
    elif "number" not in entry.kind:
        raise ValueError(f"parameter {parameter.path} is {entry.kind}; give choices instead of low and high")
    else:
        numbers = [*parameter.ends]
    for value in numbers:
        outside = entry.low is not None and entry.high is not None and not entry.low <= value <= entry.high
        if outside or (parameter.integer and value != int(value)):
            raise ValueError(f"parameter {parameter.path} must be {entry.wanted()}, got {value:g}")


def fitted(path: str, value: Any) -> Any:
    """Write one value as its field wants it: a field that holds a list takes a single value as its only entry."""
    entry = entry_at(path)
    if entry is not None and entry.kind.startswith("list") and not isinstance(value, list | tuple | str):
        return [value]
    return list(value) if isinstance(value, tuple) else value


def flat(table: Mapping[str, Any], leaf: Sequence[str] = (), at: str = "") -> dict[str, Any]:
    """Flatten nested tables to paths joined by points; a table that has a key of ``leaf`` is left whole."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        path = f"{at}{key}"
        if isinstance(value, Mapping) and not set(value) & set(leaf):
            found |= flat(value, leaf, f"{path}.")
        else:
            found[path] = value
    return found


def _number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(choices: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(choices, list | tuple):
        raise ValueError(f"parameter {path}: choices must be a list, got {choices!r}")
    return tuple(tuple(one) if isinstance(one, list) else one for one in choices)
