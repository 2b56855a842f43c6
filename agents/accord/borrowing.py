"""What a joint fund makes of its money: loans let it build more and sooner, trained crews let plants fill up sooner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from agents.articles.bank_loans import RATE, SLOWER, YEARS
from agents.world.crews import HELP
from agents.world.rates import annuity
from market.elementary import power, product

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundOutlook:
    """What governments look at when they reckon what a fund will make of its money."""

    years: int = 8
    """How far they look ahead."""
    discount: float = 0.07
    """Share a year, mean of those at the table."""
    slow: float = 0.5
    """Part of nameplate that a new plant lacks in its first year (0-1)."""
    life: int = 15
    """Years that a plant earns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowing:
    """What one USD m a year in contributions comes to over some years, present values against the plain annuity."""

    built: float
    """Plants that it pays for, times what would be without loans and trained crews."""
    banks: float
    """What it costs members' banks to wait for their money, share of what is paid in; debts are settled at the end."""

    def borne(self, base: Array, inside: Array, paid: Array) -> Array:
        """What banks bear in each nation, (..., nations) USD m: by value added, as they lend.

        Parameters
        ----------
        base : (nations,) magnet-dependent value added, USD m/yr.
        inside : (..., nations), 1 for members.
        paid : (nations,) present value of what each would pay into the fund, USD m.
        """
        by = inside * (base if base.sum() > 0 else 1.0)
        part = by / np.maximum(by.sum(axis=-1, keepdims=True), 1e-9)
        return self.banks * part * product(inside, paid)[..., None]


@dataclass(frozen=True, kw_only=True)
class Building:
    """The plant that serves some members best for their pooled money."""

    number: int
    """Which of the plans."""
    first: float
    """How much of the first plant is built (0-1)."""
    more: float
    """Plants beyond the first."""

    @property
    def count(self) -> float:
        """Plants of reference size."""
        return self.first + self.more


@cache
def borrowing(lent: float, trained: float, outlook: FundOutlook) -> Borrowing:
    """Go through the years of a fund as it lives them: pay back first, then build with what is left and loans on top.

    A plant that fills up sooner counts as so much more of a plant, by the weight of its first year.

    Parameters
    ----------
    lent : share of each plant that banks lend, below 1.
    trained : share of crews that are trained together (0-1).

    Examples
    --------
    >>> borrowing(0.0, 0.0, FundOutlook())
    Borrowing(built=1.0, banks=0.0)
    """
    years, discount = outlook.years, outlook.discount
    debt = spent = banks = plain = 0.0
    for year in range(years):
        weight = power(1 + discount, -(year + 1))
        paid = min(1.0, debt * (RATE + 1 / YEARS))
        built = (1.0 - paid) / (1 - lent)
        debt += RATE * debt - paid + lent * built
        # Review puts off what is built with loans.
        spent += weight * built * power(1 + discount, -(SLOWER if lent > 0 else 0))
        banks += weight * (lent * built - paid)
        plain += weight
    sooner = 1 + HELP * trained * outlook.slow / annuity(discount, outlook.life)
    return Borrowing(built=sooner * spent / plain, banks=(banks - power(1 + discount, -years) * debt) / plain)
