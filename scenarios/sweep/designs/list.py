"""Points written down one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.sweep.parameter import Parameter, flat

OPTIONS: Mapping[str, Any] = {"points": None}


def points(
    parameters: Sequence[Parameter], seed: int, *, points: Sequence[Mapping[str, Any]] | None, **_: Any
) -> list[dict[str, Any]]:
    """Return the points as given; each names every parameter, within its range or among its choices."""
    if not points:
        raise ValueError("a design of kind list needs points, a list of tables with a value for each parameter")
    known, found = {parameter.path: parameter for parameter in parameters}, []
    for number, table in enumerate(points, start=1):
        point = {path: tuple(value) if isinstance(value, list) else value for path, value in flat(table).items()}
        strange = sorted(set(point) - set(known))
        if strange:
            raise ValueError(
                f"point {number} of the list names {strange[0]}, which [parameters] does not; give its "
                "range (low and high) or its choices there"
            )
        wrong = set(known) - set(point)
        if wrong:
            raise ValueError(f"point {number} of the list must name exactly {', '.join(known)}; look at {min(wrong)!r}")
        for path, value in point.items():
            _check(known[path], value, number)
        found.append({path: point[path] for path in known})
    return found


def _check(parameter: Parameter, value: Any, number: int) -> None:
    if parameter.choices:
        if value not in parameter.choices:
            raise ValueError(
                f"point {number}: {parameter.path} must be one of {list(parameter.choices)}, got {value!r}"
            )
        return
    low, high = parameter.ends
    sound = isinstance(value, int | float) and low <= value <= high
    if not sound or (parameter.integer and value != int(value)):
        kind = "a whole number" if parameter.integer else "a number"
        raise ValueError(f"point {number}: {parameter.path} must be {kind} from {low:g} to {high:g}, got {value!r}")
