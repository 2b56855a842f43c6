"""Which nodes and arcs the chain needs in a quarter, and where each figure of the quarter belongs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from market.network import Flags, Floats, Ints

STAGES, MATERIALS, CONVERSIONS = 3, 2, 2
KINDS = ("home", "own", "hub")
"""The nodes of a nation for a stage and material: its home market, its own output, its export hub."""


class Needs(NamedTuple):
    """What exists in a quarter; two quarters with the same needs share one layout."""

    signs: Flags
    """All that follows in one row: own, used, hub, plant, recycling, demand."""
    nations: int
    holders: bool = False
    """Whether private holders of stock are in the market."""
    returned: Flags | None = None
    """Shape (nations, nations, 3, 2): committed deliveries that may have to fail."""

    def _part(self, begin: int, end: int | None, shape: tuple[int, ...]) -> Flags:
        n = self.nations
        return self.signs[begin * n:None if end is None else end * n].reshape(n, *shape)

    @property
    def own(self) -> Flags:
        """Shape (nations, 3, 2): the nation may bring forth this good itself."""
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
    def demand(self) -> Flags:
        """Shape (nations, uses, 2)."""
        return self._part(24, None, (-1, MATERIALS))

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
    group: dict[str, slice]
    """Which arcs belong to each group."""
    at: dict[str, Ints]
    """For each group: positions of its arcs in the flattened array of the quarter that rules it."""
    kind: Ints
    """Shape (arcs,): number of each arc's group in ``GROUPS``."""
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


def _number_nodes(needs: Needs) -> tuple[Ints, Ints, int]:
    """Number nodes so that what trades or is converted stands close together, which keeps the equations narrow."""
    exists = np.stack([needs.used, needs.own, needs.hub & needs.own])
    flat = np.arange(exists.size).reshape(exists.shape)
    # Magnets of one material first, its ore in the middle beside the other's ore, the other's magnets last; and
    # always home markets on the side of the stage that they feed.
    light = [flat[:, :, stage, 0].ravel() for stage in (2, 1, 0)]
    heavy = [flat[::-1, :, stage, 1].ravel() for stage in (0, 1, 2)]
    sequence = np.concatenate(light + heavy)
    place = sequence[exists.ravel()[sequence]]
    node = np.full(exists.size, -1)
    node[place] = np.arange(len(place))
    return node.reshape(exists.shape), place, len(place)


GROUPS = ("trade", "home", "licence", "smuggling", "plant", "recycling", "demand", "shortage", "release", "purchase",
          "dump_own", "dump_home", "shortfall", "returned", "mine", "hoard", "unload")
"""What arcs there are: from own output or hub to a home market abroad, from own output to the home market, ..."""
ACCOUNTS = ("consumer", "mine", "making", "recycling", "trade", "quota", "aside")
"""What the rent of an arc is booked as; what stands aside is money that changes hands, reckoned by price."""
_ACCOUNT = np.array([4, 4, 5, 4, 2, 3, 0, 0, 6, 6, 4, 4, 6, 6, 1, 6, 6])
"""The account of each group."""


class _Arcs:
    """Collects arcs group by group."""

    def __init__(self) -> None:
        self.tails: list[Ints] = []
        self.firsts: list[Ints] = []
        self.seconds: list[Ints] = []
        self.group: dict[str, slice] = {}
        self.at: dict[str, Ints] = {}
        self.count = 0

    def add(self, name: str, at: Ints, tail: Ints | None, head: Ints | None, second: Ints | None = None) -> None:
        """Add a group of arcs; ends not given lie outside the market."""
        size = len(at)
        none = np.full(size, -1)
        self.tails.append(none if tail is None else tail)
        self.firsts.append(none if head is None else head)
        self.seconds.append(none if second is None else second)
        self.group[name] = slice(self.count, self.count + size)
        self.at[name] = at
        self.count += size


