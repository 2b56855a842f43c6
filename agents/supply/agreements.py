"""Supply agreements between two nations: who sits down, over which terms, and what each outcome is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.supply import clauses
from agents.supply.terms import PRICE_RULES
from agents.terms.lane import Lane
from agents.world.conduct import Forum
from agents.world.setting import MATERIALS, STAGES
from agents.world.wording import counted, percent
from agents.worth.valuation import Prospect
from negotiation.bargaining.terms import Level
from negotiation.least_worth import ranked

if TYPE_CHECKING:
    from agents.supply.outlook import LaneValue
    from market.chain import Quarter

Array = NDArray[np.float64]
AHEAD = 3
"""Years ahead for which an agreement is valued: the middle of its usual life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyAgreement:
    """A promise to deliver tonnes every year at a price by rule."""

    number: int
    lane: Lane
    tonnes: float
    """t/yr."""
    price_rule: str
    base_price: float
    """Price agreed on signing, for the fixed rules and the collar, USD/kg."""
    emergency: bool
    """True if deliveries go on when exports are restricted elsewhere."""
    damages: float
    """Multiple of the buyer's loss owed for tonnes not delivered."""
    signed: int
    """Round of signature."""
    starts: int
    """First round in which anything is delivered."""
    ends: int
    """First round in which it no longer binds."""
    take_or_pay: float | None = None
    """Share of the tonnes that the buyer pays for even if it takes none; None is the standard clause."""
    prepayment: float = 0.0
    """Share of a year's price that the buyer pays on signing."""
    force_majeure: float | None = None
    """Share of an outage that is excused; None is the standard clause."""
    forum: Forum | None = None
    """How far a claim may go; None is the standard clause."""
    acting: tuple[tuple[str, float], ...] = ()
    """Clauses that act through the market, with their levels."""

    @property
    def agreed(self) -> float:
        """Tonnes that the clauses cover, t/yr: those that change hands and those that stay with the seller."""
        return self.tonnes / clauses.delivered(dict(self.acting))

    @property
    def advance(self) -> float:
        """Payment by the buyer on signing, USD m."""
        return self.prepayment * self.tonnes * self.base_price * USD_M

    @property
    def credit(self) -> float:
        """Reduction of every tonne's price for the payment on signing, USD/kg."""
        return self.prepayment * self.base_price / max(self.ends - self.starts, 1)

    def price(self, spot: float) -> float:
        """Cost of a kilogram under the agreement when the seller's spot price is ``spot`` USD/kg."""
        return float(price_under(self.price_rule, self.base_price, spot))


def price_under[Price: (float, Array)](rule: str, base: float, spot: Price) -> Price | float:
    """Price by rule, USD/kg; ``base`` is the price agreed on signing."""
    if rule == "spot less 5 %":
        return 0.95 * spot
    if rule == "spot":
        return spot
    if rule == "fixed":
        return base
    if rule == "fixed plus 10 %":
        return 1.1 * base
    if rule == "collar of 20 %":
        collared: Price = np.clip(spot, 0.8 * base, 1.2 * base)
        return collared
    raise ValueError(f"price rule must be one of {', '.join(PRICE_RULES)}, got {rule!r}")


def _room(prospect: Prospect, bound: Array) -> Array:
    """Half of each pair's possible trade beyond tonnes already bound, (nations, nations, stages, materials) t/yr."""
    trade = prospect.calm_outcome.trade
    net = trade.sum(axis=1) - trade.sum(axis=0)
    free_out = np.clip(net - bound.sum(axis=1), 0, None)
    free_in = np.clip(-net - bound.sum(axis=0), 0, None)
    return 0.5 * np.minimum(free_out[:, None], free_in[None, :])


def lanes(prospect: Prospect, today: Prospect, bound: Array, wants: NDArray[np.bool_]) -> list[Lane]:
    """Find the pairs that could gain from an agreement, best first.

    Parameters
    ----------
    prospect, today : the world AHEAD years on, for which agreements are valued, and next year.
    bound : (nations, nations, stages, materials) t/yr already bound by agreements.
    wants : (nations, nations, stages) whether either of the two takes the initiative for a stage.
    """
    room, now = _room(prospect, bound), _room(today, bound)
    dear = prospect.crisis_outcome.planning_price[None, :] * room * USD_M
    found = []
    for seller, buyer, stage, material in np.argwhere((room > 20) & wants[..., None]):
        if seller != buyer:
            ready = now[seller, buyer, stage, material] >= 0.9 * room[seller, buyer, stage, material]
            found.append(
                Lane(
                    seller=int(seller),
                    buyer=int(buyer),
                    stage=int(stage),
                    material=int(material),
                    tonnes=float(room[seller, buyer, stage, material]),
                    waits=0 if ready else AHEAD,
                    score=float(dear[seller, buyer, stage, material]),
                )
            )
    return [found[place] for place in ranked([lane.score for lane in found])]


