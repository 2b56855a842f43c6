"""Choices whose worth the market tells once somebody wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self


class Priced:
    """Something that the market may be asked about once a strategy wants to know, and not before."""

    @classmethod
    def later(cls, look: Callable[[], Mapping[str, float]], **known: Any) -> Self:
        """Keep what is known, and how the market would be asked for the gains."""
        one = object.__new__(cls)
        one.__dict__.update(known, _look=look)
        return one

    def __getattr__(self, name: str) -> float:
        """Ask the market; called only for what has not been filled in."""
        look = None if name.startswith("__") else self.__dict__.pop("_look", None)
        if look is None:
            raise AttributeError(name)
        self.__dict__.update(look())
        return float(getattr(self, name))
