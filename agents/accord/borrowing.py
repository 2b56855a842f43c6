"""A joint fund's use of its money: loans let it build more and sooner, trained crews let plants fill up sooner."""

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
    """Assumptions with which governments estimate how much a fund will build."""

    years: int = 8
    """Years that they look ahead."""
    discount: float = 0.07
    """Share a year, mean of those at the table."""
    slow: float = 0.5
    """Part of nameplate that a new plant lacks in its first year (0-1)."""
    life: int = 15
    """Years that a plant earns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowing:
    """Result of contributing one USD m a year for some years, present values against the plain annuity."""

    built: float
    """Plants that it pays for, as a multiple of those without loans and trained crews."""
    banks: float
    """Cost to members' banks of waiting for their money, share of contributions; debts are settled at the end."""

    def borne(self, base: Array, inside: Array, paid: Array) -> Array:
        """Cost to banks in each nation, (..., nations) USD m: by value added, as they lend.

        Parameters
        ----------
        base : (nations,) magnet-dependent value added, USD m/yr.
        inside : (..., nations), 1 for members.
        paid : (nations,) present value of each nation's contributions to the fund, USD m.
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
    """Part of the first plant that is built (0-1)."""
    more: float
    """Plants beyond the first."""

    @property
    def count(self) -> float:
        """Plants of reference size."""
        return self.first + self.more


@cache
def borrowing(lent: float, trained: float, outlook: FundOutlook) -> Borrowing:
    """Step through a fund's years: repay first, then build with the rest and with loans on top.

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
        # Review delays plants built with loans.
        spent += weight * built * power(1 + discount, -(SLOWER if lent > 0 else 0))
        banks += weight * (lent * built - paid)
        plain += weight
    sooner = 1 + HELP * trained * outlook.slow / annuity(discount, outlook.life)
    return Borrowing(built=sooner * spent / plain, banks=(banks - power(1 + discount, -years) * debt) / plain)
