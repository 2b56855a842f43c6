"""A nation keeps a promise unless breaking it pays more than it is likely to cost.

A breach gains something today. It costs the expected sanction (Becker 1968) and, if found out, what the relation
with the partner is worth over the periods that the government looks ahead (Friedman 1971). With perfect detection,
no sanction and no end to looking ahead, a promise is kept exactly from the discount factor of the folk theorem on.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

from numpy.random import Generator

from negotiation.figures import at_least, finite, money, percent, share
from negotiation.least_worth import exceeds
from negotiation.powers import power

SMALLEST_TOLD = 0.005
"""USD m below which a cost of breach goes without saying."""

Cause = Literal["kept", "gain", "inability", "order"]
Side = Literal["seller", "buyer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One nation's debt of goods to another under an agreement, with date and price."""

    id: str
    debtor: int
    """Nation that must deliver."""
    creditor: int
    """Nation to which it is owed."""
    material: int
    """0 light (NdPr), 1 heavy (DyTb)."""
    stage: int
    """0 ore, 1 oxide, 2 magnet."""
    quantity: float
    """Tonnes promised for the period, t of contained oxide, above 0."""
    price: float
    """Price agreed, USD/kg, 0 or more."""
    due: int
    """Quarter by whose end it must be delivered."""
    agreement: str
    """Name of the agreement that it comes from."""

    def __post_init__(self) -> None:
        """Refuse a promise to oneself and impossible figures."""
        if self.debtor == self.creditor:
            raise ValueError(f"obligation {self.id!r}: nation {self.debtor} cannot owe itself")
        if self.quantity <= 0:
            raise ValueError(f"obligation {self.id!r}: quantity must be above 0 t, got {self.quantity}")
        finite(f"obligation {self.id!r}: quantity", self.quantity)
        at_least(f"obligation {self.id!r}: price", self.price, unit="USD/kg")

    @property
    def worth(self) -> float:
        """Value at the agreed price, USD m."""
        return self.quantity * self.price / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How a nation weighed a breach, and what it decided."""

    gain: float
    """Immediate gain from breaking the promise, USD m, with the noise of judgement."""
    expected_sanction: float
    """Cost in sanctions, times the chance of being found out, USD m."""
    relation: float
    """Cost in the relation with the partner, times the same chance, USD m."""
    breaches: bool
    why: str
    """The figures that were weighed against each other."""

    @property
    def reason(self) -> str:
        """The decision and its figures in one line."""
        return f"{'breaks' if self.breaches else 'keeps'} it: {self.why}"

    @property
    def cost(self) -> float:
        """Everything that speaks against the breach, USD m."""
        return self.expected_sanction + self.relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The outcome of an obligation: promised against delivered."""

    obligation: Obligation
    delivered: float
    """Tonnes handed over by the date."""
    cause: Cause
    """Why anything is missing: ``kept`` (nothing is), ``gain``, ``inability`` or ``order`` of a government."""
    reason: str = ""

    @property
    def missing(self) -> float:
        """Tonnes promised but not delivered, 0 or more."""
        return max(self.obligation.quantity - self.delivered, 0.0)

    @property
    def rate(self) -> float:
        """Share of the promise delivered (0-1)."""
        return min(self.delivered / self.obligation.quantity, 1.0)


def breach_gain(
    obligation: Obligation,
    outside_price: float,
    *,
    withheld: float = 1.0,
    side: Side = "seller",
    inducement: float = 0.0,
) -> float:
    """Return what a breach brings at once, USD m; below zero the promise is the better bargain.

    Parameters
    ----------
    obligation
        The promise.
    outside_price
        What the same tonne fetches (seller) or costs (buyer) elsewhere, USD/kg: the spot price, or the value at home.
    withheld
        Share of the quantity not delivered or not taken (0-1).
    side
        Who thinks of breaking it: the seller who must deliver or the buyer who must take and pay.
    inducement
        What a third nation offers for the breach, USD m.
    """
    at_least("outside_price", outside_price, unit="USD/kg")
    share("withheld", withheld)
    margin = outside_price - obligation.price
    if side == "buyer":
        margin = -margin
    return margin * obligation.quantity * withheld / 1000 + finite("inducement", inducement)


