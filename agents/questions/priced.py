"""Choices whose worth the market tells once somebody wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Look = Callable[[], Mapping[str, float]]
"""Asks the market for all figures of a choice, by name."""


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Something that the market is asked about when a strategy first wants to know a figure, and only once."""

    look: Look = field(repr=False, compare=False)

    @cached_property
    def figures(self) -> Mapping[str, float]:
        """What the market says, by name."""
        return self.look()


class Figure:
    """A figure of a choice that the market tells."""

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep the name under which the market tells it."""
        self._name = name

    def __get__(self, choice: Priced, owner: type) -> float:
        """Ask the market."""
        return float(choice.figures[self._name])
