"""Responses of buyers, traders, smugglers and users to a shortage, and their effect on prices."""

from __future__ import annotations

from agents.metrics._who import dominant, outside
from agents.metrics.prices import world_price
from agents.state import State


def private_stock(state: State) -> float:
    """Private stocks of oxide and magnets outside the dominant supplier. Unit: t."""
    return float(state.holders.held[:, outside(state)].sum()) if state.holders.habits else 0.0


def private_hoarding(state: State) -> float:
    """Added to these stocks in the year, less what they sold. Unit: t/yr."""
    out = outside(state)
    return float((state.book.hoarded - state.book.unloaded)[out].sum())


def alarm(state: State) -> float:
    """Highest fear of shortage in the year outside the dominant supplier; 1 is all imports withheld. Unit: share."""
    return float(state.book.alarm[outside(state)].max())


def smuggled(state: State) -> float:
    """Oxide and magnets that left the dominant supplier past its limits on exports. Unit: t/yr."""
    return float(state.book.smuggled.sum())


def export_gap_oxide(state: State) -> float:
    """Price of NdPr oxide outside the dominant supplier over its price at home; 1 is no gap. Unit: ratio."""
    return _gap(state, 1)


def export_gap_magnet(state: State) -> float:
    """Price of NdPr in magnets outside the dominant supplier over its price at home. Unit: ratio."""
    return _gap(state, 2)


def saved_light(state: State) -> float:
    """NdPr that users outside the dominant supplier have learned to do without for the same purposes. Unit: share."""
    return _saved(state, 0)


def saved_heavy(state: State) -> float:
    """DyTb that they have learned to do without. Unit: share."""
    return _saved(state, 1)


def _saved(state: State, material: int) -> float:
    out, books = outside(state), state.books
    use = books.base.demand[out][:, :, material].sum(axis=1)
    once = use / books.intensity[out][:, material]
    return float(1 - use.sum() / max(once.sum(), 1e-9))


def _gap(state: State, stage: int) -> float:
    home = float(state.book.price[dominant(state), stage, 0])
    return world_price(state, stage, 0, outside(state)) / max(home, 1e-9)


def peak_magnet_light(state: State) -> float:
    """Highest quarterly price of NdPr in magnets outside the dominant supplier. Unit: USD/kg."""
    return float(state.book.peak[0])


def peak_magnet_heavy(state: State) -> float:
    """Highest quarterly price of DyTb in magnets outside the dominant supplier. Unit: USD/kg."""
    return float(state.book.peak[1])