def weight_ahead(patience: float, periods: float = 1) -> float:
    """Return the weight of a value that comes each period: the sum of patience**k from k = 1 to ``periods``.

    Parameters
    ----------
    patience
        Weight of the next period against this one, 0 or more and below 1.
    periods
        How many periods are looked at, a whole number or infinity.

    Examples
    --------
    >>> weight_ahead(0.5, 1), weight_ahead(0.5, 2), weight_ahead(0.5, inf)
    (0.5, 0.75, 1.0)
    """
    if not 0 <= patience < 1:
        raise ValueError(f"patience must be 0 or more and below 1, got {patience}")
    if periods < 0:
        raise ValueError(f"periods to look ahead must be 0 or more, got {periods}")
    return float(patience / (1 - patience) * (1 - (0.0 if periods == inf else power(patience, periods))))


def decides_to_breach(
    gain: float,
    detection: float,
    sanction: float,
    relation_value: float,
    patience: float,
    noise: float,
    rng: Generator,
    *,
    look_ahead: float = 1,
) -> Reckoning:
    """Weigh what a breach brings against what it is likely to cost; a tie keeps the promise.

    Parameters
    ----------
    gain
        What the breach brings at once, USD m (see `breach_gain`).
    detection
        Chance of being found out (0-1).
    sanction
        What it costs once found out: damages, litigation, benefits withdrawn, USD m, 0 or more.
    relation_value
        What the partner is worth per period while the relation lasts, USD m; below zero counts as nothing.
    patience
        Weight of the next period against this one (0 up to, not including, 1).
    noise
        Standard deviation of the error in judging the gain, USD m.
    rng
        The nation's generator; one number is drawn from it whatever the figures are.
    look_ahead
        Periods of the relation that are weighed, 1 for the next one only, infinity for all.
    """
    share("detection", detection)
    at_least("sanction", sanction, unit="USD m")
    # Drawn even without noise: the same seed then gives later decisions the same numbers in every arm.
    judged = finite("gain", gain) + at_least("noise", noise, unit="USD m") * round(float(rng.standard_normal()), 12)
    expected = detection * sanction
    relation = detection * weight_ahead(patience, look_ahead) * max(finite("relation_value", relation_value), 0.0)
    breaches = bool(exceeds(judged, expected + relation))
    weighs = "outweighs" if breaches else "does not outweigh"
    why = f"the gain of {money(judged)} {weighs} {_feared(expected, relation, detection)}"
    return Reckoning(gain=judged, expected_sanction=expected, relation=relation, breaches=breaches, why=why)


def _feared(sanction: float, relation: float, detection: float) -> str:
    """Say what a breach is expected to cost; what is nothing is left out."""
    costs = {"an expected sanction of": sanction, "harm to relations of": relation}
    told = " and ".join(f"{words} {money(cost)}" for words, cost in costs.items() if cost >= SMALLEST_TOLD)
    return f"{told or 'what it has to fear'} (chance of being found out {percent(detection)})"


def deliver(
    obligation: Obligation,
    *,
    able: float = inf,
    allowed: float = inf,
    reckoning: Reckoning | None = None,
    withheld: float = 1.0,
) -> Delivery:
    """Return what is handed over, and why no more.

    A nation delivers what it can (``able``, t) and what its own or another government lets out (``allowed``, t),
    unless its reckoning says to break the promise; then it withholds the share ``withheld`` of what it could.
    """
    for name, limit in (("able", able), ("allowed", allowed)):
        if not limit >= 0:
            raise ValueError(f"{name} must be 0 t or more, got {limit}")
    share("withheld", withheld)
    possible = min(able, allowed, obligation.quantity)
    if reckoning is not None and reckoning.breaches and withheld > 0 and possible > 0:
        return Delivery(
            obligation=obligation, delivered=possible * (1 - withheld), cause="gain", reason=reckoning.reason
        )
    if possible >= obligation.quantity:
        return Delivery(obligation=obligation, delivered=obligation.quantity, cause="kept")
    cause: Cause = "inability" if able <= allowed else "order"
    limit_named = "it had no more" if cause == "inability" else "no more was let out"
    return Delivery(obligation=obligation, delivered=possible, cause=cause, reason=limit_named)
