"""The dominant supplier's campaigns: reprisals, rivals driven out, and nations paid for staying out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprisal:
    """Exports withheld from some nations, in answer to an accord or because the government wants it so."""

    start: int
    """Quarter of the run in which it starts."""
    quarters: int
    size: float
    """Share of the exports to those nations that is withheld (0-1)."""
    members: tuple[int, ...]
    """The nations."""
    answers: bool = True
    """True if it answers an accord."""

    def active(self, season: int) -> bool:
        """Tell whether it is on in a quarter of the run."""
        return self.start <= season < self.start + self.quarters


@dataclass
class Dominance:
    """The dominant supplier's campaigns."""

    reprisals: list[Reprisal] = field(default_factory=list)
    mines_out: NDArray[np.bool_] | None = None
    """(mines,) closed while it undercut, and not open again."""
    plants_out: NDArray[np.bool_] | None = None
    """(nations, conversions, materials), likewise."""
    limit: Array | None = None
    """(stages, materials) t/yr of exports while it earns back; None while it does not."""
    until: int = 0
    """Quarter of the run in which it stops earning back at the latest."""

    def restricts(self, season: int) -> bool:
        """Tell whether a reprisal is on."""
        return any(reprisal.active(season) for reprisal in self.reprisals)


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A nation that is paid for staying out of the accord."""

    yearly: float
    """USD m/yr."""
    until: int
    """First round without payment."""
