"""Technology transfer: the member that knows most teaches the others, whose plants then cost less and lose less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, Article
from agents.world.scene import Lived, Scene, inside, shared
from market.elementary import power
from market.vintages import scaled

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
PACE = 0.2
"""Part of the gap in know-how that a full transfer closes in a year; Lynas took five years to its first dysprosium.
Own estimate."""
PROGRAMME = 3.0
"""Cost of engineers abroad for each member a year at full transfer, USD m. Own estimate."""
ARTICLE = Article(
    name="technology_transfer",
    title="Technology transfer",
    principle="technology",
    meaning="Share of the gap in know-how to the best member that the others may close.",
    unit="share",
    said="technology transfer of {0:.0%}",
    mechanism="Each year a fifth of the gap closes: partners' plants cost less to run, lose less material, and private "
    "investors there build more.",
    cost=f"{PROGRAMME:g} USD m a year for each member, paid by value added; the leader among them loses its edge.",
    metric="expertise_members",
    source="own estimate; Lynas needed JOGMEC's and Japanese users' help for a decade",
)


def taught(books: Books, members: tuple[int, ...], level: float, years: float) -> Array:
    """Know-how of each nation after some years of transfer, (nations,) 0-1."""
    best = max(books.expertise[list(members)])
    gap = np.clip(best - books.expertise, 0, None) * inside(books.shape.nations, members)
    known: Array = books.expertise + level * (1 - power(1 - PACE, years)) * gap
    return known


def ratio(books: Books, after: Array) -> Array:
    """Running cost with other know-how, share of today's, (nations, 1, 1): newcomers pay for what they lack."""
    lacking = books.setting.market.newcomer_cost
    found: Array = (1 + lacking * (1 - after)) / (1 + lacking * (1 - books.expertise))
    return found[:, None, None]


def better(books: Books, quarter: Quarter, members: tuple[int, ...], level: float, years: float) -> Quarter:
    """The same market after some years of learning: lower running cost, and yields nearer to the best member's."""
    after, rows = taught(books, members, level, years), list(members)
    recovery, part = quarter.recovery.copy(), level * (1 - power(1 - PACE, years))
    recovery[rows] += part * (recovery[rows].max(axis=0) - recovery[rows])
    return scaled(quarter, ratio(books, after)).changed(recovery=recovery)


def ahead(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """The market after some years of transfer; new plants, which gain most, are left out."""
    return better(scene.books, quarter, members, level, LOOK_AHEAD)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of the programme, (nations,) USD m/yr."""
    return shared(books, members, PROGRAMME * level)


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Let members learn for a year."""
    books = lived.books
    after = taught(books, members, level, 1.0)
    books.base = better(books, books.base, members, level, 1.0)
    books.new_cost = books.new_cost * ratio(books, after)
    books.expertise = after
