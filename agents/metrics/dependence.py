"""How much all others depend on the dominant supplier, how varied their sources are, and how they come through crises.

All nations but the dominant supplier are taken as one buyer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.metrics._who import outside
from agents.state import State
from market import dependence, security


def diversity_oxide(state: State) -> float:
    """Diversity of separation by nation (Shannon); 0 is one supplier. Unit: nats."""
    return security.shannon(state.book.made[:, 0].sum(axis=1))


def diversity_magnet(state: State) -> float:
    """Diversity of magnet making by nation (Shannon). Unit: nats."""
    return security.shannon(state.book.made[:, 1].sum(axis=1))


def net_import_reliance(state: State) -> float:
    """Net imports of NdPr magnets from the dominant supplier, and stock drawn, of what all others use. Unit: share."""
    flows = state.book.trade + state.book.delivered
    return float(dependence.reliance(flows, _output(state), state.book.drawn, outside(state))[2, 0])


def supply_risk_light(state: State) -> float:
    """Supply risk of NdPr at its riskiest stage by the European method; from 1 it is critical. Unit: index."""
    return float(_risk(state)[:, 0].max())


def supply_risk_heavy(state: State) -> float:
    """Supply risk of DyTb at its riskiest stage, likewise. Unit: index."""
    return float(_risk(state)[:, 1].max())


def _output(state: State) -> NDArray[np.float64]:
    book, books = state.book, state.books
    return dependence.output_of(books.shape, books.base.recovery, book.mined, book.made, book.recycled)


def _risk(state: State) -> NDArray[np.float64]:
    book, out = state.book, outside(state)
    governance = [nation.politics.rule_of_law for nation in state.setting.nations]
    back = book.recycled[out].sum(axis=0) / np.maximum(book.consumed[out].sum(axis=(0, 1)), 1e-9)
    return dependence.supply_risk(book.trade + book.delivered, _output(state), book.drawn, out, governance, back)


def resilience_loss(state: State) -> float:
    """Supply missing outside the dominant supplier since the start (resilience triangle). Unit: years of use."""
    return security.resilience_loss(_service(state), step=0.25)


def time_to_recover(state: State) -> float:
    """Longest time so far in which less than 95 % of what was wanted outside could be had. Unit: years."""
    longest = run = 0
    for served in _service(state):
        run = run + 1 if served < 0.95 else 0
        longest = max(longest, run)
    return 0.25 * longest


def _service(state: State) -> list[float]:
    """Share of demand outside the dominant supplier that was met, quarter by quarter from the start (0-1)."""
    books = [*state.books_kept[:-1], state.book]
    return [served for book in books for served in book.service]
