"""Green Mineral Standard: members' mines keep waste, water, carbon and radioactive residue in check, and pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import Article
from agents.world.leakage import at_the_border

if TYPE_CHECKING:
    from agents.world.books import Books
    from market.chain import Quarter

Array = NDArray[np.float64]
ARTICLE = Article(
    name="standard_level",
    title="Green Mineral Standard",
    principle="sustainability",
    meaning="Green Mineral Standard: 0 none to 3 strictest.",
    unit="level",
    high=3,
    levels=(0, 1, 2, 3),
    whole=True,
    said="standard level {0:g}",
    mechanism="Each level avoids a fifth of the damage of members' mines (waste, water, carbon, radioactive residue) "
    "and a fifth of their stoppages.",
    cost="Each level adds 0.5 USD/kg REO to members' mining; trade moves to ore that does not bear it.",
    metric="damage",
    source="China Daily, 1 March 2011: compliance at 0.3 to 1.5 USD/kg REO",
)


def with_standard(books: Books, quarter: Quarter, members: tuple[int, ...], level: float) -> tuple[Quarter, Array]:
    """Let members' mines keep the Green Mineral Standard: at a higher cost, and with less harm.

    Returns
    -------
    The market, and the share of damage avoided in each nation.
    """
    rules, own = books.setting.accord, np.isin(books.shape.mine_nation, members)
    cost = quarter.mine_cost + np.where(own, rules.standard_cost * level, 0.0)
    if not books.setting.failures.leakage:
        quarter = at_the_border(books.shape, quarter, members, rules.standard_cost * level)
    relief = np.zeros(books.shape.nations)
    relief[list(members)] = min(rules.standard_effect * level, 1.0)
    return quarter.changed(mine_cost=cost), relief
