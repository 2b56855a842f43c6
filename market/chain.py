"""The rare-earth chain as one market: nations that mine, separate, make magnets, recycle, trade and use them.

Each nation has a home market for each stage and material, where its plants and end users buy. What it
produces itself (mines, plants, recycling, stock released) is kept apart as its *own output*, sold at
home or abroad. So nobody re-exports: a ban cannot be evaded through a third nation, and an export
subsidy cannot be earned in a circle. Where a nation limits its exports as a whole, they pass an export
hub, whose price is above the price at home by the tax and the rent of the licence.

Rules of precedence: a supply agreement's tonnes are delivered before home and spot buyers are served, and
also through a ban or quota, so a caller whose ban breaks an agreement takes the tonnes out of ``committed``.
"""

from __future__ import annotations

import numpy as np

from market.arc_kind import ArcKind
from market.clearing import ACCEPTED, Clearing, clear
from market.compiled import HAS_NUMBA
from market.figures import programme
from market.isoelastic import by_tangents
from market.layout import Layout, Needs, lay_out
from market.network import Flags, Floats, Network
from market.outcome import Outcome, RowOutcome, read
from market.packed import outcome_places, pack, quarter_places
from market.quarter import ChainShape, Quarter
from market.signs import sign, sign_promises

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
        sign(
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
            sign_promises(quarter.committed, signs[: 6 * n], signs[6 * n : 12 * n])
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
        start = start.begin if isinstance(start, Outcome) else start
        if quarter.curved:
            return by_tangents(lambda tangent, near: self.clear(tangent, near, method=method), quarter, start)
        if method == "newton" and HAS_NUMBA:
            outcome = self._directly(quarter, start)
            if outcome is not None:
                return outcome
        return self.clear_by_steps(quarter, start, method=method)

    def clear_by_steps(self, quarter: Quarter, start: Floats | None = None, *, method: str = "newton") -> Outcome:
        """Return the same step by step, each in Python, as the reference for the compiled code."""
        layout = self.layout(self.needs(quarter))
        network, supply, found = self._clear(layout, quarter, start, method)
        if quarter.has_commitments and found.flow[layout.group[ArcKind.SHORTFALL]].sum() > SHORT:
            # Some seller cannot deliver: clear again with arcs by which committed tonnes fail to arrive.
            layout = self.layout(self.needs(quarter, quarter.committed > 0))
            network, supply, found = self._clear(layout, quarter, start, method)
        return read(self.shape, quarter, layout, network, supply, found)

    def _directly(self, quarter: Quarter, start: Floats | None) -> Outcome | None:
        """Clear a quarter in compiled code; None where that does not settle."""
        from market.direct import PARTS, clear_row  # Numba takes a third of a second to load and may be absent.

        shape = self.shape
        sizes = shape.nations, shape.mines, shape.uses
        to, near = outcome_places(*sizes), start is not None
        row, booked = np.empty(to[-1]), np.empty((PARTS, shape.nations))
        residual, iterations = clear_row(
            pack(shape, quarter),
            quarter_places(*sizes),
            shape.mine_nation,
            shape.mine_light,
            shape.mine_heavy,
            shape.nations,
            shape.uses,
            row if start is None else np.ascontiguousarray(start).ravel(),
            near,
            row,
            to,
            booked,
            True,
        )
        return self.outcome_of(quarter, row, residual, iterations, booked) if residual <= ACCEPTED else None

    def outcome_of(
        self,
        quarter: Quarter,
        row: Floats,
        residual: float = 0.0,
        iterations: int = 0,
        booked: Floats | None = None,
    ) -> Outcome:
        """Return the outcome of a quarter held in a row; its arcs are computed again if they are read."""

        def arranged() -> tuple[Layout, Network, Floats, Floats]:
            whole = self.clear_by_steps(quarter, outcome.begin)
            return whole.layout, whole.network, whole.supply, whole.flow

        outcome = RowOutcome(self.shape, row, arranged, residual, iterations, booked)
        return outcome

    def _clear(
        self, layout: Layout, quarter: Quarter, start: Floats | None, method: str
    ) -> tuple[Network, Floats, Clearing]:
        """Clear one quarter on one layout."""
        network, supply, anchor = programme(self.shape, layout, quarter)
        begin = None if start is None else start.ravel()[layout.place]
        return network, supply, clear(network, supply, start_price=begin, anchor=anchor, method=method)
