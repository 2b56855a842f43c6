"""The rare-earth chain as one market: nations that mine, separate, make magnets, recycle, trade and use them.

Each nation has a home market for each stage and material, where its plants and end users buy. What it
brings forth itself (mines, plants, recycling, stock released) stands apart as its *own output*, sold at
home or abroad. So nobody re-exports: a ban cannot be walked around through a third nation, and an export
subsidy cannot be earned in a circle. Where a nation limits its exports as a whole, they pass an export
hub, whose price stands above the price at home by the tax and the rent of the licence.

Rules of precedence: a supply agreement's tonnes are delivered before home and spot buyers are served, and
also through a ban or quota, so a caller whose ban breaks an agreement takes the tonnes out of ``committed``.
"""

from __future__ import annotations

import numpy as np

from market.clearing import Clearing, clear
from market.figures import programme
from market.layout import Layout, Needs, lay_out
from market.network import Flags, Floats, Network
from market.outcome import Outcome, read
from market.quarter import ChainShape, Quarter

__all__ = ["Chain", "ChainShape", "Outcome", "Quarter", "programme"]

SHORT = 1e-6
"""Tonnes a year below which a shortfall is rounding."""
LAYOUTS_KEPT = 64


class Chain:
    """A market whose nations and mines stay, cleared quarter by quarter."""

    def __init__(self, shape: ChainShape) -> None:
        self.shape = shape
        self._layouts: dict[bytes, Layout] = {}
        self._mined = np.zeros((shape.nations, 3, 2), dtype=bool)
        self._mined[shape.mine_nation, 0] = True

    def needs(self, quarter: Quarter, returned: Flags | None = None) -> Needs:
        """Return which nodes and arcs a quarter calls for."""
        plant = quarter.capacity > 0
        recycling = quarter.recycling_capacity > 0
        demand = quarter.demand > 0
        own = self._mined | (quarter.release > 0)
        used = quarter.purchase > 0
        if quarter.has_commitments:
            promised = quarter.committed > 0
            own |= promised.any(axis=1)
            used |= promised.any(axis=0)
        if quarter.has_holders:
            own |= quarter.unload > 0
            used |= quarter.hoard > 0
        own[:, 1:] |= plant
        own[:, 1] |= recycling
        used[:, :2] |= plant
        used[:, 2] |= demand.any(axis=1)
        hub = np.isfinite(quarter.quota) | (quarter.smuggling[0] > 0)
        return Needs(own, used, hub, plant, recycling, demand, quarter.has_holders, returned)

    def layout(self, needs: Needs) -> Layout:
        """Return the layout for some needs, made once and then kept."""
        key = needs.key()
        found = self._layouts.get(key)
        if found is None:
            shape = self.shape
            found = lay_out(needs, shape.mine_nation, shape.mine_light, shape.mine_heavy)
            if len(self._layouts) >= LAYOUTS_KEPT:
                # A fresh store rather than a removal: other threads may be reading the old one.
                self._layouts = {}
            self._layouts[key] = found
        return found

    def clear(self, quarter: Quarter, start: Outcome | None = None, *, method: str = "newton") -> Outcome:
        """Return prices and flows of a quarter.

        ``start`` is an outcome to begin the search from; it changes the time taken, not the answer.

        Raises
        ------
        ValueError
            If the quarter does not fit the chain's shape, or holds figures that are not numbers.
        """
        quarter.fits(self.shape)
        layout = self.layout(self.needs(quarter))
        network, supply, found = self._clear(layout, quarter, start, method)
        if quarter.has_commitments and found.flow[layout.group["shortfall"]].sum() > SHORT:
            # Some seller cannot deliver: clear again with arcs by which committed tonnes fail to arrive.
            layout = self.layout(self.needs(quarter, quarter.committed > 0))
            network, supply, found = self._clear(layout, quarter, start, method)
        return read(self.shape, quarter, layout, network, supply, found)

    def _clear(self, layout: Layout, quarter: Quarter, start: Outcome | None,
               method: str) -> tuple[Network, Floats, Clearing]:
        """Clear one quarter on one layout."""
        network, supply, anchor = programme(self.shape, layout, quarter)
        begin = None if start is None else start.state.ravel()[layout.place]
        return network, supply, clear(network, supply, start_price=begin, anchor=anchor, method=method)
