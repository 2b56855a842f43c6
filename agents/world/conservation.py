"""Savings that users learn in expensive years; the rule is in `market/intensity.py`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agents.world.books import Books
from market.intensity import learned


def learn_to_save(books: Books, price: NDArray[np.float64]) -> None:
    """Let users learn from a year's magnet prices, (nations, materials) USD/kg, to do with less."""
    market, before = books.setting.market, books.intensity
    books.intensity = learned(
        before,
        price,
        books.base.reference_price,
        rate=market.substitution_rate,
        crisis=market.substitution_price,
        rebound=market.substitution_rebound,
    )
    books.base = replace(books.base, demand=books.base.demand * (books.intensity / before)[:, None])
