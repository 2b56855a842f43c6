"""Joint risk assessment: members put together what they know of the supplier's restrictions, and err less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.scene import Lived, shared

if TYPE_CHECKING:
    from agents.world.books import Books

Array = NDArray[np.float64]
RECKONED = "agents/accord/insight.py"
OFFICE = 1.0
"""Cost of the joint office to each member, USD m/yr. Own estimate."""
ARTICLE = Article(
    name="risk_assessment",
    title="Joint risk assessment",
    principle="reserve and risk",
    meaning="How far members base their plans on a common assessment of the supplier's restrictions.",
    unit="share",
    said="joint risk assessment at {0:.0%}",
    mechanism="Each member's belief moves to the mean of all, in which errors of single ones cancel; plans rest on it. "
    "A summit weighs what wrong decisions it spares.",
    cost=f"{OFFICE:g} USD m a year for each member, paid by value added, and telling partners what one knows.",
    metric="forecast_error",
    source="worth: Raiffa and Schlaifer 1961; means of forecasts: Bates and Granger 1969; cost: own estimate",
    political=0.25,
)


def cost(books: Books, members: tuple[int, ...], level: float) -> Array:
    """Cost of the office, (nations,) USD m/yr."""
    return shared(books, members, OFFICE * level)


def live(lived: Lived, members: tuple[int, ...], level: float) -> None:
    """Let each member's belief move to what members believe together."""
    seats = [lived.nations[member] for member in members]
    bans = float(np.mean([nation.bans_seen for nation in seats]))
    calm = float(np.mean([nation.calm_seen for nation in seats]))
    for nation in seats:
        nation.bans_seen += level * (bans - nation.bans_seen)
        nation.calm_seen += level * (calm - nation.calm_seen)
