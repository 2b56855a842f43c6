"""The worth of contracted tonnes on a lane to each side, by runs of the market."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.supply.agreements import AHEAD, promising
from agents.supply.clause_worth import acting
from agents.supply.outlook import LaneValue, Plain
from agents.terms.lane import Lane
from agents.worth.valuation import Appraiser, Prospect

if TYPE_CHECKING:
    from agents.world.setting import Setting

Array = NDArray[np.float64]
TRIED = (0.4, 1.0)
"""Parts of a lane's tonnes with which the market is run."""


def lane_value(appraiser: Appraiser, lane: Lane) -> LaneValue:
    """Value contracted tonnes by running the market without them, with some of them, and with all of them."""
    quarter = appraiser.quarter(AHEAD)
    some, every = appraiser.look_at_each(AHEAD, [promising(quarter, lane, part * lane.tonnes) for part in TRIED])
    first, whole = (
        _valued(appraiser, lane, part * lane.tonnes, looked) for part, looked in zip(TRIED, (some, every), strict=True)
    )
    value, promised = replace(first, whole=whole), (0.0, first.tonnes, whole.tonnes)
    plain = Plain(lane=lane, value=value, looked=(appraiser.base(AHEAD), some, every), promised=promised)
    return replace(value, acting=acting(appraiser, plain))


def _valued(appraiser: Appraiser, lane: Lane, tonnes: float, with_it: Prospect) -> LaneValue:
    """Mean worth of a tonne, by the market with these tonnes and without."""
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
