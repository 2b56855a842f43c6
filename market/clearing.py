"""Clear a market: find the prices at which nothing is left over anywhere, and the flows that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from market import interior
from market.compiled import HAS_NUMBA
from market.network import Flags, Floats, Network

METHODS = ("newton", "interior")

PULL = 1e-6
"""Flow units per price unit by which the anchor fixes prices that the market itself leaves open."""
TOLERANCE = 1e-12
"""Largest leftover at a node, as a share of the largest flow (at least 1), at which a market counts as cleared."""
SLACK = 1e-6
"""Share of the largest flow below which a flow counts as none."""
ACCEPTED = 1e-7
"""Leftover share above which the library takes over from the compiled method."""
DAMPERS = (1e-8, 1e-4)
"""Damping of Newton steps, per price unit: the usual one, then one tried when it does not settle."""


@dataclass(frozen=True)
class Clearing:
    """Prices and flows of a cleared market."""

    price: Floats
    """Shape (nodes,): marginal value of a unit at each node."""
    flow: Floats
    """Shape (arcs,): flow on each arc, within its bounds."""
    residual: float
    """Largest leftover at a node, as a share of the largest flow."""
    iterations: int
    method: str
    """Which method found it: newton or interior."""


def leftover(network: Network, supply: Floats, flow: Floats) -> float:
    """Return the largest leftover at a node as a share of the largest flow, of supply, or of 1."""
    scale = max(1.0, float(np.max(np.abs(supply), initial=0.0)), float(np.max(np.abs(flow), initial=0.0)))
    return float(np.max(np.abs(network.balance(flow, supply)), initial=0.0)) / scale


def clear(
    network: Network,
    supply: Floats,
    *,
    start_price: Floats | None = None,
    anchor: Floats | None = None,
    method: str = "newton",
    pull: float = PULL,
    tolerance: float = TOLERANCE,
) -> Clearing:
    """Return the equilibrium of a market.

    Parameters
    ----------
    network
        Nodes and arcs.
    supply
        Shape (nodes,): what comes to (above 0) or is taken from (below 0) each node from outside.
    start_price
        Shape (nodes,): where the search begins; it changes the time taken, not the answer.
    anchor
        Shape (nodes,): prices that hold where the market leaves a price open; zeros if not given.
    method
        ``newton`` (compiled; the library takes over without numba or if it should not settle) or ``interior``.

    Raises
    ------
    ValueError
        If an array has the wrong shape or the method is unknown.
    """
    supply = _checked("supply", supply, network.nodes)
    anchor = np.zeros(network.nodes) if anchor is None else _checked("anchor", anchor, network.nodes)
    start = None if start_price is None else _checked("start_price", start_price, network.nodes)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method!r}")
    if network.nodes == 0:
        return Clearing(np.zeros(0), network.lower.copy(), 0.0, 0, method)
    best: Clearing | None = None
    if method == "newton" and HAS_NUMBA:
        for attempt, damper in enumerate(DAMPERS):
            found = _newton(network, supply, anchor, start if attempt == 0 else None, damper, pull, tolerance)
            if best is None or found.residual < best.residual:
                best = found
            if best.residual <= ACCEPTED:
                return best
    price, flow, iterations = interior.solve(network, supply)
    other = Clearing(price, flow, leftover(network, supply, flow), iterations, "interior")
    return best if best is not None and best.residual <= other.residual else other


def _newton(
    network: Network, supply: Floats, anchor: Floats, start: Floats | None, damper: float, pull: float, tolerance: float
) -> Clearing:
    """Run the compiled methods once."""
    from market.newton import settle  # numba takes a third of a second to load and may be absent.

    price, flow, residual, iterations, _ = settle(
        network.tail,
        network.heads,
        network.yields,
        network.cost,
        network.slope,
        network.lower,
        network.upper,
        supply,
        anchor,
        anchor if start is None else start,
        start is not None,
        pull,
        tolerance,
        damper,
    )
    return Clearing(price, flow, residual, iterations, "newton")


def open_prices(network: Network, flow: Floats) -> Flags:
    """Return which node prices the market leaves open, given its flows, shape (nodes,).

    Arcs strictly between their bounds tie the prices at their ends together and, at a source or sink, to the
    world. A price is open when the prices can move along a direction that no such arc notices.
    """
    # What rounding and the anchor set in motion ties nothing.
    slack = SLACK * float(np.max(np.abs(flow), initial=1.0))
    free = (flow > network.lower + slack) & (flow < network.upper - slack)
    tied = interior.incidence(network, free)
    values, vectors = np.linalg.eigh((tied @ tied.T).toarray())
    loose = vectors[:, values < 1e-9 * max(float(values[-1]), 1.0)]
    return np.sum(loose**2, axis=1) > 1e-9


def _checked(name: str, array: Floats, nodes: int) -> Floats:
    """Return the array as floats of the right shape."""
    array = np.ascontiguousarray(array, dtype=np.float64)
    if array.shape != (nodes,):
        raise ValueError(f"{name} must have one figure for each of {nodes} nodes, got the shape {array.shape}")
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} must be finite at every node")
    return array
