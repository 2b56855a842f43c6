"""Certified lots beside ordinary ones: two markets in one, in which a certified lot may always be sold as ordinary.

Part of each mine, plant and recycling works is audited and keeps its lots apart, at a cost. Some end users
refuse uncertified lots; the others take either. So a certified lot costs at least as much as an ordinary
one, and the premium is what refusal makes it. Where nobody refuses, certified work must carry its own cost.
Where a nation may get papers lot by lot, the premium cannot exceed what those cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from market.arc_kind import ArcKind
from market.chain import Chain, Outcome, Quarter, programme
from market.clearing import Clearing, clear
from market.network import Flags, Floats, Network
from market.outcome import arrivals, read
from market.welfare import Welfare, welfare


@dataclass(frozen=True, kw_only=True)
class Certification:
    """The rule of certification: audits, their cost, and the buyers who insist on it."""

    mines: Floats
    """Shape (mines,): share of each mine's capacity that is audited (0-1)."""
    mine_cost: Floats
    """Shape (mines,): what the standard and its audit cost, USD/kg REO."""
    plants: Floats
    """Shape (nations, 2, 2): share of each plant's capacity that keeps certified lots apart (0-1)."""
    plant_cost: Floats
    """Shape (nations, 2, 2): what that costs, USD/kg of input."""
    recycling: Floats
    """Shape (nations, 2): share of recycled oxide that is certified (0-1)."""
    refuses: Flags
    """Shape (nations, uses): end users that take certified lots only."""
    papers: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations,): for what a nation may have ordinary lots of its own certified, USD/kg; infinite where it may
    not, and none may if empty."""

    def __post_init__(self) -> None:
        """Refuse shares that are none, and papers that pay who gets them."""
        if self.papers.size and not self.papers.min() >= 0:
            raise ValueError(f"papers must cost 0 USD/kg or more, got {self.papers.min():g}")
        for name in ("mines", "plants", "recycling"):
            share = getattr(self, name)
            if share.size and not (share.min() >= 0 and share.max() <= 1):
                raise ValueError(f"{name} must be shares from 0 to 1, got {share.min():g} to {share.max():g}")


@dataclass(frozen=True, kw_only=True)
class CertifiedOutcome:
    """Both markets of a quarter."""

    ordinary: Outcome
    certified: Outcome
    downgraded: Floats
    """Shape (nations, 3, 2): certified lots sold as ordinary, t/yr."""
    upgraded: Floats
    """Shape (nations, 3, 2): ordinary lots certified for their papers' cost, t/yr."""
    premium: Floats
    """Shape (nations, 3, 2): premium of a certified lot at home, USD/kg; 0 where none is asked for."""
    gains: Welfare
    """Gains in both markets together."""


def split(quarter: Quarter, certification: Certification) -> tuple[Quarter, Quarter]:
    """Return the ordinary and the certified half of a quarter.

    Promised tonnes and public stocks are ordinary. A quota binds each half in proportion to the own capacity behind
    it, since licences are not tied to lots.
    """
    rule = certification
    insists = rule.refuses[:, :, None]
    behind = np.zeros(quarter.quota.shape)
    behind[:, 1:] = rule.plants
    behind[:, 0] = rule.plants[:, 0]
    dear = quarter.dear_capacity
    ordinary = replace(
        quarter,
        mine_capacity=quarter.mine_capacity * (1 - rule.mines),
        capacity=quarter.capacity * (1 - rule.plants),
        dear_capacity=dear * (1 - rule.plants) if dear.size else dear,
        recycling_capacity=quarter.recycling_capacity * (1 - rule.recycling),
        demand=np.where(insists, 0.0, quarter.demand),
        quota=_part(quarter.quota, 1 - behind),
    )
    certified = replace(
        quarter,
        mine_capacity=quarter.mine_capacity * rule.mines,
        mine_cost=quarter.mine_cost + rule.mine_cost,
        capacity=quarter.capacity * rule.plants,
        dear_capacity=dear * rule.plants if dear.size else dear,
        making_cost=quarter.making_cost + rule.plant_cost,
        recycling_capacity=quarter.recycling_capacity * rule.recycling,
        demand=np.where(insists, quarter.demand, 0.0),
        quota=_part(quarter.quota, behind),
        committed=np.zeros_like(quarter.committed),
        release=np.zeros_like(quarter.release),
        purchase=np.zeros_like(quarter.purchase),
        smuggling_capacity=np.empty(0),
        smuggling_cost=np.empty(0),
        hoard=np.zeros_like(quarter.hoard),
        unload=np.zeros_like(quarter.unload),
    )
    return ordinary, certified


