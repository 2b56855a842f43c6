"""What bound tonnes on a lane are worth to each side, by runs of the market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.clause_worth import Acting, Plain, acting
from agents.supply import AHEAD, Lane, promising
from agents.valuation import Appraiser, Prospect

if TYPE_CHECKING:
    from agents.setting import Setting

Array = NDArray[np.float64]
TRIED = (0.4, 1.0)
"""Parts of a lane's tonnes with which the market is run."""
PER_TONNE = ("buyer_calm", "buyer_crisis", "buyer_tail", "seller_calm", "seller_crisis")
PRICES = ("spot_calm", "spot_crisis")
"""What differs with the tonnes that are bound: worth on the mean, and prices."""


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
    blocked: bool = False
    """Whether the seller's own government stops the deliveries in a crisis."""
    tonnes: float = 0.0
    """For how many tonnes this holds, t/yr."""
    whole: LaneValue | None = None
    """The same for all that the lane could carry; None where every tonne is worth the same."""
    acting: Mapping[str, Acting] = field(default_factory=dict)
    """What each clause that could matter here changes."""

    def at(self, tonnes: Array) -> LaneValue:
        """The same for other tonnes, as arrays: what they bring in all runs in straight lines between the runs.

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


def lane_value(appraiser: Appraiser, lane: Lane) -> LaneValue:
    """Value bound tonnes by running the market without them, with some of them, and with all of them."""
    quarter = appraiser.quarter(AHEAD)
    some, every = appraiser.look_at_each(AHEAD, [promising(quarter, lane, part * lane.tonnes) for part in TRIED])
    first, whole = (
        _valued(appraiser, lane, part * lane.tonnes, looked) for part, looked in zip(TRIED, (some, every), strict=True)
    )
    value, promised = replace(first, whole=whole), (0.0, first.tonnes, whole.tonnes)
    plain = Plain(lane=lane, value=value, looked=(appraiser.base(AHEAD), some, every), promised=promised)
    return replace(value, acting=acting(appraiser, plain))


def _valued(appraiser: Appraiser, lane: Lane, tonnes: float, with_it: Prospect) -> LaneValue:
    """What each of some tonnes is worth on the mean, by the market with them and without."""
    base, node = appraiser.base(AHEAD), (lane.stage, lane.material)
    carriage = appraiser.quarter(AHEAD).freight[lane.seller, lane.buyer]

    def unit(change: Array, nation: int) -> float:
        return float(change[nation]) / tonnes / USD_M

    calm, crisis = with_it.calm_outcome.price, with_it.crisis_outcome.price
    asked, asked_then = with_it.calm_outcome.producer_price, with_it.crisis_outcome.producer_price
    buyer_calm = unit(with_it.calm - base.calm, lane.buyer) + calm[lane.buyer][node] - carriage
    seller_calm = asked[lane.seller][node] - unit(with_it.calm - base.calm, lane.seller)
    gained, slump = with_it.crisis - base.crisis, appraiser.slump(AHEAD)
    return LaneValue(
        tonnes=tonnes,
        buyer_calm=buyer_calm,
        buyer_crisis=unit(gained, lane.buyer) + crisis[lane.buyer][node] - carriage,
        buyer_tail=max(unit(base.shortage - with_it.shortage, lane.buyer), 0.0),
        seller_calm=seller_calm,
        seller_crisis=asked_then[lane.seller][node] - unit(gained, lane.seller),
        spot_calm=float(asked[lane.seller][node]),
        spot_crisis=float(asked_then[lane.seller][node]),
        spot_slump=float(slump.producer_price[lane.seller][node]),
        buyer_slump=float(slump.price[lane.buyer][node] - carriage),
        fair=0.5 * (buyer_calm + seller_calm),
        blocked=lane.stage > 0 and is_dominant(appraiser.books.setting, lane.seller),
    )


def is_dominant(setting: Setting, nation: int) -> bool:
    """Tell whether a nation is the supplier whose restrictions make a crisis."""
    return setting.nations[nation].key == setting.risks.dominant
