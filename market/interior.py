"""The same market solved by a library's interior-point method: the cross-check, and the fallback without numba."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix

from market.network import Flags, Floats, Network

ACCURACY = 1e-13


def incidence(network: Network, arcs: Flags | None = None) -> Any:
    """Return the sparse matrix of what a unit of flow on each arc adds to each node, shape (nodes, arcs)."""
    chosen = np.arange(network.arcs) if arcs is None else np.flatnonzero(arcs)
    column = np.arange(len(chosen))
    ends = (network.tail[chosen], *network.heads[:, chosen])
    gains = (-np.ones(len(chosen)), *network.yields[:, chosen])
    keep = [end >= 0 for end in ends]
    rows = np.concatenate([end[k] for end, k in zip(ends, keep, strict=True)])
    values = np.concatenate([gain[k] for gain, k in zip(gains, keep, strict=True)])
    columns = np.concatenate([column[k] for k in keep])
    return csc_matrix((values, (rows, columns)), shape=(network.nodes, len(chosen)))


def _programme(network: Network, supply: Floats, live: Flags, unit: float) -> dict[str, Any]:
    """Return the quadratic programme in flows of ``unit``, without the arcs that cannot move."""
    held = np.where(live, 0.0, network.lower)
    slope = network.slope[live] * unit
    return {
        "P": csc_matrix((slope, (np.arange(len(slope)), np.arange(len(slope))))),
        "c": network.cost[live].copy(),
        "A": incidence(network, live),
        "b": -network.balance(held, supply) / unit,
        "x_l": network.lower[live] / unit,
        "x_u": np.minimum(network.upper[live] / unit, 1e30),
    }


def _library(accuracy: float) -> Any:
    """Return a fresh solver that stops at the given accuracy."""
    import piqp

    solver = piqp.SparseSolver()
    solver.settings.eps_abs = accuracy
    solver.settings.eps_rel = accuracy
    solver.settings.check_duality_gap = True
    solver.settings.eps_duality_gap_abs = accuracy
    solver.settings.eps_duality_gap_rel = accuracy
    solver.settings.max_iter = 400
    return solver


@dataclass
class Interior:
    """A solver that keeps a network's structure, so that a change of figures is only an update."""

    network: Network
    supply: Floats
    accuracy: float = ACCURACY
    unit: float = 1.0
    _solver: Any = field(init=False, repr=False)
    _live: Flags = field(init=False, repr=False)
    _changed: dict[str, Any] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Hand the network to the library."""
        self._live = self.network.upper > self.network.lower
        self._solver = _library(self.accuracy)
        self._solver.setup(**_programme(self.network, self.supply, self._live, self.unit))

    def solve_updated(self) -> tuple[Floats, Floats, int]:
        """Hand the figures last given to the library and return (price, flow, iterations)."""
        self._solver.update(**self._changed)
        return self.solve()

    def update(self, network: Network, supply: Floats) -> None:
        """Make other figures for the same arcs ready for :meth:`solve_updated`; arcs held before must still be held."""
        if not np.array_equal(network.upper > network.lower, self._live):
            raise ValueError("an update may not free or hold arcs: make a new Interior")
        programme = _programme(network, supply, self._live, self.unit)
        self.network, self.supply = network, supply
        self._changed = {key: programme[key] for key in ("P", "c", "A", "b", "x_l", "x_u")}

    def solve(self) -> tuple[Floats, Floats, int]:
        """Return (price, flow, iterations)."""
        self._solver.solve()
        result = self._solver.result
        flow = np.array(self.network.lower, dtype=float)
        flow[self._live] = np.clip(
            np.asarray(result.x) * self.unit, self.network.lower[self._live], self.network.upper[self._live]
        )
        return -np.array(result.y), flow, int(result.info.iter)


def solve(network: Network, supply: Floats, accuracy: float = ACCURACY) -> tuple[Floats, Floats, int]:
    """Return (price, flow, iterations) of one market from a fresh start."""
    finite = np.abs(network.upper[np.isfinite(network.upper)])
    unit = float(max(np.median(finite[finite > 0]), 1e-6)) if np.any(finite > 0) else 1.0
    return Interior(network, supply, accuracy, unit).solve()
