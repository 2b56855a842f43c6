"""Which nodes and arcs the chain needs in a quarter, and where each figure of the quarter belongs on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from market.arc_kind import ACCOUNT_OF, ArcKind
from market.listing import list_arcs
from market.network import Flags, Floats, Ints

STAGES, MATERIALS, CONVERSIONS = 3, 2, 2
KINDS = ("home", "own", "hub")
"""The nodes of a nation for a stage and material: its home market, its own output, its export hub."""


class Needs(NamedTuple):
    """The nodes and arcs that a quarter needs; two quarters with the same needs share one layout."""

    signs: Flags
    """All that follows in one row: own, used, hub, plant, recycling, dear, demand."""
    nations: int
    holders: bool = False
    """Whether private holders of stock are in the market."""
    returned: Flags | None = None
    """Shape (nations, nations, 3, 2): committed deliveries that may have to fail."""

    def _part(self, begin: int, end: int | None, shape: tuple[int, ...]) -> Flags:
        n = self.nations
        return self.signs[begin * n : None if end is None else end * n].reshape(n, *shape)

    @property
    def own(self) -> Flags:
        """Shape (nations, 3, 2): the nation may produce this good itself."""
        return self._part(0, 6, (STAGES, MATERIALS))

    @property
    def used(self) -> Flags:
        """Shape (nations, 3, 2): somebody at home may use it."""
        return self._part(6, 12, (STAGES, MATERIALS))

    @property
    def hub(self) -> Flags:
        """Shape (nations, 3, 2): its exports are limited as a whole, or some are smuggled."""
        return self._part(12, 18, (STAGES, MATERIALS))

    @property
    def plant(self) -> Flags:
        """Shape (nations, 2, 2): there is a plant for the conversion."""
        return self._part(18, 22, (CONVERSIONS, MATERIALS))

    @property
    def recycling(self) -> Flags:
        """Shape (nations, 2)."""
        return self._part(22, 24, (MATERIALS,))

    @property
    def dear(self) -> Flags:
        """Shape (nations, 2, 2): some plants for the conversion cost more to run than the others."""
        return self._part(24, 28, (CONVERSIONS, MATERIALS))

    @property
    def demand(self) -> Flags:
        """Shape (nations, uses, 2)."""
        return self._part(28, None, (-1, MATERIALS))

    def key(self) -> bytes:
        """Return a short name of these needs."""
        name = self.signs.tobytes() + (b"h" if self.holders else b"-")
        return name if self.returned is None else name + np.packbits(self.returned).tobytes()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Numbered nodes and arcs; the arcs stand in groups, and each group knows its indices in the quarter's arrays."""

    nations: int
    nodes: int
    node: Ints
    """Shape (3, nations, 3, 2) by kind of node: its number, or -1 where there is none."""
    place: Ints
    """Shape (nodes,): position of each node in the flattened (kind, nation, stage, material) array."""
    tail: Ints
    heads: Ints
    yields: Floats
    group: dict[ArcKind, slice]
    """Which arcs belong to each group."""
    at: dict[ArcKind, Ints]
    """For each group: positions of its arcs in the flattened array of the quarter that rules it."""
    kind: Ints
    """Shape (arcs,): each arc's ``ArcKind``."""
    place_of_arc: Ints
    """Shape (arcs,): position of each arc in the flattened array of the quarter that rules it."""
    pair: Ints
    """Shape (arcs,): for trade, position in a flattened (nations, nations) array; elsewhere 0."""
    exporter: Ints
    """Shape (arcs,): for trade, where to look up the export tax in a flattened (nations, 3, 2) array; elsewhere -1.

    Trade past an export hub has -1 too, since the tax is paid there.
    """
    account: Ints
    """Shape (2, arcs): who books half of an arc's rent, and as what: position in a flattened (7, nations) array."""

    @property
    def arcs(self) -> int:
        """Number of arcs."""
        return len(self.tail)


@lru_cache(maxsize=64)
def _sequence(nations: int) -> Ints:
    """The order of all nodes that there could be, as positions in the flattened (kind, nation, stage, material)."""
    flat = np.arange(len(KINDS) * nations * STAGES * MATERIALS).reshape(len(KINDS), nations, STAGES, MATERIALS)
    # Magnets of one material first, its ore in the middle beside the other's ore, the other's magnets last; and
    # always home markets on the side of the stage that they feed.
    light = [flat[:, :, stage, 0].ravel() for stage in (2, 1, 0)]
    heavy = [flat[::-1, :, stage, 1].ravel() for stage in (0, 1, 2)]
    return np.concatenate(light + heavy)


def _number_nodes(needs: Needs) -> tuple[Ints, Ints, int]:
    """Number nodes so that those linked by trade or conversion are close together, which keeps the equations narrow."""
    exists = np.stack([needs.used, needs.own, needs.hub & needs.own])
    sequence = _sequence(needs.nations)
    place = sequence[exists.ravel()[sequence]]
    node = np.full(exists.size, -1)
    node[place] = np.arange(len(place))
    return node.reshape(exists.shape), place, len(place)


_NO_RETURNS = np.zeros((0, 0, STAGES, MATERIALS), dtype=bool)


def lay_out(needs: Needs, mine_nation: Ints, mine_light: Floats, mine_heavy: Floats) -> Layout:
    """Number the nodes and arcs that these needs call for."""
    nations = needs.nations
    node, place, nodes = _number_nodes(needs)
    returned = _NO_RETURNS if needs.returned is None else needs.returned
    arcs, counts, ends = list_arcs(
        node, needs.plant, needs.dear, needs.recycling, needs.demand, returned, needs.holders, mine_nation
    )
    kind, place_of_arc, tail, _, _, pair, exporter = arcs
    heads = np.ascontiguousarray(arcs[3:5])
    stops = np.cumsum(counts)
    absent = set() if needs.holders else {ArcKind.HOARD, ArcKind.UNLOAD}
    if needs.returned is None:
        absent.add(ArcKind.RETURNED)
    group = {
        one: slice(int(stop - count), int(stop))
        for one, stop, count in zip(ArcKind, stops, counts, strict=True)
        if one not in absent
    }
    yields = (heads >= 0).astype(float)
    yields[:, group[ArcKind.MINE]] = mine_light, mine_heavy
    return Layout(
        nations=nations,
        nodes=nodes,
        node=node,
        place=place,
        tail=tail,
        heads=heads,
        yields=yields,
        group=group,
        at={one: place_of_arc[part] for one, part in group.items()},
        kind=kind,
        place_of_arc=place_of_arc,
        pair=pair,
        exporter=exporter,
        account=ACCOUNT_OF[kind] * nations + ends,
    )