def promising(quarter: Quarter, lane: Lane, tonnes: float) -> Quarter:
    """The same market with tonnes promised on a lane, t/yr.

    Promised tonnes pass any quota of the market. So they are taken off a quota on ore, which limits all that leaves.
    """
    committed, good = quarter.committed.copy(), (lane.seller, lane.stage, lane.material)
    committed[lane.seller, lane.buyer, lane.stage, lane.material] += tonnes
    if lane.stage > 0 or not np.isfinite(quarter.quota[good]):
        return quarter.changed(committed=committed)
    quota = quarter.quota.copy()
    quota[good] = max(quota[good] - tonnes, 0.0)
    return quarter.changed(committed=committed, quota=quota)


def agree(number: int, lane: Lane, value: LaneValue, terms: Mapping[str, Level], now: int) -> SupplyAgreement:
    """Write the agreement that some terms describe; clauses that they do not name are the standard ones."""
    cover, excused, forum = (terms.get(name) for name in ("take-or-pay", "force majeure", "forum"))
    acting = {name: float(terms[name]) for name in value.acting if float(terms.get(name, 0.0)) > 0}
    return SupplyAgreement(
        number=number,
        lane=lane,
        tonnes=float(terms["volume"]) * lane.tonnes * clauses.delivered(acting),
        acting=tuple(acting.items()),
        price_rule=str(terms["price"]),
        base_price=value.fair,
        emergency=terms["emergency priority"] == "yes",
        damages=float(terms["damages"]),
        signed=now,
        starts=now + lane.waits,
        ends=now + lane.waits + int(terms["duration"]),
        take_or_pay=None if cover is None else float(cover),
        prepayment=float(terms.get("prepayment", 0.0)),
        force_majeure=None if excused is None else float(excused),
        forum=None if forum is None else cast("Forum", forum),
    )


def terms_text(agreement: SupplyAgreement) -> str:
    """Say the terms in one line."""
    lane = agreement.lane
    price = (
        agreement.price_rule
        if "spot" in agreement.price_rule
        else f"{agreement.price_rule} at {agreement.base_price:,.0f} USD/kg"
    )
    later = f" from year {agreement.starts - agreement.signed}" if agreement.starts > agreement.signed else ""
    firm = "deliveries go on in a crisis" if agreement.emergency else "deliveries may stop in a crisis"
    return (
        f"{agreement.tonnes:,.0f} t/yr of {MATERIALS[lane.material]} {STAGES[lane.stage]} for "
        f"{counted(agreement.ends - agreement.starts, 'year')}{later}, {price}; {firm}; {_damages(agreement.damages)}"
        f"{_clauses(agreement)}"
    )


def _damages(times: float) -> str:
    """State which part of the other side's loss a breach costs."""
    if times <= 0:
        return "no damages for a breach"
    return "damages make good the loss" if times == 1 else f"damages are {times:g} times the loss"


def _clauses(agreement: SupplyAgreement) -> str:
    """List the clauses that were bargained for; the standard ones are left out."""
    said = []
    if agreement.take_or_pay:
        said.append(f"the buyer pays for {percent(agreement.take_or_pay)} even if it takes less")
    if agreement.prepayment > 0:
        said.append(f"{percent(agreement.prepayment)} of a year's price is paid on signing")
    if agreement.force_majeure is not None:
        part = percent(agreement.force_majeure) if agreement.force_majeure > 0 else "nothing"
        said.append(f"force majeure excuses {part} of an outage")
    if agreement.forum is not None:
        said.append(
            {
                "none": "no forum for claims",
                "consultation": "claims go to consultations only",
                "panel": "claims go to a panel",
                "appeal": "claims go to a panel with appeal",
            }[agreement.forum]
        )
    said += [clauses.clause(name).say(level) for name, level in agreement.acting]
    return "".join(f"; {clause}" for clause in said)
