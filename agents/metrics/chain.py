"""A chain beside the dominant supplier's: output of those who may join, as a share of their use."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.metrics._who import dominant, partners
from agents.state import State


def _used(state: State) -> float:
    return max(float(state.book.consumed[partners(state)].sum()), 1e-9)


def chain_ore(state: State) -> float:
    """Mined by those who may join, contained oxide, of what they use in magnets. Unit: ratio."""
    shape, rows = state.books.shape, partners(state)
    content = state.book.mined * (shape.mine_light + shape.mine_heavy)
    return float(content[np.isin(shape.mine_nation, rows)].sum() / _used(state))


def chain_oxide(state: State) -> float:
    """Separated by those who may join, of what they use in magnets. Unit: ratio."""
    rows = partners(state)
    return float((state.book.made[rows, 0] * state.books.base.recovery[rows, 0]).sum() / _used(state))


def chain_magnet(state: State) -> float:
    """Made into magnets by those who may join, of what they use. Unit: ratio."""
    rows = partners(state)
    return float((state.book.made[rows, 1] * state.books.base.recovery[rows, 1]).sum() / _used(state))


def chain_invested(state: State) -> float:
    """Invested since the start in plants of those who may join, the joint fund's counted. Unit: USD m."""
    rows = partners(state)
    books = (*state.books_kept[:-1], state.book)
    return float(sum(book.money["investment"][rows].sum() for book in books) + state.fund_spent)


def chain_exposure(state: State) -> float:
    """What those who may join would go without, were the dominant supplier to stop all exports now. Unit: share.

    Only what works today counts: no stocks, no plants on retainer.
    """
    quarter, rows = state.books.working(), partners(state)
    ban = quarter.ban.copy()
    ban[dominant(state)] = True
    cut = state.clear(replace(quarter, ban=ban)).consumed[rows].sum()
    free = state.clear(quarter).consumed[rows].sum()
    return float(np.clip(1 - cut / max(free, 1e-9), 0, 1))
