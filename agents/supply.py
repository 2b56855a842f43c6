"""Supply agreements between two nations: who sits down, over which terms, and what each outcome is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.plants import annuity
from agents.setting import MATERIALS, STAGES
from agents.valuation import USD_M, Appraiser, Prospect, sound_prices
from negotiation.terms import Issue, TermSpace

Array = NDArray[np.float64]
AHEAD = 3
"""Years ahead for which an agreement is valued: the middle of its usual life."""
PRICE_RULES = ("spot less 5 %", "spot", "fixed", "fixed plus 10 %", "collar of 20 %")
TERMS = TermSpace(
    (
        Issue("volume", (0.2, 0.4, 0.6, 0.8, 1.0), "share of the seller's offer"),
        Issue("price", PRICE_RULES, "rule"),
        Issue("duration", (1, 3, 5, 8), "years"),
        Issue("emergency priority", ("no", "yes"), "delivers in a crisis"),
        Issue("damages", (0.5, 1.0, 2.0), "times the buyer's loss"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one nation could sell to another under an agreement."""

    seller: int
    buyer: int
    stage: int
    material: int
    tonnes: float
    """Most that the pair would bind, t/yr."""
    waits: int
    """Years until the seller has the tonnes to spare."""
    score: float
    """USD m/yr that the tonnes are worth to the buyer in crisis; pairs with the highest sit first."""

    def describe(self, names: tuple[str, ...]) -> str:
        """Name the lane in words."""
        return f"{MATERIALS[self.material]} {STAGES[self.stage]} from {names[self.seller]} to {names[self.buyer]}"


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
    """Whether deliveries go on when exports are restricted elsewhere."""
    damages: float
    """Multiple of the buyer's loss owed for tonnes not delivered."""
    signed: int
    """Round of signature."""
    starts: int
    """First round in which anything is delivered."""
    ends: int
    """First round in which it binds no more."""

    def price(self, spot: float) -> float:
        """What a kilogram costs under the agreement when the seller's spot price is ``spot`` USD/kg."""
        return price_under(self.price_rule, self.base_price, spot)


def price_under(rule: str, base: float, spot: Array | float) -> float:
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
        return float(np.clip(spot, 0.8 * base, 1.2 * base))
    raise ValueError(f"price rule must be one of {', '.join(PRICE_RULES)}, got {rule!r}")


def _room(prospect: Prospect, bound: Array) -> Array:
    """Half of what each pair could trade beyond what is bound, (nations, nations, stages, materials) t/yr."""
    trade = prospect.calm_outcome.trade
    net = trade.sum(axis=1) - trade.sum(axis=0)
    free_out = np.clip(net - bound.sum(axis=1), 0, None)
    free_in = np.clip(-net - bound.sum(axis=0), 0, None)
    return 0.5 * np.minimum(free_out[:, None], free_in[None, :])


def lanes(prospect: Prospect, today: Prospect, bound: Array, wants: Array) -> list[Lane]:
    """Find the pairs with something to agree on, best first.

    Parameters
    ----------
    prospect, today : the world AHEAD years on, for which agreements are valued, and next year.
    bound : (nations, nations, stages, materials) t/yr already bound by agreements.
    wants : (nations, nations, stages) whether either of the two takes the initiative for a stage.
    """
    room, now = _room(prospect, bound), _room(today, bound)
    dear = sound_prices(prospect.crisis_outcome)[None, :] * room * USD_M
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
    return sorted(found, key=lambda lane: (-lane.score, lane.seller, lane.buyer, lane.stage, lane.material))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneValue:
    """What a bound tonne on a lane is worth to each side, USD/kg, before anything is paid for it."""

    buyer_calm: float
    buyer_crisis: float
    buyer_tail: float
    """Shortage cost that it avoids in crisis."""
    seller_calm: float
    """Cost of giving the tonne up; what the seller would otherwise have had from it."""
    seller_crisis: float
    spot_calm: float
    """Price at the seller's, USD/kg."""
    spot_crisis: float
    spot_slump: float
    """Price at the seller's while the dominant supplier undercuts."""
    buyer_slump: float
    """Price at the buyer's then, less carriage."""
    fair: float
    """Midway between what it costs the seller and brings the buyer in calm years, USD/kg."""


