"""The outlook of seller and buyer on a lane: the worth of tonnes and clauses there, and how both weigh it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.terms.lane import Lane
from agents.worth.valuation import Prospect

Array = NDArray[np.float64]
Runs = tuple[float, ...]
"""One figure for each run."""
Sides = tuple[Runs, Runs]
"""The same for seller and buyer."""
PER_TONNE = ("buyer_calm", "buyer_crisis", "buyer_tail", "seller_calm", "seller_crisis")
PRICES = ("spot_calm", "spot_crisis")
"""Fields that differ with the number of contracted tonnes: mean worth, and prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """The effect of a clause on seller and buyer, by runs of the market with it."""

    tried: Runs
    """Extent in each run: tonnes that it reached times level, t/yr, from 0 up."""
    calm: Sides
    """Gain in a calm year, USD m; zero in the first run, which is without the clause."""
    crisis: Sides
    tail: Sides
    """Shortage cost that each is spared in crisis, USD m."""
    spots: Mapping[str, Runs] = field(default_factory=dict)
    """Change of the seller's price, USD/kg, by field of ``LaneValue``; the first figure is for very few tonnes."""
    reach: float = np.inf
    """Tonnes beyond which the clause has no further effect, t/yr."""
    cost: tuple[float, float] = (0.0, 0.0)
    """Yearly cost to each at level 1, USD m, for all tonnes that cause a cost."""
    covers: float = np.inf
    """The number of those tonnes, t/yr; fewer cost in proportion."""

    def on(self, tonnes: Array, level: Array) -> Array:
        """Its extent in every outcome, t/yr, both (outcomes,)."""
        acted: Array = np.minimum(tonnes, self.reach) * level
        return acted

    def gains(self, acted: Array, outlook: Outlook) -> Array:
        """Yearly worth to each, aversion to shortage included, cost left out; (2, outcomes) USD m."""
        found = []
        for side in (0, 1):
            calm, crisis, tail = (np.array(runs[side]) for runs in (self.calm, self.crisis, self.tail))
            time = outlook.crisis_time[side]
            found.append(np.interp(acted, self.tried, (1 - time) * calm + time * crisis + outlook.fear[side] * tail))
        return np.array(found)

    def costs(self, tonnes: Array, level: Array) -> Array:
        """Yearly cost to each, (2, outcomes) USD m."""
        share = level * np.minimum(tonnes / self.covers, 1.0) if np.isfinite(self.covers) else np.zeros_like(level)
        return np.outer(self.cost, share)

    def moved(self, acted: Array) -> dict[str, Array]:
        """Change of the seller's price in every outcome, each (outcomes,) USD/kg, as in ``spots``."""
        return {name: np.interp(acted, self.tried, runs) * (acted > 0) for name, runs in self.spots.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneValue:
    """The worth of a contracted tonne on a lane to each side, USD/kg, before any payment for it."""

    buyer_calm: float
    buyer_crisis: float
    buyer_tail: float
    """Shortage cost that it avoids in crisis."""
    seller_calm: float
    """Cost of giving the tonne up: the seller's gain from it otherwise."""
    seller_crisis: float
    spot_calm: float
    """Price at the seller's, USD/kg."""
    spot_crisis: float
    spot_slump: float
    """Price at the seller's while the dominant supplier undercuts."""
    buyer_slump: float
    """Price at the buyer's then, less carriage."""
    fair: float
    """Midpoint of the seller's cost and the buyer's gain in calm years, USD/kg."""
    blocked: bool = False
    """True if the seller's own government stops deliveries in a crisis."""
    tonnes: float = 0.0
    """Number of tonnes for which this holds, t/yr."""
    whole: LaneValue | None = None
    """The same for all tonnes that the lane could carry; None where every tonne is worth the same."""
    acting: Mapping[str, Acting] = field(default_factory=dict)
    """Effect of each clause that could matter here."""

    def at(self, tonnes: Array) -> LaneValue:
        """The same for other numbers of tonnes, as arrays; total worth is linear between the runs.

        Parameters
        ----------
        tonnes : (outcomes,) t/yr.
        """
        if self.whole is None or self.whole.tonnes <= self.tonnes:
            return self
        beyond = np.clip((tonnes - self.tonnes) / (self.whole.tonnes - self.tonnes), 0.0, 1.0)
        # The mean over all tonnes: those of the first run at its worth, the rest at what the second run adds.
        later = beyond * self.whole.tonnes / np.maximum((1 - beyond) * self.tonnes + beyond * self.whole.tonnes, 1e-9)
        means: dict[str, Any] = {name: self._between(name, later) for name in PER_TONNE}
        prices: dict[str, Any] = {name: self._between(name, beyond) for name in PRICES}
        return replace(self, **means, **prices)

    def _between(self, name: str, weight: Array) -> Array:
        first, whole = getattr(self, name), getattr(self.whole, name)
        between: Array = first + weight * (whole - first)
        return between


class Plain(NamedTuple):
    """A lane without the clauses: the worth of tonnes on it, and the market states with none, some and all of them."""

    lane: Lane
    value: LaneValue
    looked: tuple[Prospect, ...]
    promised: Runs
    """Tonnes in each of the states, t/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Expectations of seller and buyer and how they weigh them; pairs are (seller, buyer)."""

    crisis_time: tuple[float, float]
    """Share of time under restricted exports (0-1)."""
    slump_time: tuple[float, float]
    """Share of time in which the dominant supplier undercuts (0-1)."""
    aversion: tuple[float, float]
    """Weight of the bad tail: a slump for the seller, a crisis for the buyer."""
    trust: float
    """The buyer's trust in the seller (0-1)."""
    rates: tuple[float, float]
    """Discount rates."""
    trust_back: float = 1.0
    """The seller's trust in the buyer (0-1)."""
    outage: float = 0.0
    """Part of the promised tonnes that outages are expected to take (0-1)."""
    litigation: float = 0.05
    """Cost of a panel to each side, share of the claim."""
    fear: tuple[float, float] = (0.0, 0.0)
    """Weight of each side's own magnet shortage in a crisis, on top of its chance."""
    binding: float = 0.0
    """Each side's dislike of being bound, share of the price for each year of the agreement."""
    firmness: float = 0.0
    """Cost to the seller of promising to deliver even in a crisis, share of the price."""
    horizon: int = 8
    """Years that both look ahead; lasting effects of an agreement count until then."""
