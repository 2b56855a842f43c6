"""Prices of rare earths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.state import State

LEAST_USE = 1e-3
"""Tonnes a year below which nobody counts as using a good; what the solver's rounding leaves is less."""


def world_price(state: State, stage: int, material: int, who: NDArray[np.bool_] | None = None) -> float:
    """Mean of the market's prices weighted by what is used, USD/kg; over some nations if ``who`` says so.

    Where none of them uses any, nothing is bought: the median of what each could have it for.
    """
    book = state.book
    used = book.consumed.sum(axis=1)[:, material] if stage == 2 else book.made[:, stage, material]
    used = used if who is None else np.where(who, used, 0.0)
    price = book.price[:, stage, material]
    if used.sum() < LEAST_USE:
        return float(np.median(price if who is None else price[who]))
    return float((price * used).sum() / used.sum())


def price_ore_light(state: State) -> float:
    """Price of NdPr in ore. Unit: USD/kg."""
    return world_price(state, 0, 0)


def price_ore_heavy(state: State) -> float:
    """Price of DyTb in ore. Unit: USD/kg."""
    return world_price(state, 0, 1)


def price_oxide_light(state: State) -> float:
    """Price of NdPr oxide. Unit: USD/kg."""
    return world_price(state, 1, 0)


def price_oxide_heavy(state: State) -> float:
    """Price of DyTb oxide. Unit: USD/kg."""
    return world_price(state, 1, 1)


def price_magnet_light(state: State) -> float:
    """Price of NdPr in magnets. Unit: USD/kg."""
    return world_price(state, 2, 0)


def price_magnet_heavy(state: State) -> float:
    """Price of DyTb in magnets. Unit: USD/kg."""
    return world_price(state, 2, 1)
