"""Welfare of nations, and damage at the places where ore is dug."""

from __future__ import annotations

import numpy as np

from agents.metrics._who import outside, partners
from agents.state import State
from negotiation.coalitions.fairness import gini


def welfare(state: State) -> float:
    """Welfare of all nations: surplus, rents and revenue less cost and shortage. Unit: USD m/yr."""
    return float(state.book.welfare.sum())


def welfare_outside(state: State) -> float:
    """Welfare outside the dominant supplier. Unit: USD m/yr."""
    return float(state.book.welfare[outside(state)].sum())


def welfare_members(state: State) -> float:
    """Welfare of those who may join the accord, members or not. Unit: USD m/yr."""
    return float(state.book.welfare[partners(state)].sum())


def damage(state: State) -> float:
    """Environmental and social damage, all nations. Unit: USD m/yr."""
    return float(state.book.damage.sum())


def community_income(state: State) -> float:
    """What reaches mining and refining communities as their share. Unit: USD m/yr."""
    return float(state.book.community.sum())


def investment(state: State) -> float:
    """Spent on new plants by nations, investors and the fund. Unit: USD m/yr."""
    return float(state.book.money["investment"].sum() + state.book_fund_spent)


def gini_welfare(state: State) -> float:
    """Inequality of consumer surplus per unit of use outside the dominant supplier (Gini). Unit: index 0-1."""
    out = outside(state) & (state.book.consumed.sum(axis=(1, 2)) > 0)
    use = state.book.consumed.sum(axis=(1, 2))[out]
    return float(gini(np.clip(state.book.money["consumer_surplus"][out], 0, None) / use)) if len(use) > 1 else 0.0
