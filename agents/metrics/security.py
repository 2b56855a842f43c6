"""How safe supply is: gaps, concentration, reliance, stocks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.metrics._who import dominant, outside, partners
from agents.state import State
from market.security import cvar as tail_mean
from market.security import hhi

Array = NDArray[np.float64]


def supply_gap(state: State) -> float:
    """Wanted at the price that users had come to expect, and not had. Unit: share."""
    return float(state.book.missing.sum() / max(state.book.wanted.sum(), 1e-9))


def supply_gap_outside(state: State) -> float:
    """The same outside the dominant supplier. Unit: share."""
    out = outside(state)
    return float(state.book.missing[out].sum() / max(state.book.wanted[out].sum(), 1e-9))


def supply_gap_members(state: State) -> float:
    """The same among those who may join the accord, members or not. Unit: share."""
    rows = partners(state)
    return float(state.book.missing[rows].sum() / max(state.book.wanted[rows].sum(), 1e-9))


def _concentration(amounts: Array) -> float:
    return float(hhi(amounts / amounts.sum())) if amounts.sum() > 0 else 0.0


def hhi_ore(state: State) -> float:
    """Concentration of mining by nation (Herfindahl-Hirschman). Unit: index 0-1."""
    shape = state.books.shape
    content = state.book.mined * (shape.mine_light + shape.mine_heavy)
    return _concentration(np.bincount(shape.mine_nation, weights=content, minlength=shape.nations))


def hhi_oxide(state: State) -> float:
    """Concentration of separation by nation. Unit: index 0-1."""
    return _concentration(state.book.made[:, 0].sum(axis=1))


def hhi_magnet(state: State) -> float:
    """Concentration of magnet making by nation. Unit: index 0-1."""
    return _concentration(state.book.made[:, 1].sum(axis=1))


def hhi_oxide_bloc(state: State) -> float:
    """Concentration of separation with the accord's members counted as one. Unit: index 0-1."""
    made = state.book.made[:, 0].sum(axis=1)
    if state.accord is None:
        return _concentration(made)
    inside = np.isin(np.arange(len(made)), state.accord.members)
    return _concentration(np.append(made[~inside], made[inside].sum()))


def import_reliance(state: State) -> float:
    """Oxide and magnets from the dominant supplier, of what all others use in magnets. Unit: share."""
    out = outside(state)
    flows = (state.book.trade + state.book.delivered)[dominant(state)][out][:, 1:].sum()
    return float(min(flows / max(state.book.consumed[out].sum(), 1e-9), 1.0))


def shortage_cost(state: State) -> float:
    """Downstream loss from what was wanted and not had, all nations. Unit: USD m/yr."""
    return float(state.book.money["shortage_cost"].sum())


def cvar_shortage(state: State) -> float:
    """Mean of the worst twentieth of years so far in shortage cost outside the dominant supplier. Unit: USD m/yr."""
    out = outside(state)
    losses = np.array([book.money["shortage_cost"][out].sum() for book in (*state.books_kept[:-1], state.book)])
    return float(tail_mean(losses, 0.95))


def reserve_tonnes(state: State) -> float:
    """Shared reserve of the accord. Unit: t."""
    return float(state.accord.reserve.sum()) if state.accord else 0.0


def public_stock(state: State) -> float:
    """Public stocks of nations outside the dominant supplier. Unit: t."""
    return float(state.books.stock[outside(state)].sum())


def unilateral_restrictions(state: State) -> float:
    """Nations that kept their ore at home this year. Unit: nations."""
    return float(state.book.restrictions)
