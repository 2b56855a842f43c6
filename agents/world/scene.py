"""The facts that an article may use when it acts, and the books it may write into once a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

# Settings are made from the descriptions of articles, so articles know the world by its types only.
if TYPE_CHECKING:
    from agents.world.books import Books
    from agents.world.events import Log
    from agents.world.nation import Nation
    from agents.world.setting import Setting
    from agents.world.yearbook import Yearbook
    from market.chain import Outcome, Quarter


Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The facts that an article may use when it acts."""

    books: Books
    clear: Callable[[Quarter], Outcome]
    """Clears a market; as many runs as it takes."""
    price: Array
    """(nations, stages, materials) USD/kg without it: the last quarter's; the planning price when looking ahead."""


class Lived(Protocol):
    """The parts of the state that articles may read and write once a year, as far as they need them."""

    books: Books
    book: Yearbook
    log: Log
    spot: Outcome
    nations: list[Nation]
    setting: Setting
    keys: tuple[str, ...]
    names: tuple[str, ...]
    seed: int
    replication: int
    now: int


def shared(books: Books, members: tuple[int, ...], each: float) -> Array:
    """Split a cost per member among the members by magnet-dependent value added, (nations,)."""
    base = np.array([nation.dependent_value_added for nation in books.setting.nations])
    part = base * inside(len(base), members)
    total = each * len(members)
    return total * (part / part.sum() if part.sum() > 0 else inside(len(base), members) / max(len(members), 1))


def inside(count: int, members: tuple[int, ...]) -> Array:
    """Mark members among nations, (nations,) of 0 and 1."""
    marked = np.zeros(count)
    marked[list(members)] = 1.0
    return marked
