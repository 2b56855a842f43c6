"""The year's sittings, with everything on their tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.supply.agreements import SupplyAgreement
from agents.supply.outlook import LaneValue
from agents.supply.table import Table
from agents.terms.lane import Lane
from agents.world.plants import Plan
from negotiation.bargaining.sitting import Sitting
from negotiation.bargaining.terms import Issue, Level, TermSpace

Array = NDArray[np.float64]
TERMS = TermSpace(
    (
        Issue("size", (0.25, 0.5, 0.75, 1.0), "of the reference plant"),
        Issue("paid by the partner", (0.25, 0.5, 0.75, 1.0), "share of the cost"),
        Issue("offtake", (0.25, 0.5, 0.75), "share of the output"),
        Issue("price", ("spot less 5 %", "fixed", "collar of 20 %"), "rule"),
        Issue("duration", (5, 10), "years"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A sitting over supply, with everything on the table."""

    lane: Lane
    value: LaneValue
    table: Table
    """Terms on the table, and the worth of each outcome to seller and buyer."""
    sitting: Sitting
    agreement: SupplyAgreement | None


@dataclass(frozen=True, kw_only=True)
class Venture:
    """A plant that two nations may build together."""

    plan: Plan
    host: int
    partner: int
    surplus: float
    """Joint gain from a plant of reference size less its cost, USD m."""


@dataclass(frozen=True, kw_only=True)
class Struck:
    """How a sitting over a venture went."""

    venture: Venture
    table: Array
    """(2, outcomes) present value for host and partner, USD m."""
    walls: tuple[float, float]
    """Worth to each without the venture, USD m."""
    sitting: Sitting

    @property
    def terms(self) -> dict[str, Level]:
        """The terms agreed on; empty without agreement."""
        return {} if self.sitting.agreement is None else dict(TERMS.decode(self.sitting.agreement))
