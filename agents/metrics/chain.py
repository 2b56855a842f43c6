"""A chain beside the dominant supplier's: what those who may join bring forth themselves of what they use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from agents.metrics._who import dominant, partners

if TYPE_CHECKING:
    from agents.model import AllianceModel


def _used(model: AllianceModel) -> float:
    return max(float(model.book.consumed[partners(model)].sum()), 1e-9)


def chain_ore(model: AllianceModel) -> float:
    """Mined by those who may join, contained oxide, of what they use in magnets. Unit: ratio."""
    shape, rows = model.books.shape, partners(model)
    content = model.book.mined * (shape.mine_light + shape.mine_heavy)
    return float(content[np.isin(shape.mine_nation, rows)].sum() / _used(model))


def chain_oxide(model: AllianceModel) -> float:
    """Separated by those who may join, of what they use in magnets. Unit: ratio."""
    rows = partners(model)
    return float((model.book.made[rows, 0] * model.books.base.recovery[rows, 0]).sum() / _used(model))


def chain_magnet(model: AllianceModel) -> float:
    """Made into magnets by those who may join, of what they use. Unit: ratio."""
    rows = partners(model)
    return float((model.book.made[rows, 1] * model.books.base.recovery[rows, 1]).sum() / _used(model))


def chain_invested(model: AllianceModel) -> float:
    """Invested since the start in plants of those who may join, the joint fund's counted. Unit: USD m."""
    rows = partners(model)
    books = (*model.books_kept[:-1], model.book)
    return float(sum(book.money["investment"][rows].sum() for book in books) + model.fund_spent)


def chain_exposure(model: AllianceModel) -> float:
    """What those who may join would go without, were the dominant supplier to stop all exports now. Unit: share.

    Only what works today counts: no stocks, no plants on retainer.
    """
    quarter, rows = model.books.working(), partners(model)
    ban = quarter.ban.copy()
    ban[dominant(model)] = True
    cut = model.clear(replace(quarter, ban=ban)).consumed[rows].sum()
    free = model.clear(quarter).consumed[rows].sum()
    return float(np.clip(1 - cut / max(free, 1e-9), 0, 1))
