"""R&D pool: members pay for joint research; costs fall with what is known, and others learn some of it for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, Article
from agents.world.scene import Lived, Scene, inside
from market.elementary import log, power
from market.series import LN2
from market.vintages import scaled

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
KNOWN, DOUBLING, FORGOTTEN = 1000.0, 0.1, 0.05
"""What has been spent on the art so far, USD m; fall of cost for each doubling of it; share forgotten in a year.
Own estimates: learning of 5 to 20 % for each doubling is usual in process industries."""
ARTICLE = Article(
    name="research_pool",
    title="R&D pool",
    principle="technology",
    meaning="Contribution to research on separation, magnets and recycling, share of magnet-dependent value added.",
    unit="share",
    high=0.001,
    said="R&D pool of {0:.3%} of magnet-dependent value added",
    mechanism="Running costs of separation, magnet making and recycling fall by a tenth for each doubling of what has "
    "been spent; outsiders learn a part of it (accord.spillover).",
    cost="Contributions; rivals learn as well.",
    metric="knowledge_members",
    source="own estimate; learning curves of process industries",
    political=0.25,
)


def factor(known: Array) -> Array:
    """Running cost after so much joint research, (nations,) share of today's; ``known`` in USD m."""
    rate = -log(1 - DOUBLING) / LN2
    left: Array = power(1 + known / KNOWN, -rate)
    return left


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Members' contributions, (nations,) USD m/yr."""
    base = np.array([nation.dependent_value_added for nation in books.setting.nations])
    return level * base * inside(len(base), members)


def learnt(books: Books, members: tuple[int, ...], level: float, years: int) -> Array:
    """Joint research that each nation can use after some years, (nations,) USD m."""
    pooled, known = float(cost(books, members, level).sum()), books.knowledge
    part = np.where(inside(len(known), members) > 0, 1.0, books.setting.accord.spillover)
    for _ in range(years):
        known = (1 - FORGOTTEN) * known + part * pooled
    return known


def cheaper(quarter: Quarter, ratio: Array) -> Quarter:
    """The same market with running costs at (nations,) shares of today's."""
    return scaled(quarter, ratio[:, None, None]).changed(recycling_cost=quarter.recycling_cost * ratio[:, None])


def ahead(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """The market after some years of research."""
    books = scene.books
    return cheaper(quarter, factor(learnt(books, members, level, LOOK_AHEAD)) / factor(books.knowledge))


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Do a year's research, which all costs of running show."""
    books = lived.books
    known = learnt(books, members, level, 1)
    ratio = factor(known) / factor(books.knowledge)
    books.base = cheaper(books.base, ratio)
    books.new_cost = books.new_cost * ratio[:, None, None]
    books.knowledge = known