def lane_value(appraiser: Appraiser, lane: Lane, blocked: bool) -> LaneValue:
    """Value a bound tonne by running the market with and without it.

    ``blocked`` says that a crisis would stop the deliveries of this seller.
    """
    base = appraiser.base(AHEAD)
    quarter = appraiser.quarter(AHEAD)
    committed = quarter.committed.copy()
    tonnes = 0.5 * lane.tonnes
    committed[lane.seller, lane.buyer, lane.stage, lane.material] += tonnes
    with_it = appraiser.look(AHEAD, replace(quarter, committed=committed))
    node = (lane.stage, lane.material)
    carriage = quarter.freight[lane.seller, lane.buyer]

    def unit(change: Array, nation: int) -> float:
        return float(change[nation]) / tonnes / USD_M

    calm, crisis = with_it.calm_outcome.price, with_it.crisis_outcome.price
    asked, asked_then = with_it.calm_outcome.producer_price, with_it.crisis_outcome.producer_price
    buyer_calm = unit(with_it.calm - base.calm, lane.buyer) + calm[lane.buyer][node] - carriage
    seller_calm = asked[lane.seller][node] - unit(with_it.calm - base.calm, lane.seller)
    saved = base.shortage - with_it.shortage
    slump = appraiser.slump(AHEAD)
    return LaneValue(
        buyer_calm=buyer_calm,
        buyer_crisis=0.0
        if blocked
        else unit(with_it.crisis - base.crisis, lane.buyer) + crisis[lane.buyer][node] - carriage,
        buyer_tail=0.0 if blocked else max(unit(saved, lane.buyer), 0.0),
        seller_calm=seller_calm,
        seller_crisis=0.0
        if blocked
        else asked_then[lane.seller][node] - unit(with_it.crisis - base.crisis, lane.seller),
        spot_calm=float(asked[lane.seller][node]),
        spot_crisis=float(asked_then[lane.seller][node]),
        spot_slump=float(slump.producer_price[lane.seller][node]),
        buyer_slump=float(slump.price[lane.buyer][node] - carriage),
        fair=0.5 * (buyer_calm + seller_calm),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What seller and buyer expect and how they weigh it; pairs stand for (seller, buyer)."""

    crisis_time: tuple[float, float]
    """Share of time under restricted exports (0-1)."""
    slump_time: tuple[float, float]
    """Share of time in which the dominant supplier undercuts (0-1)."""
    aversion: tuple[float, float]
    """Weight of the bad tail: a slump is the seller's, a crisis the buyer's."""
    trust: float
    """The buyer's trust in the seller (0-1)."""
    rates: tuple[float, float]
    """Discount rates."""


def level(space: TermSpace, name: str) -> NDArray[np.generic]:
    """The level of an issue in every outcome of a term space."""
    place = [issue.name for issue in space.issues].index(name)
    return np.array(space.issues[place].levels)[space.grid[:, place]]


def _prices(rules: NDArray[np.generic], base: float, spot: float) -> Array:
    """The price in every outcome when the seller's spot price is ``spot``."""
    by_rule = {rule: float(price_under(rule, base, spot)) for rule in PRICE_RULES}
    return np.array([by_rule[str(rule)] for rule in rules])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The terms of every outcome, one array entry each."""

    volume: Array
    """USD m for each USD/kg of gain: tonnes / 1000."""
    rule: NDArray[np.generic]
    """Price rules."""
    years: Array
    firm: NDArray[np.bool_]
    """Whether deliveries go on in a crisis."""
    damages: Array


def contract_worth(value: LaneValue, bundle: Bundle, outlook: Outlook) -> Array:
    """Value the terms of every outcome for seller and buyer.

    A tonne changes hands at a price by rule. In calm years that only moves money. What both can gain lies in the tails:
    the buyer is spared dear or missing tonnes in a crisis, the seller cheap ones in a slump; each dislikes
    its own tail more than the other dislikes giving up the windfall.

    Returns
    -------
    (2, outcomes) present value in USD m on the day deliveries start; row 0 is the seller.
    """
    calm, bad, low = (
        _prices(bundle.rule, value.fair, spot) for spot in (value.spot_calm, value.spot_crisis, value.spot_slump)
    )
    slip = np.where(bundle.firm, (1 - outlook.trust) * np.exp(-bundle.damages), 0.0)
    kept = np.where(bundle.firm, 1 - slip, 0.5)
    owed = bundle.damages * np.clip(value.buyer_crisis - bad, 0, None) * slip
    binding = 0.002 * bundle.years * value.fair
    spared = kept * (value.buyer_crisis - bad) + owed
    sells = (
        (1 - outlook.crisis_time[0] - outlook.slump_time[0]) * (calm - value.seller_calm)
        + outlook.crisis_time[0] * (kept * (bad - value.seller_crisis) - owed)
        + (outlook.slump_time[0] + outlook.aversion[0]) * (low - value.spot_slump)
        - np.where(bundle.firm, 0.01 * value.fair, 0.0)
    )
    buys = (
        (1 - outlook.crisis_time[1] - outlook.slump_time[1]) * (value.buyer_calm - calm)
        + (outlook.crisis_time[1] + outlook.aversion[1]) * spared
        + outlook.slump_time[1] * (value.buyer_slump - low)
        + outlook.aversion[1] * kept * value.buyer_tail
    )
    return np.array(
        [
            bundle.volume * (gain - binding) * _annuities(rate, bundle.years)
            for gain, rate in zip((sells, buys), outlook.rates, strict=True)
        ]
    )


def utilities(value: LaneValue, tonnes: float, outlook: Outlook) -> Array:
    """Value every outcome of the term space for seller and buyer.

    Parameters
    ----------
    tonnes : most that can be bound, t/yr.

    Returns
    -------
    (2, outcomes) present value in USD m against having no agreement; row 0 is the seller.
    """
    bundle = Bundle(
        volume=level(TERMS, "volume").astype(float) * tonnes * USD_M,
        rule=level(TERMS, "price"),
        years=level(TERMS, "duration").astype(float),
        firm=level(TERMS, "emergency priority") == "yes",
        damages=level(TERMS, "damages").astype(float),
    )
    return contract_worth(value, bundle, outlook)


def _annuities(rate: float, years: Array) -> Array:
    return np.array([annuity(rate, int(count)) for count in years])


def agree(number: int, lane: Lane, value: LaneValue, outcome: int, now: int) -> SupplyAgreement:
    """Write the agreement that an outcome of the term space stands for."""
    terms = TERMS.decode(outcome)
    return SupplyAgreement(
        number=number,
        lane=lane,
        tonnes=float(terms["volume"]) * lane.tonnes,
        price_rule=str(terms["price"]),
        base_price=value.fair,
        emergency=terms["emergency priority"] == "yes",
        damages=float(terms["damages"]),
        signed=now,
        starts=now + lane.waits,
        ends=now + lane.waits + int(terms["duration"]),
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
        f"{agreement.ends - agreement.starts} years{later}, {price}; {firm}; damages {agreement.damages:g} times "
        "the loss"
    )
