"""Walls that were claimed against, and the results."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from negotiation.least_worth import greatest

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Wall:
    """A measure that keeps trade out or ore in, with its effect on every nation."""

    name: str
    """An article of the accord, an alliance and its article, a nation that keeps its ore, or a restriction."""
    builders: tuple[int, ...]
    """The nations that put it up."""
    said: str
    justified: float
    """Part of it that the environment justifies (0-1)."""
    years: float
    """Years of harm that a claim may ask for."""
    harm: Array
    """(nations,) loss of each by it, USD m/yr; below 0 for those that gain."""
    crossing: Array
    """(nations, nations) t/yr of all goods between row and column with it."""
    free: Array
    """The same without it."""

    def evidence(self, nation: int) -> tuple[float, float]:
        """Tonnes a year between a nation and the builders without the wall, and with it."""
        free, crossing = (
            float(table[nation, list(self.builders)].sum() + table[list(self.builders), nation].sum())
            for table in (self.free, self.crossing)
        )
        return free, min(free, crossing)

    def answers(self, nation: int) -> int:
        """The builder by which a nation loses most trade; the claim is against it."""
        lost = (self.free - self.crossing)[nation] + (self.free - self.crossing)[:, nation]
        builders = sorted(self.builders)
        return greatest(builders, lost[builders])


@dataclass
class Walls:
    """The walls that were claimed against."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Number of each wall by its name; W1 is the first on the record."""
    said: dict[str, str] = field(default_factory=dict)
    """Each wall, by its name on the record."""
    cases: dict[str, int] = field(default_factory=dict)
    """Claims so far, by the same name."""
    quiet: dict[tuple[str, int], int] = field(default_factory=dict)
    """By wall and claimant: quarter of the run until which there is peace."""
    gains: dict[str, float] = field(default_factory=dict)
    """Worth of a wall to its builders, by case, USD m over the years that the claim asks for."""
    caps: dict[str, float] = field(default_factory=dict)
    """Highest level of articles of the accord that had to be lowered, or of those of alliances beside it."""
    open_: frozenset[int] = frozenset()
    """Nations that may no longer keep their ore."""
    passing: set[str] = field(default_factory=set)
    """Restrictions for which the log already says that no ruling would come in time."""

    def record(self, name: str) -> str:
        """Name of a wall on the record."""
        return f"W{self.numbers.setdefault(name, len(self.numbers) + 1)}"

    def name_of(self, record: str) -> str:
        """Find the wall by its name on the record."""
        return next(name for name, number in self.numbers.items() if f"W{number}" == record)
