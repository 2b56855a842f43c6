"""The articles of an accord: one file each, found by its name.

A file holds ``ARTICLE``, which says what the article is, and the functions by which it acts. All are optional:

- ``act(scene, quarter, members, level)`` gives the market with the article in force.
- ``ahead(scene, quarter, members, level)`` gives the market some years ahead, where what it does takes time to grow.
- ``standby(books, members, level)`` gives capacity that works in a crisis only, (nations, conversions, materials) t/yr.
- ``cost(books, members, level)`` gives what members pay each year, (nations,) USD m.
- ``justified(rules, level)`` marks an article that walls outsiders out, and gives the part of it that the environment
  justifies (0-1); whom it harms may claim against the rest.
- ``live(lived, members, level)`` does once a year what is no market: learning, pooling of knowledge, audits.

``NEEDS`` names another article without which it does nothing; a summit weighs the two together.

An article that has none of the first three cannot be priced by a run of the market. Unless ``RECKONED`` names the
file that values it in another way, no summit bargains over it and a scenario sets its level.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiation.rulebook import kept, names

Array = NDArray[np.float64]
PRINCIPLES = (
    "diversification",
    "sustainability",
    "technology",
    "reserve and risk",
    "governance",
    "institutions",
)
USD_M = 1e-3
"""USD m in one t x USD/kg."""
RUNS = ("act", "ahead", "standby")
"""Functions that a run of the market can try."""
LOOK_AHEAD = 5
"""Years after which an article that takes time is valued; as far as governments look ahead for plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The description of an article; pages, commands, scenario files and sweeps all read it from here."""

    name: str
    """The name of its file, and of its field among the rules of the accord."""
    title: str
    principle: str
    """One of PRINCIPLES."""
    meaning: str
    """One sentence that says what members promise."""
    unit: str
    low: float = 0.0
    high: float = 1.0
    levels: tuple[float, ...] | tuple[str, ...] = (0.0,)
    """Levels on the table where a scenario says nothing; (0.0,) is no such article."""
    said: str = ""
    """How a text says it: ``{0}`` is the level, ``{1}`` one less the level."""
    mechanism: str
    """How it acts in the market or the books."""
    cost: str
    """Its cost, and who bears it."""
    metric: str
    """Name of the metric in which it shows first."""
    source: str
    confidence: str = "estimate"
    """looked_up, recalled or estimate, of the figures behind it."""
    whole: bool = False
    """True if its levels are whole numbers."""
    political: float = 1.0
    """Political cost at its strictest, in fifths of what a nation loses of sovereignty by a text of full strength."""
    rule: str = ""
    """Path of the field that holds it, for what a scenario sets by one figure and no text names."""
    removed: object = None
    """Value of that field without it; None where an accord cannot be without."""

    @property
    def field(self) -> str:
        """Path of its field in a scenario."""
        return self.rule or f"accord.{self.name}"

    @property
    def bargained(self) -> bool:
        """True if a summit may bargain over it."""
        return not self.rule and (len(self.levels) > 1 or priced(self.name))

    def say(self, level: float) -> str:
        """Say it in a text."""
        return self.said.format(level, 1 - level).replace("%", " %")


@kept
def described() -> tuple[Article, ...]:
    """List every article, by principle and then by name."""
    found = [import_module(f"{__name__}.{name}").ARTICLE for name in names(sys.modules[__name__])]
    return tuple(sorted(found, key=lambda article: PRINCIPLES.index(article.principle)))


@kept
def texts() -> tuple[Article, ...]:
    """List the articles that a text may hold: all but the rules that a scenario sets."""
    return tuple(article for article in described() if not article.rule)


def article(name: str) -> Article:
    """Find an article by its name."""
    found: Article = import_module(f"{__name__}.{name}").ARTICLE
    return found


@kept
def hook(name: str, verb: str) -> Callable[..., Any] | None:
    """Find what an article does at some moment; None where it does nothing then."""
    return getattr(import_module(f"{__name__}.{name}"), verb, None)


def priced(name: str) -> bool:
    """Tell whether governments can value an article, by runs of the market or by figures based on them."""
    return any(hook(name, verb) is not None for verb in (*RUNS, "RECKONED"))
