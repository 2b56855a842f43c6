"""Substitution: members' makers learn together to build with less, whatever the price of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, Article
from agents.world.scene import Lived, Scene, inside, shared
from market.elementary import power

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
PACE, PROGRAMME = 0.02, 15.0
"""Share of use that a full programme saves in a year, a fifth of what users learnt at the height of the crisis of
2010-13 (Sprecher et al. 2017); cost of it for each member, USD m/yr. The cost is an own estimate."""
ARTICLE = Article(
    name="substitution",
    title="Substitution programme",
    principle="technology",
    meaning="How far members' makers develop motors and turbines that need less, together.",
    unit="share",
    said="substitution programme at {0:.0%}",
    mechanism="Members' use falls by up to 2 % a year, and others' by a part of it (accord.spillover); what is "
    "learnt stays, less what cheap years undo.",
    cost=f"{PROGRAMME:g} USD m a year for each member, by value added; what is done without counts as use forgone.",
    metric="intensity_members",
    source="Sprecher et al. 2017: up to 10 % of demand a year in the crisis of 2010-13",
    confidence="looked_up",
    political=0.25,
)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of the programme, (nations,) USD m/yr."""
    return shared(books, members, PROGRAMME * level)


def left(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Use that is left after a year of it, (nations,) share of use before."""
    part = np.where(inside(books.shape.nations, members) > 0, 1.0, books.setting.accord.spillover)
    return 1 - PACE * level * part


def ahead(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """The market after some years of it."""
    after = power(left(scene.books, members, level), LOOK_AHEAD)
    return replace(quarter, demand=quarter.demand * after[:, None, None])


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Learn for a year."""
    books = lived.books
    after = left(books, members, level)[:, None]
    books.intensity = books.intensity * after
    books.base = replace(books.base, demand=books.base.demand * after[:, :, None])
