"""Clauses of a supply agreement that act through the market and the books: one file each, found by its name.

They do for the tonnes of one agreement what the article of the same name does for all of a member's mines and plants.
A file holds ``CLAUSE``, which says what the clause is, and the functions by which it acts. All but the first are
optional:

- ``matters(books, quarter, use)`` tells whether the clause could change anything for these tonnes.
- ``reach(books, quarter, use)`` gives the tonnes beyond which the clause has nothing left to act on, t/yr.
- ``act(books, quarter, uses, relief)`` gives the market with the clause in force, and the damage that is then avoided.
- ``ahead(books, quarter, uses, relief)`` does so some years ahead, where what the clause does takes time to grow.
- ``turns(books, quarter, use, calm)`` gives the tonnes times level from which a plant opens or closes by the clause.
- ``lasting(rate, years, horizon)`` gives the present value of one a year of its gains, where they outlast it.
- ``cost(books, use)`` gives what seller and buyer pay a year, USD m, in proportion to tonnes up to today's reach.
- ``live(books, use)`` does the yearly work outside the market: learning.
- ``delivered(level)`` gives the part of the agreed tonnes that still change hands.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.articles.local_processing import content
from negotiation.bargaining.terms import Issue
from negotiation.rulebook import names

if TYPE_CHECKING:
    from agents.terms.lane import Lane
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
LEAST = 100.0
"""t/yr of mines or plants below which a clause has nothing to act on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The description of a clause; the catalogue of terms, the record and the pages read it from here."""

    issue: Issue
    """Its name and levels; the first is no such clause."""
    meaning: str
    """One sentence."""
    said: str
    """How an agreement says it: ``{0}`` is the level."""

    def say(self, level: float) -> str:
        """Say it in an agreement."""
        return self.said.format(level).replace("%", " %")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A clause at some level in one agreement."""

    lane: Lane
    tonnes: float
    """Agreed tonnes, t/yr of the good."""
    level: float


@cache
def described() -> tuple[Clause, ...]:
    """List every clause in the order of names."""
    return tuple(import_module(f"{__name__}.{name}").CLAUSE for name in names(sys.modules[__name__]))


@cache
def clause(name: str) -> Clause:
    """Find a clause by the name of its term."""
    return next(one for one in described() if one.issue.name == name)


@cache
def hook(name: str, verb: str) -> Callable[..., Any] | None:
    """Find what a clause does at some moment by the name of its term; None where it does nothing then."""
    return getattr(import_module(f"{__name__}.{name.replace(' ', '_')}"), verb, None)


def delivered(terms: Mapping[str, float]) -> float:
    """Part of the agreed tonnes that change hands under some clauses (0-1)."""
    part = 1.0
    for name, level in terms.items():
        left = hook(name, "delivered")
        part *= float(left(level)) if left else 1.0
    return part


def in_force(
    books: Books, quarter: Quarter, uses: Mapping[str, Sequence[Use]], relief: Array, *, ahead: bool = False
) -> tuple[Quarter, Array]:
    """Put clauses into force in a market.

    Parameters
    ----------
    uses : the agreements of each clause.
    relief : (nations,) share of the damage of mines that is avoided without them.

    Returns
    -------
    The market, and the share of damage avoided with them.
    """
    for name, found in uses.items():
        act = (hook(name, "ahead") if ahead else None) or hook(name, "act")
        if act is not None and found:
            quarter, relief = act(books, quarter, found, relief)
    return quarter, relief


def live(books: Books, uses: Mapping[str, Sequence[Use]], spent: Array) -> None:
    """Let the clauses in force take their yearly effect, and add its cost to ``spent``, (nations,) USD m."""
    for name, found in uses.items():
        paid, lived = hook(name, "cost"), hook(name, "live")
        for use in found:
            if paid is not None:
                spent[list(use.lane.pair)] += paid(books, use)
            if lived is not None:
                lived(books, use)


def ore_behind(quarter: Quarter, use: Use) -> float:
    """Oxide in the ore behind an agreement's tonnes, t/yr, by the recovery of the seller's own plants."""
    recovery = quarter.recovery[use.lane.seller, : use.lane.stage, use.lane.material]
    return use.tonnes / float(np.prod(np.clip(recovery, 0.05, 1.0)))


def mined(books: Books, quarter: Quarter, nation: int, material: int) -> float:
    """Oxide of a material in the ore that a nation could mine, t/yr."""
    return float(content(books.shape, quarter)[nation, material])