def lay_out(needs: Needs, mine_nation: Ints, mine_light: Floats, mine_heavy: Floats) -> Layout:
    """Number the nodes and arcs that these needs call for."""
    nations = len(needs.own)
    node, place, nodes = _number_nodes(needs)
    home, own, hub = node
    gate = np.where(hub >= 0, hub, own)
    arcs = _Arcs()
    shape4 = (nations, nations, STAGES, MATERIALS)
    abroad = ~np.eye(nations, dtype=bool)[:, :, None, None]
    i, j, k, m = np.nonzero(needs.own[:, None] & needs.used[None, :] & abroad)
    arcs.add("trade", np.ravel_multi_index((i, j, k, m), shape4), gate[i, k, m], home[j, k, m])
    pair = i * nations + j
    exporter = np.where(hub[i, k, m] >= 0, -1, (i * STAGES + k) * MATERIALS + m)
    both = np.flatnonzero(needs.own & needs.used)
    arcs.add("home", both, own.ravel()[both], home.ravel()[both])
    licensed = np.flatnonzero(hub >= 0)
    arcs.add("licence", licensed, own.ravel()[licensed], hub.ravel()[licensed])
    arcs.add("smuggling", licensed, own.ravel()[licensed], hub.ravel()[licensed])
    i, k, m = np.nonzero(needs.plant)
    arcs.add("plant", np.flatnonzero(needs.plant), home[i, k, m], own[i, k + 1, m])
    i, m = np.nonzero(needs.recycling)
    arcs.add("recycling", np.flatnonzero(needs.recycling), None, own[i, 1, m])
    i, _, m = np.nonzero(needs.demand)
    arcs.add("demand", np.flatnonzero(needs.demand), home[i, 2, m], None)
    wanting = needs.demand.any(axis=1)
    i, m = np.nonzero(wanting)
    arcs.add("shortage", np.flatnonzero(wanting), None, home[i, 2, m])
    outputs, markets = np.flatnonzero(needs.own), np.flatnonzero(needs.used)
    arcs.add("release", outputs, None, own.ravel()[outputs])
    arcs.add("purchase", markets, home.ravel()[markets], None)
    arcs.add("dump_own", outputs, own.ravel()[outputs], None)
    arcs.add("dump_home", markets, home.ravel()[markets], None)
    arcs.add("shortfall", outputs, None, own.ravel()[outputs])
    if needs.returned is not None:
        i, j, k, m = np.nonzero(needs.returned)
        arcs.add("returned", np.flatnonzero(needs.returned), home[j, k, m], own[i, k, m])
    arcs.add("mine", np.arange(len(mine_nation)), None, own[mine_nation, 0, 0], own[mine_nation, 0, 1])
    if needs.holders:
        arcs.add("hoard", markets, home.ravel()[markets], None)
        arcs.add("unload", outputs, None, own.ravel()[outputs])
    heads = np.stack([np.concatenate(arcs.firsts), np.concatenate(arcs.seconds)])
    yields = (heads >= 0).astype(float)
    yields[:, arcs.group["mine"]] = mine_light, mine_heavy
    tail = np.concatenate(arcs.tails)
    nation = place // (STAGES * MATERIALS) % nations
    giver, taker = np.where(tail >= 0, tail, heads[0]), np.where(heads[0] >= 0, heads[0], tail)
    kind = np.repeat([GROUPS.index(name) for name in arcs.group], [len(at) for at in arcs.at.values()])
    rest = arcs.count - len(pair)
    account = _ACCOUNT[kind] * nations + np.stack([nation[giver], nation[taker]])
    return Layout(nations=nations, nodes=nodes, node=node, place=place, tail=tail, heads=heads, yields=yields,
                  group=arcs.group, at=arcs.at, kind=kind, place_of_arc=np.concatenate(list(arcs.at.values())),
                  pair=np.append(pair, np.zeros(rest, np.int64)), exporter=np.append(exporter, np.full(rest, -1)),
                  account=account)
