"""Which terms two or more parties put on the table, and why these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negotiation.figures import plainly
from negotiation.least_worth import ranked


@dataclass(frozen=True, slots=True)
class Item:
    """A term on the agenda."""

    name: str
    stake: float
    """What the term can move, summed over the parties, in the unit of utility."""
    why: str


def agenda(
    names: Sequence[str],
    stakes: ArrayLike,
    parties: Sequence[str],
    *,
    most: int = 6,
    fewest: int = 4,
    negligible: float = 0.02,
    unit: str = "USD m/yr",
) -> list[Item]:
    """Pick the terms with the largest stakes, largest first.

    Parameters
    ----------
    names
        The terms that could be put on the table.
    stakes
        By how much each term's levels move each party's utility, (parties, terms), none below 0.
    parties
        Names of the parties.
    most, fewest
        Most and fewest terms; more than ``fewest`` only if they are not negligible.
    negligible
        Share of the largest stake (0-1) below which a term may be left out.

    Raises
    ------
    ValueError
        If the shapes do not fit or there is no term.
    """
    table = np.asarray(stakes, dtype=float)
    if table.shape != (len(parties), len(names)) or not names or (table < 0).any():
        raise ValueError(
            f"stakes must be at least 0 for each of {len(parties)} parties and {len(names)} terms, got {table.shape}"
        )
    total = table.sum(axis=0)
    ranking = ranked(total)[:most]
    kept = [k for place, k in enumerate(ranking) if place < fewest or total[k] >= negligible * total[ranking[0]]]
    return [Item(names[k], float(total[k]), _why(names[k], table[:, k], parties, unit)) for k in kept]


def _why(name: str, stakes: np.ndarray[tuple[int], np.dtype[np.float64]], parties: Sequence[str], unit: str) -> str:
    shares = [f"{party} by {plainly(stake)}" for party, stake in zip(parties, stakes, strict=True)]
    return f"{name} can move {' and '.join(shares)} {unit}"
