"""Recycling network: members collect old goods, so that magnets sold come back years later as oxide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M, Article
from agents.world.scene import Scene, inside

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
RECOVERED = 0.8
"""Part of the oxide in collected goods that is won back. Own estimate."""
COLLECTING = 25.0
"""Collection, dismantling and capital of the network, USD/kg of oxide won back: with the running cost about 1.2 times
the price of new oxide, as judged in recycling.csv's sources. Own estimate."""
ARTICLE = Article(
    name="recycling_network",
    title="Recycling network",
    principle="technology",
    meaning="Share of worn-out goods that members collect for their magnets.",
    unit="share",
    high=0.6,
    said="{0:.0%} of old magnets collected",
    mechanism="Of what was sold years ago (electronics 5, machines 12, cars 15, weapons 20, wind turbines 25) the "
    "share comes back and four fifths of its oxide are won, at home.",
    cost=f"{COLLECTING:g} USD/kg won back for collection and capital, beside the running cost.",
    metric="recycled_members",
    source="European Union, Critical Raw Materials Act 2024: 25 % of use by 2030; today less than 1 %",
    confidence="looked_up",
    political=0.5,
)


def collected(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Oxide that the network can win back, (nations, materials) t/yr."""
    return RECOVERED * level * books.worn_out() * inside(books.shape.nations, members)[:, None]


def act(scene: Scene, quarter: Quarter, members: tuple[int, ...], level: float) -> Quarter:
    """Let what comes back be recycled where it was used."""
    more = collected(scene.books, members, level)
    return replace(quarter, recycling_capacity=quarter.recycling_capacity + more)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of collection, (nations,) USD m/yr; heavy oxide comes in the same goods."""
    return COLLECTING * collected(books, members, level)[:, 0] * USD_M
