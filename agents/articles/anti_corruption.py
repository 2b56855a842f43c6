"""Anti-corruption: published payments and courts of account, so that less of communities' money leaks away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.scene import shared

if TYPE_CHECKING:
    from agents.world.books import Books

Array = NDArray[np.float64]
RECKONED = "agents/accord/article_values.py"
CURED, OFFICE = 0.5, 2.0
"""Part of leakage that the strictest rules stop, and what they cost each member, USD m/yr. Own estimates."""
ARTICLE = Article(
    name="anti_corruption",
    title="Anti-corruption",
    principle="governance",
    meaning="How far members bind themselves to published payments, audits of accounts and prosecution.",
    unit="share",
    levels=(0.0,),
    said="anti-corruption at {0:.0%}",
    mechanism="Up to half of the leakage of communities' money stops: more arrives, and more stoppages are spared.",
    cost=f"{OFFICE:g} USD m a year for each member, paid by value added, and the political cost of being looked at.",
    metric="community_income",
    source="own estimate; Extractive Industries Transparency Initiative",
)


def leaking(leakage: Array, level: Array | float) -> Array:
    """Share of communities' money that leaks away, (..., nations) 0-1, at (...) levels of the article."""
    left: Array = np.multiply.outer(1 - CURED * np.asarray(level), leakage)
    return left


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of audits of accounts, (nations,) USD m/yr."""
    return shared(books, members, OFFICE * level)
