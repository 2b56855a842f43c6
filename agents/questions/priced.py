"""Choices that are valued by the market when first read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Look = Callable[[], Mapping[str, float]]
"""Computes all figures of a choice by the market, by name."""


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A choice that is valued by the market when a strategy first reads one of its figures, and only once."""

    look: Look = field(repr=False, compare=False)

    @cached_property
    def figures(self) -> Mapping[str, float]:
        """The market's figures, by name."""
        return self.look()


class Figure:
    """A figure of a choice, computed by the market."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep the name of the figure."""
        self._name = name

    def __get__(self, choice: Priced, owner: type) -> float:
        """Compute the figure, or return it if it is known."""
        return float(choice.figures[self._name])
