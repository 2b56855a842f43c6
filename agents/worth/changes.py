"""A market that may be changed, and many changes of it, as figures in rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from market.chain import ChainShape, Quarter
from market.packed import (
    CAPACITY,
    DEAR_BY,
    DEAR_CAPACITY,
    MAKING_COST,
    MINE_CAPACITY,
    RECYCLING_CAPACITY,
    differences,
    outcome_places,
    pack,
    quarter_places,
    unpack,
)
from market.vintages import sorted_in

if TYPE_CHECKING:
    from agents.world.books import Addition
    from agents.worth.kernel import Ground

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
NOWHERE = np.empty(0, dtype=np.int64)
NOTHING = np.empty(0)


def row_places(nations: int, mines: int, uses: int) -> Ints:
    """Start of each array of a market, and of its further figures, in its row, and the length of the row."""
    at = quarter_places(nations, mines, uses)
    return np.concatenate([at, at[-1] + np.cumsum([8 * nations, nations, 2 * nations, 4 * nations])]).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Base:
    """A base market, to which changes are applied, with its outcomes in calm and in crisis."""

    shape: ChainShape
    quarter: Quarter
    row: Array
    """Its figures, then payments to plants; see ``row_places``."""
    at: Ints
    to: Ints
    ground: Ground
    calm: Array = field(default_factory=lambda: NOTHING)
    """Row of its calm outcome (``packed.outcome_places``); empty before it is known."""
    crisis: Array = field(default_factory=lambda: NOTHING)
    worth: Array = field(default_factory=lambda: np.zeros((3, 0)))
    """(3, nations) utility calm and in crisis, and shortage cost, USD m/yr."""

    @classmethod
    def of(cls, shape: ChainShape, quarter: Quarter, paid: Array, ground: Ground) -> Base:
        """Lay out a market whose governments pay their plants, (2, nations, conversions, materials) USD/kg."""
        sizes = shape.nations, shape.mines, shape.uses
        at, figures = row_places(*sizes), pack(shape, quarter)
        row = np.zeros(at[-1])
        row[: len(figures)] = figures
        row[len(figures) : len(figures) + paid.size] = paid.ravel()
        return cls(shape=shape, quarter=quarter, row=row, at=at, to=outcome_places(*sizes), ground=ground)


@dataclass
class Changes:
    """Changes of one market; each names the figures of its row that differ, and their values."""

    base: Base
    places: list[Ints] = field(default_factory=list)
    figures: list[Array] = field(default_factory=list)

    def __len__(self) -> int:
        """Number of changes."""
        return len(self.places)

    def add(self, places: Ints, figures: Array) -> int:
        """Add a change by places in the row and the new figures there; return its number."""
        self.places.append(places)
        self.figures.append(figures)
        return len(self.places) - 1

    def market(
        self,
        quarter: Quarter,
        *,
        release: Array | None = None,
        relief: Array | None = None,
        paid: Array | None = None,
        standby: Array | None = None,
    ) -> int:
        """Add a change by the whole market that it leads to; arguments as of ``Appraiser.look``."""
        base = self.base
        places, figures = differences(base.shape, quarter, base.quarter, base.row)
        begin = len(base.at) - 5
        for part, array in enumerate((paid, relief, release, standby)):
            if array is None:
                continue
            first, flat = base.at[begin + part], array.ravel()
            other = np.flatnonzero(flat != base.row[first : first + flat.size])
            if other.size:
                places.append(first + other)
                figures.append(flat[other])
        if not places:
            return self.add(NOWHERE, NOTHING)
        return self.add(np.concatenate(places), np.concatenate(figures))

    def plants(self, addition: Addition, new_cost: Array, times: float = 1.0) -> int:
        """Add a change by new plants, counted with the vintage that they are nearest to in cost (``vintages.added``).

        Parameters
        ----------
        new_cost : (nations, conversions, materials) their running cost, USD/kg of input.
        times : number of each.
        """
        base, at = self.base, self.base.at
        places: list[int] = []
        figures: list[float] = []
        for first, more in ((at[MINE_CAPACITY], addition.mine), (at[RECYCLING_CAPACITY], addition.recycling)):
            flat = more.ravel()
            for k in flat.nonzero()[0]:
                places.append(first + k)
                figures.append(base.row[first + k] + times * flat[k])
        flat, cost = addition.capacity.ravel(), new_cost.ravel()
        for k in flat.nonzero()[0]:
            places += [at[part] + k for part in (CAPACITY, MAKING_COST, DEAR_CAPACITY, DEAR_BY)]
            total, mean, dear, by = (float(base.row[place]) for place in places[-4:])
            figures += sorted_in(total, mean, dear, by, times * float(flat[k]), float(cost[k]))
        return self.add(np.array(places, dtype=np.int64), np.array(figures))

    def sold(self, release: Array) -> int:
        """Add a change by oxide from stocks that is offered in a crisis only, (nations, materials) t/yr."""
        flat = release.ravel()
        more = flat.nonzero()[0]
        return self.add(self.base.at[-3] + more, flat[more])

    def after(self, number: int) -> tuple[Quarter, dict[str, Array]]:
        """The market after a change, and its further figures, as ``Appraiser.look`` takes them."""
        base, n = self.base, self.base.shape.nations
        row = base.row.copy()
        row[self.places[number]] = self.figures[number]
        begin = len(base.at) - 5
        paid, relief, release, standby = (row[base.at[begin + k] : base.at[begin + k + 1]] for k in range(4))
        beside = {"paid": paid.reshape(2, n, 2, 2), "standby": standby.reshape(n, 2, 2)}
        beside |= {"relief": relief, "release": release.reshape(n, 2)}
        return unpack(base.shape, row, base.quarter), beside

    def laid(self) -> tuple[Ints, Ints, Array]:
        """Start of each change, and all places and figures in one row."""
        begins = np.zeros(len(self.places) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in self.places], out=begins[1:])
        if len(self.places) == 1:
            return begins, self.places[0], self.figures[0]
        if not self.places:
            return begins, NOWHERE, NOTHING
        return begins, np.concatenate(self.places), np.concatenate(self.figures)