def clear_certified(
    chain: Chain, quarter: Quarter, certification: Certification, start: CertifiedOutcome | None = None
) -> CertifiedOutcome:
    """Return prices and flows of both markets of a quarter.

    Raises
    ------
    ValueError
        If the quarter does not fit the chain, has curved demand, or a promised tonne cannot be supplied: settle that
        in the ordinary market first.
    """
    quarter.fits(chain.shape)
    if quarter.curved:
        raise ValueError("certified lots are cleared along a line, got curved demand; set `curved` to False")
    layout = chain.layout(chain.needs(quarter))
    halves = split(quarter, certification)
    (one, supply, anchor), (two, _, _) = (programme(chain.shape, layout, half) for half in halves)
    homes = np.flatnonzero(layout.node[0] >= 0)
    home = layout.node[0].ravel()[homes]
    able = np.isfinite(certification.papers) if certification.papers.size else np.zeros(chain.shape.nations, dtype=bool)
    made = np.flatnonzero((layout.node[1] >= 0) & able[:, None, None])
    cost = certification.papers[made // layout.node[1][0].size] if made.size else np.empty(0)
    network = _joined(one, two, home, layout.node[1].ravel()[made], cost, 0.01 * quarter.freight_rise)
    begin = (
        None
        if start is None
        else np.concatenate([part.state.ravel()[layout.place] for part in (start.ordinary, start.certified)])
    )
    found = clear(network, np.append(supply, np.zeros(layout.nodes)), start_price=begin, anchor=np.tile(anchor, 2))
    parts = [
        Clearing(
            found.price[side * layout.nodes : (side + 1) * layout.nodes],
            found.flow[side * layout.arcs : (side + 1) * layout.arcs],
            found.residual,
            found.iterations,
            found.method,
        )
        for side in (0, 1)
    ]
    if quarter.has_commitments and parts[0].flow[layout.group[ArcKind.SHORTFALL]].sum() > 1e-6:
        raise ValueError("a promised tonne cannot be supplied from uncertified output; lower `committed`")
    ordinary = read(chain.shape, halves[0], layout, one, supply, parts[0])
    certified = read(chain.shape, halves[1], layout, two, np.zeros(layout.nodes), parts[1])
    downgraded, premium = np.zeros(quarter.quota.shape), np.zeros(quarter.quota.shape)
    last = 2 * layout.arcs + len(homes)
    downgraded.ravel()[homes] = found.flow[2 * layout.arcs : last]
    upgraded = np.zeros(quarter.quota.shape)
    upgraded.ravel()[made] = found.flow[last:]
    wanted = arrivals(layout, two, parts[1].flow) > 0
    wanted[:, 2] |= halves[1].demand.any(axis=1)
    premium.ravel()[homes] = np.maximum(parts[1].price[home] - parts[0].price[home], 0.0)
    premium[~wanted] = 0.0
    gains = _together(welfare(chain.shape, halves[0], ordinary), welfare(chain.shape, halves[1], certified))
    return CertifiedOutcome(
        ordinary=ordinary, certified=certified, downgraded=downgraded, upgraded=upgraded, premium=premium, gains=gains
    )


def _part(quota: Floats, share: Floats) -> Floats:
    """Return a share of each quota; no quota stays none."""
    return np.where(np.isfinite(quota), np.where(np.isfinite(quota), quota, 0.0) * share, np.inf)


def _joined(one: Network, two: Network, home: Floats, made: Floats, papers: Floats, slope: float) -> Network:
    """Return both networks side by side, joined by arcs that turn one kind of lots into the other.

    Certified lots become ordinary at home for nothing, and own output is certified for the cost of its papers.
    """
    nodes = one.nodes
    tail, head = np.append(home + nodes, made), np.append(home, made + nodes)
    arcs, cost = len(tail), np.append(np.zeros(len(home)), papers)
    shift = np.where(two.heads >= 0, two.heads + nodes, two.heads)
    across = np.stack([head, np.full(arcs, -1)])
    return Network(
        nodes=2 * nodes,
        tail=np.concatenate([one.tail, np.where(two.tail >= 0, two.tail + nodes, -1), tail]),
        heads=np.concatenate([one.heads, shift, across], axis=1),
        yields=np.concatenate([one.yields, two.yields, np.stack([np.ones(arcs), np.zeros(arcs)])], axis=1),
        cost=np.concatenate([one.cost, two.cost, cost]),
        slope=np.concatenate([one.slope, two.slope, np.full(arcs, slope)]),
        lower=np.concatenate([one.lower, two.lower, np.zeros(arcs)]),
        upper=np.concatenate([one.upper, two.upper, np.full(arcs, np.inf)]),
    )


def _together(one: Welfare, two: Welfare) -> Welfare:
    """Return the sum of two sets of gains."""
    return Welfare(**{name: getattr(one, name) + getattr(two, name) for name in one.__dataclass_fields__})
