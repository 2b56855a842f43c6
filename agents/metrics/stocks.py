"""What buyers, traders, smugglers and users do about a shortage, and what it does to prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.metrics._who import dominant, outside
from agents.metrics.prices import world_price

if TYPE_CHECKING:
    from agents.model import AllianceModel


def private_stock(model: AllianceModel) -> float:
    """Private stocks of oxide and magnets outside the dominant supplier. Unit: t."""
    return float(model.holders.held[:, outside(model)].sum()) if model.holders.habits else 0.0


def private_hoarding(model: AllianceModel) -> float:
    """Added to these stocks in the year, less what they sold. Unit: t/yr."""
    out = outside(model)
    return float((model.book.hoarded - model.book.unloaded)[out].sum())


def alarm(model: AllianceModel) -> float:
    """Highest fear of shortage in the year outside the dominant supplier; 1 is all imports withheld. Unit: share."""
    return float(model.book.alarm[outside(model)].max())


def smuggled(model: AllianceModel) -> float:
    """Oxide and magnets that left the dominant supplier past its limits on exports. Unit: t/yr."""
    return float(model.book.smuggled.sum())


def export_gap_oxide(model: AllianceModel) -> float:
    """Price of NdPr oxide outside the dominant supplier over its price at home; 1 is no gap. Unit: ratio."""
    return _gap(model, 1)


def export_gap_magnet(model: AllianceModel) -> float:
    """Price of NdPr in magnets outside the dominant supplier over its price at home. Unit: ratio."""
    return _gap(model, 2)


def saved_light(model: AllianceModel) -> float:
    """NdPr that users outside the dominant supplier have learned to do without for the same purposes. Unit: share."""
    return _saved(model, 0)


def saved_heavy(model: AllianceModel) -> float:
    """DyTb that they have learned to do without. Unit: share."""
    return _saved(model, 1)


def _saved(model: AllianceModel, material: int) -> float:
    out, books = outside(model), model.books
    use = books.base.demand[out][:, :, material].sum(axis=1)
    once = use / books.intensity[out][:, material]
    return float(1 - use.sum() / max(once.sum(), 1e-9))


def _gap(model: AllianceModel, stage: int) -> float:
    home = float(model.book.price[dominant(model), stage, 0])
    return world_price(model, stage, 0, outside(model)) / max(home, 1e-9)


def peak_magnet_light(model: AllianceModel) -> float:
    """Highest quarterly price of NdPr in magnets outside the dominant supplier. Unit: USD/kg."""
    return float(model.book.peak[0])


def peak_magnet_heavy(model: AllianceModel) -> float:
    """Highest quarterly price of DyTb in magnets outside the dominant supplier. Unit: USD/kg."""
    return float(model.book.peak[1])
