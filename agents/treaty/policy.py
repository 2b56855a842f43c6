"""Effects and costs of a text's articles, in the current year and ahead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.articles import hook
from agents.terms.text import Text
from agents.world.books import Addition, Books
from agents.world.scene import Scene
from market.chain import Quarter

Array = NDArray[np.float64]


def in_force(scene: Scene, quarter: Quarter, members: tuple[int, ...], text: Text, *, ahead: bool) -> Quarter:
    """Put a text's further articles into force in a market, in the order of their names."""
    for name, level in text.more:
        act = hook(name, "ahead") if ahead else None
        act = act or hook(name, "act")
        if act is not None:
            quarter = act(scene, quarter, members, level)
    return quarter


def spare(books: Books, standby: Array) -> Addition:
    """The same as an addition to capacity."""
    none = books.nothing()
    return Addition(mine=none.mine, capacity=standby, recycling=none.recycling)


def standby_of(books: Books, members: tuple[int, ...], text: Text) -> Array | None:
    """Capacity that a text holds ready for a crisis, (nations, conversions, materials) t/yr, if any."""
    ready = [found(books, members, level) for name, level in text.more if (found := hook(name, "standby"))]
    return sum(ready[1:], ready[0]) if ready else None


def yearly_cost(books: Books, members: tuple[int, ...], text: Text) -> dict[str, Array]:
    """Members' payments for each further article, (nations,) USD m/yr."""
    return {name: paid(books, members, level) for name, level in text.more if (paid := hook(name, "cost"))}
