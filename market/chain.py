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
from market.compiled import compiled
from market.figures import programme
from market.isoelastic import by_tangents
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
        mined = np.zeros((shape.nations, 3, 2), dtype=bool)
        mined[shape.mine_nation, 0] = True
        self._mined = mined.ravel()

    def needs(self, quarter: Quarter, returned: Flags | None = None) -> Needs:
        """Return which nodes and arcs a quarter calls for."""
        n, uses = self.shape.nations, self.shape.uses
        signs = np.zeros(n * (18 + 4 + 2 + 4 + 2 * uses), dtype=np.bool_)
        _sign(
            self._mined,
            quarter.capacity.ravel(),
            quarter.recycling_capacity.ravel(),
            quarter.demand,
            quarter.release.ravel(),
            quarter.purchase.ravel(),
            quarter.quota.ravel(),
            quarter.smuggling[0].ravel(),
            quarter.hoard.ravel(),
            quarter.unload.ravel(),
            signs,
        )
        if quarter.dear_capacity.size:
            signs[24 * n : 28 * n] = quarter.dear_capacity.ravel() > 0.0
        if quarter.has_commitments:
            _sign_promises(quarter.committed, signs[: 6 * n], signs[6 * n : 12 * n])
        return Needs(signs, n, quarter.has_holders, returned)

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

    def clear(self, quarter: Quarter, start: Outcome | Floats | None = None, *, method: str = "newton") -> Outcome:
        """Return prices and flows of a quarter.

        ``start`` is an outcome to begin the search from, or the ``state`` of one; it changes the time taken, not the
        answer.

        Raises
        ------
        ValueError
            If the quarter does not fit the chain's shape, holds figures that are not numbers, or has curved demand
            that does not settle.
        """
        quarter.fits(self.shape)
        start = start.state if isinstance(start, Outcome) else start
        if quarter.curved:
            return by_tangents(lambda tangent, near: self.clear(tangent, near, method=method), quarter, start)
        layout = self.layout(self.needs(quarter))
        network, supply, found = self._clear(layout, quarter, start, method)
        if quarter.has_commitments and found.flow[layout.group["shortfall"]].sum() > SHORT:
            # Some seller cannot deliver: clear again with arcs by which committed tonnes fail to arrive.
            layout = self.layout(self.needs(quarter, quarter.committed > 0))
            network, supply, found = self._clear(layout, quarter, start, method)
        return read(self.shape, quarter, layout, network, supply, found)

    def _clear(
        self, layout: Layout, quarter: Quarter, start: Floats | None, method: str
    ) -> tuple[Network, Floats, Clearing]:
        """Clear one quarter on one layout."""
        network, supply, anchor = programme(self.shape, layout, quarter)
        begin = None if start is None else start.ravel()[layout.place]
        return network, supply, clear(network, supply, start_price=begin, anchor=anchor, method=method)


@compiled
def _sign(
    mined: Flags,
    capacity: Floats,
    recycling_capacity: Floats,
    demanded: Floats,
    release: Floats,
    purchase: Floats,
    quota: Floats,
    smuggling: Floats,
    hoard: Floats,
    unload: Floats,
    signs: Flags,
) -> None:
    """Mark what exists in a quarter, in the order of ``Needs.signs``."""
    nations, uses, materials = demanded.shape
    own, used, hub = signs[: 6 * nations], signs[6 * nations : 12 * nations], signs[12 * nations : 18 * nations]
    plant, recycling = signs[18 * nations : 22 * nations], signs[22 * nations : 24 * nations]
    demand = signs[28 * nations :]
    for at in range(len(own)):
        own[at] = mined[at] or release[at] > 0.0
        used[at] = purchase[at] > 0.0
        hub[at] = quota[at] < np.inf or smuggling[at] > 0.0
    for at in range(len(hoard)):
        own[at] = own[at] or unload[at] > 0.0
        used[at] = used[at] or hoard[at] > 0.0
    for i in range(nations):
        for m in range(materials):
            for k in range(2):
                at = (i * 2 + k) * 2 + m
                if capacity[at] > 0.0:
                    plant[at] = True
                    used[(i * 3 + k) * 2 + m] = True
                    own[(i * 3 + k + 1) * 2 + m] = True
            if recycling_capacity[i * 2 + m] > 0.0:
                recycling[i * 2 + m] = True
                own[(i * 3 + 1) * 2 + m] = True
            for u in range(uses):
                if demanded[i, u, m] > 0.0:
                    demand[(i * uses + u) * 2 + m] = True
                    used[(i * 3 + 2) * 2 + m] = True


@compiled
def _sign_promises(committed: Floats, own: Flags, used: Flags) -> None:
    """Mark the sellers and buyers of promised tonnes."""
    nations = committed.shape[0]
    for i in range(nations):
        for j in range(nations):
            for s in range(3):
                for m in range(2):
                    if committed[i, j, s, m] > 0.0:
                        own[(i * 3 + s) * 2 + m] = True
                        used[(j * 3 + s) * 2 + m] = True
