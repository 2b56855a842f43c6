"""What an analysis found: a sentence or two, a table, and what stood in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer to one question."""

    kind: str
    """The file in scenarios/sweep/analyses that gave it."""
    title: str
    said: tuple[str, ...]
    """What it comes to, then what to be careful about."""
    table: pd.DataFrame
    used: int
    """Runs that it rests on."""
    dropped: int = 0
    """Runs that were left out because they, or one that they belong with, failed."""
    refused: bool = False
    """These runs cannot answer; the sentence says why."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further figures for its picture."""
