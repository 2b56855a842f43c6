"""Who is how well off, and what it costs the places where it is dug."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.metrics._who import outside, partners
from negotiation.coalitions.fairness import gini

if TYPE_CHECKING:
    from agents.model import AllianceModel


def welfare(model: AllianceModel) -> float:
    """Welfare of all nations: surplus, rents and revenue less cost and shortage. Unit: USD m/yr."""
    return float(model.book.welfare.sum())


def welfare_outside(model: AllianceModel) -> float:
    """Welfare outside the dominant supplier. Unit: USD m/yr."""
    return float(model.book.welfare[outside(model)].sum())


def welfare_members(model: AllianceModel) -> float:
    """Welfare of those who may join the accord, members or not. Unit: USD m/yr."""
    return float(model.book.welfare[partners(model)].sum())


def damage(model: AllianceModel) -> float:
    """Environmental and social damage, all nations. Unit: USD m/yr."""
    return float(model.book.damage.sum())


def community_income(model: AllianceModel) -> float:
    """What reaches mining and refining communities as their share. Unit: USD m/yr."""
    return float(model.book.community.sum())


def investment(model: AllianceModel) -> float:
    """Spent on new plants by nations, investors and the fund. Unit: USD m/yr."""
    return float(model.book.money["investment"].sum() + model.book_fund_spent)


def gini_welfare(model: AllianceModel) -> float:
    """Inequality of consumer surplus per unit of use outside the dominant supplier (Gini). Unit: index 0-1."""
    out = outside(model) & (model.book.consumed.sum(axis=(1, 2)) > 0)
    use = model.book.consumed.sum(axis=(1, 2))[out]
    return float(gini(np.clip(model.book.money["consumer_surplus"][out], 0, None) / use)) if len(use) > 1 else 0.0
