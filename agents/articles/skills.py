"""Skills: crews trained together, so that new plants fill up sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.scene import Lived, inside, shared

if TYPE_CHECKING:
    from agents.world.books import Books

Array = NDArray[np.float64]
RECKONED, NEEDS = "agents/accord/borrowing.py", "fund_rate"
SCHOOLS, YEARS = 3.0, 3
"""Cost of schools to each member, USD m/yr; years until crews are trained. Own estimates."""
ARTICLE = Article(
    name="skills",
    title="Skills programmes",
    principle="technology",
    meaning="Share of the crews for new plants that members train together.",
    unit="share",
    said="skills programmes at {0:.0%}",
    mechanism="After three years new plants in member nations reach up to nine tenths of nameplate in their first year "
    "rather than half (market.delivery_rate).",
    cost=f"{SCHOOLS:g} USD m a year for each member, paid by magnet-dependent value added.",
    metric="first_year_output",
    source="own estimate; USGS MCS 2016: Molycorp reached 29 % of nameplate in 2013",
    political=0.25,
)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of schools, (nations,) USD m/yr."""
    return shared(books, members, SCHOOLS * level)


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Train for a year."""
    books = lived.books
    trained = np.minimum(books.skills + level / YEARS, np.maximum(level, books.skills))
    books.skills = np.where(inside(len(books.skills), members) > 0, trained, books.skills)
