"""A target that runs meet or miss, such as ``supply_gap > 0.15``."""

from __future__ import annotations

import re

_TARGET = re.compile(r"\s*(\S+)\s*(>=|<=|>|<)\s*(\S+)\s*")


def parsed(target: str) -> tuple[str, str, float]:
    """Take a target apart into metric, sign and limit."""
    found = _TARGET.fullmatch(target)
    try:
        return found[1], found[2], float(found[3])  # type: ignore[index]  # What does not fit is told below.
    except (TypeError, ValueError):
        raise ValueError(f"a target reads like 'supply_gap > 0.15', got {target!r}") from None
