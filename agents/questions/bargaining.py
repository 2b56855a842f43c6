"""Questions about the year's bilateral sittings: whether a nation comes, and whether it signs alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """Does the nation sit down for supply agreements and joint plants this year, with its tactic? Yes or no."""

    verb: ClassVar[str] = "bargain"
    name: str
    year: int
    budget: float
    """Money that it may spend this year, USD m."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideParliament:
    """Parliament refuses a supply agreement: does the government sign for its side all the same? Yes or no."""

    verb: ClassVar[str] = "override_parliament"
    partner: int
    """Number of the other nation."""
    sells: bool
    """True if it is the seller."""
    tonnes: float
    """t/yr."""
    gain: float
    """Worth of the agreement to it, present value in USD m."""
    chance: float
    """Chance that parliament had of saying yes (0-1)."""
