"""The terms that a sitting is about, and every combination of them.

An outcome is one level for each issue. Outcomes are numbered from 0, the last issue changing fastest,
so that utilities can be kept as dense arrays over outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Level = float | int | str

LARGEST = 5_000_000
"""Most outcomes that one sitting may have; above it the arrays would fill a small machine."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One term under negotiation and the levels that it can take."""

    name: str
    levels: tuple[Level, ...]
    """At least one level, all different, in the order in which people would list them."""
    unit: str = ""
    """For instance t/yr, USD/kg or share; empty if the levels are words."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", tuple(self.levels))
        if not self.name:
            raise ValueError("an issue needs a name, got an empty text")
        if not self.levels:
            raise ValueError(f"issue {self.name!r} needs at least one level, got none")
        if len(set(self.levels)) < len(self.levels):
            raise ValueError(f"the levels of issue {self.name!r} must all differ, got {self.levels}")

    def place(self, level: Level) -> int:
        """Return the position of ``level`` (from 0)."""
        try:
            return self.levels.index(level)
        except ValueError:
            known = ", ".join(str(known) for known in self.levels)
            raise ValueError(f"{self.name} cannot be {level!r}; it can be {known}") from None

    def text(self, position: int) -> str:
        """Say the level at ``position`` with its unit, for instance ``3,200 t/yr``."""
        level = self.levels[position]
        figure = level if isinstance(level, str) else f"{level:,.6g}"
        return f"{figure} {self.unit}".strip()


@dataclass(frozen=True)
class TermSpace:
    """All combinations of the levels of some issues.

    Raises
    ------
    ValueError
        If there is no issue, two issues have one name, or there are too many combinations.
    """

    issues: tuple[Issue, ...]
    grid: NDArray[np.int64] = field(init=False, repr=False, compare=False)
    """Level positions, (outcomes, issues)."""

    def __post_init__(self) -> None:
        issues = tuple(self.issues)
        object.__setattr__(self, "issues", issues)
        if not issues:
            raise ValueError("a term space needs at least one issue, got none")
        names = [issue.name for issue in issues]
        if len(set(names)) < len(names):
            raise ValueError(f"the issues of a term space must have different names, got {', '.join(names)}")
        if self.size > LARGEST:
            raise ValueError(
                f"a term space may have at most {LARGEST:,} outcomes, got {self.size:,}; use fewer issues or levels"
            )
        grid = np.indices(self.shape).reshape(len(issues), -1).T
        grid.setflags(write=False)
        object.__setattr__(self, "grid", grid)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of levels of each issue."""
        return tuple(len(issue.levels) for issue in self.issues)

    @cached_property
    def size(self) -> int:
        """Number of outcomes."""
        return prod(self.shape)

    def issue(self, name: str) -> Issue:
        """Return the issue called ``name``."""
        for issue in self.issues:
            if issue.name == name:
                return issue
        raise ValueError(f"no issue is called {name!r}; there are {', '.join(issue.name for issue in self.issues)}")

    def decode(self, outcome: int) -> dict[str, Level]:
        """Return the level of every issue in ``outcome``."""
        positions = self.positions(outcome)
        return {issue.name: issue.levels[position] for issue, position in zip(self.issues, positions, strict=True)}

    def encode(self, terms: Mapping[str, Level]) -> int:
        """Return the outcome that has the levels ``terms``, one for each issue."""
        unknown = [name for name in terms if name not in {issue.name for issue in self.issues}]
        missing = [issue.name for issue in self.issues if issue.name not in terms]
        if unknown or missing:
            wrong = f"unknown: {', '.join(unknown)}" if unknown else f"missing: {', '.join(missing)}"
            raise ValueError(f"terms must name every issue once; {wrong}")
        positions = tuple(issue.place(terms[issue.name]) for issue in self.issues)
        return int(np.ravel_multi_index(positions, self.shape))

    def positions(self, outcome: int) -> tuple[int, ...]:
        """Return the level position of every issue in ``outcome``."""
        if not 0 <= outcome < self.size:
            raise ValueError(f"outcome must be from 0 to {self.size - 1}, got {outcome}")
        return tuple(self.grid[outcome].tolist())

    def text(self, outcome: int) -> str:
        """Say ``outcome`` in one line, for instance ``volume 3,200 t/yr, price 71 USD/kg``."""
        pairs = zip(self.issues, self.positions(outcome), strict=True)
        return ", ".join(f"{issue.name} {issue.text(position)}" for issue, position in pairs)

    def additive(self, worths: Sequence[ArrayLike]) -> NDArray[np.float64]:
        """Return the utilities of all outcomes where each issue adds its part, (parties, outcomes).

        ``worths`` has one array for each issue: what each of its levels is worth to each party, (parties, levels).
        """
        parts = [np.asarray(worth, dtype=float) for worth in worths]
        shapes, parties = [part.shape for part in parts], len(parts[0])
        if shapes != [(parties, len(issue.levels)) for issue in self.issues]:
            raise ValueError(f"worths must be (parties, levels) for the levels {self.shape}, got {shapes}")
        total = parts[0]
        for part in parts[1:]:
            total = (total[:, :, None] + part[:, None]).reshape(parties, -1)
        return total

    def neighbours(self, outcome: int) -> NDArray[np.int64]:
        """Return the outcomes that differ from ``outcome`` in exactly one issue."""
        found, stride = [], self.size
        for levels, position in zip(self.shape, self.positions(outcome), strict=True):
            stride //= levels
            found += [outcome + (level - position) * stride for level in range(levels) if level != position]
        return np.array(sorted(found), dtype=np.int64)
