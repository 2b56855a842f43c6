"""How safe supply is: gaps, concentration, reliance, stocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.metrics._who import dominant, outside, partners
from market.security import cvar as tail_mean
from market.security import hhi

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


def supply_gap(model: AllianceModel) -> float:
    """Wanted at the price that users had come to expect, and not had. Unit: share."""
    return float(model.book.missing.sum() / max(model.book.wanted.sum(), 1e-9))


def supply_gap_outside(model: AllianceModel) -> float:
    """The same outside the dominant supplier. Unit: share."""
    out = outside(model)
    return float(model.book.missing[out].sum() / max(model.book.wanted[out].sum(), 1e-9))


def supply_gap_members(model: AllianceModel) -> float:
    """The same among those who may join the accord, members or not. Unit: share."""
    rows = partners(model)
    return float(model.book.missing[rows].sum() / max(model.book.wanted[rows].sum(), 1e-9))


def _concentration(amounts: Array) -> float:
    return float(hhi(amounts / amounts.sum())) if amounts.sum() > 0 else 0.0


def hhi_ore(model: AllianceModel) -> float:
    """Concentration of mining by nation (Herfindahl-Hirschman). Unit: index 0-1."""
    shape = model.books.shape
    content = model.book.mined * (shape.mine_light + shape.mine_heavy)
    return _concentration(np.bincount(shape.mine_nation, weights=content, minlength=shape.nations))


def hhi_oxide(model: AllianceModel) -> float:
    """Concentration of separation by nation. Unit: index 0-1."""
    return _concentration(model.book.made[:, 0].sum(axis=1))


def hhi_magnet(model: AllianceModel) -> float:
    """Concentration of magnet making by nation. Unit: index 0-1."""
    return _concentration(model.book.made[:, 1].sum(axis=1))


def hhi_oxide_bloc(model: AllianceModel) -> float:
    """Concentration of separation with the accord's members counted as one. Unit: index 0-1."""
    made = model.book.made[:, 0].sum(axis=1)
    if model.accord is None:
        return _concentration(made)
    inside = np.isin(np.arange(len(made)), model.accord.members)
    return _concentration(np.append(made[~inside], made[inside].sum()))


def import_reliance(model: AllianceModel) -> float:
    """Oxide and magnets from the dominant supplier, of what all others use in magnets. Unit: share."""
    out = outside(model)
    flows = (model.book.trade + model.book.delivered)[dominant(model)][out][:, 1:].sum()
    return float(min(flows / max(model.book.consumed[out].sum(), 1e-9), 1.0))


def shortage_cost(model: AllianceModel) -> float:
    """Downstream loss from what was wanted and not had, all nations. Unit: USD m/yr."""
    return float(model.book.money["shortage_cost"].sum())


def cvar_shortage(model: AllianceModel) -> float:
    """Mean of the worst twentieth of years so far in shortage cost outside the dominant supplier. Unit: USD m/yr."""
    out = outside(model)
    losses = np.array([book.money["shortage_cost"][out].sum() for book in (*model.books_kept[:-1], model.book)])
    return float(tail_mean(losses, 0.95))


def reserve_tonnes(model: AllianceModel) -> float:
    """Shared reserve of the accord. Unit: t."""
    return float(model.accord.reserve.sum()) if model.accord else 0.0


def public_stock(model: AllianceModel) -> float:
    """Public stocks of nations outside the dominant supplier. Unit: t."""
    return float(model.books.stock[outside(model)].sum())


def unilateral_restrictions(model: AllianceModel) -> float:
    """Nations that kept their ore at home this year. Unit: nations."""
    return float(model.book.restrictions)
