"""A market as nodes joined by arcs whose cost per unit rises with the flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE = -1
"""Stands for the world outside: a source as a tail, a sink as a head."""


@dataclass(frozen=True, kw_only=True)
class Network:
    """Arcs that carry goods from a tail to one or two heads (joint production) and lose some on the way.

    The flow x of an arc costs ``cost + slope * x`` at the margin, takes x from the tail and gives
    ``yields[0] * x`` to the first and ``yields[1] * x`` to the second head.
    """

    nodes: int
    """Number of nodes; a market where there is nothing has none."""
    tail: Ints
    """Shape (arcs,): node that gives, or -1 for a source."""
    heads: Ints
    """Shape (2, arcs): nodes that receive, or -1 for none (a sink when both are -1)."""
    yields: Floats
    """Shape (2, arcs): what each head receives of a unit that left the tail."""
    cost: Floats
    """Shape (arcs,): marginal cost at zero flow, price units."""
    slope: Floats
    """Shape (arcs,): rise of marginal cost per unit of flow, above 0."""
    lower: Floats
    """Shape (arcs,): least flow."""
    upper: Floats
    """Shape (arcs,): most flow, at least ``lower``; may be infinite."""

    def __post_init__(self) -> None:
        """Refuse arcs that lead nowhere, cost nothing to widen, or have crossed bounds."""
        arcs = self.arcs
        for name, array, shape in (
            ("heads", self.heads, (2, arcs)),
            ("yields", self.yields, (2, arcs)),
            ("cost", self.cost, (arcs,)),
            ("slope", self.slope, (arcs,)),
            ("lower", self.lower, (arcs,)),
            ("upper", self.upper, (arcs,)),
        ):
            if array.shape != shape:
                raise ValueError(f"{name} must have the shape {shape} of {arcs} arcs, got {array.shape}")
        for name, ends in (("tail", self.tail), ("heads", self.heads)):
            if arcs and not (ends.min() >= NOWHERE and ends.max() < self.nodes):
                raise ValueError(
                    f"{name} must name nodes from 0 to {self.nodes - 1} or -1, got {ends.min()} to {ends.max()}"
                )
        if not np.all(self.slope > 0):
            raise ValueError(f"slope must be above 0 on every arc, got {self.slope.min()}")
        if not (np.all(np.isfinite(self.cost)) and np.all(np.isfinite(self.lower))):
            raise ValueError("cost and lower must be finite on every arc")
        if not np.all(self.lower <= self.upper):
            arc = int(np.argmax(~(self.lower <= self.upper)))
            raise ValueError(f"arc {arc} has lower {self.lower[arc]} above its upper {self.upper[arc]}")

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)

    def balance(self, flow: Floats, supply: Floats) -> Floats:
        """Return what arrives less what leaves at each node, shape (nodes,); zero when all goods are accounted for."""
        left = np.array(supply, dtype=float)
        for head, gain in ((self.heads[0], self.yields[0]), (self.heads[1], self.yields[1])):
            into = head >= 0
            np.add.at(left, head[into], gain[into] * flow[into])
        out = self.tail >= 0
        np.subtract.at(left, self.tail[out], flow[out])
        return left

    def margin(self, price: Floats) -> Floats:
        """Return what a unit more would earn on each arc before its rising cost, shape (arcs,), price units."""
        full = np.append(price, 0.0)
        received: Floats = self.yields[0] * full[self.heads[0]] + self.yields[1] * full[self.heads[1]]
        margin: Floats = received - full[self.tail] - self.cost
        return margin

    def surplus(self, flow: Floats) -> float:
        """Return the social surplus of a flow: minus the area under the arcs' marginal costs."""
        return float(-((self.cost + 0.5 * self.slope * flow) * flow).sum())


def unit_yields(heads: Ints) -> Floats:
    """Return yields of 1 for heads that exist and 0 for those that do not."""
    return (heads >= 0).astype(float)
