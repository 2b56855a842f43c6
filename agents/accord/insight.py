"""The worth of knowing better how often exports will be restricted: fewer wrong decisions.

Governments face yes-or-no decisions whose worth depends on how often exports are restricted. A decision based on a
wrong belief costs the difference to the right one. For a decision worth ``slope`` more for each unit of
belief, that would change at a distance ``gap`` from today's belief, news that takes away an error of standard deviation
``s`` is worth slope * s * L(gap / s) with L the unit normal loss: the expected value of sample information in the
two-action problem with linear loss (Raiffa and Schlaifer 1961, Applied Statistical Decision Theory, chapter 5).

The error of beliefs is inferred from how far members' beliefs lie apart. Their errors are taken to be independent, so
the mean of n has an nth of the variance (Bates and Granger 1969). No exchange removes an error that all share, and once
beliefs agree, further exchange is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from agents.articles import LOOK_AHEAD, USD_M
from agents.world.plants import SMALLEST, plan
from agents.worth.valuation import Prospect
from market.elementary import exp
from negotiation.least_worth import LEAST_RATIO, exceeds

if TYPE_CHECKING:
    from agents.worth.beliefs import Beliefs
    from agents.worth.valuation import Appraiser

Array = NDArray[np.float64]
NAME = "risk_assessment"
STEPS, DAYS = 4, 30.0
"""Steps of stock that a government may still add, and days of net imports in each."""


@dataclass(frozen=True, kw_only=True)
class Insight:
    """The decisions that depend on the belief in restrictions, and the spread of beliefs."""

    slope: Array = field(default_factory=lambda: np.zeros((1, 0)))
    """(nations, decisions) added worth of a decision if all time is spent in crisis, USD m."""
    gap: Array = field(default_factory=lambda: np.zeros((1, 0)))
    """(nations, decisions) change of belief at which the decision would change, share of time."""
    spread: float = 0.0
    """Standard deviation of single beliefs, share of time."""

    def worth(self, members: Array | NDArray[np.int_], level: Array) -> Array:
        """Worth to each nation of being one of so many that share at such a level, (..., nations) USD m.

        Parameters
        ----------
        members : (...) number of nations that share their beliefs.
        level : (...) part of the distance to their mean that each moves (0-1).
        """
        found = self.spread * np.sqrt((1 - 1 / np.maximum(members, 1.0)) * level * (2 - level))
        error = np.maximum(found, 1e-12)[..., None, None]
        worth: Array = (self.slope * error * unit_loss(self.gap / error)).sum(axis=-1)
        return np.where(found[..., None] > 0, worth, 0.0)


def unit_loss(distance: Array) -> Array:
    """Mean of what a standard normal draw lies above a distance of at least 0: L(d) = phi(d) - d (1 - Phi(d)).

    Examples
    --------
    >>> [round(float(unit_loss(np.array(d))), 4) for d in (0.0, 0.5, 1.0, 2.0)]
    [0.3989, 0.1978, 0.0833, 0.0085]
    """
    # The library's normal distribution is rounded, since its last digits differ between processors.
    found: Array = exp(-0.5 * distance**2) / np.sqrt(2 * np.pi) - distance * np.round(ndtr(-distance), 12)
    return np.maximum(found, 0.0)


def insight(appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs, annuities: Array) -> Insight:
    """List the decisions of each candidate: further steps of stock, and the plant of its own that is worth most."""
    count, rows = len(annuities), list(candidates)
    slope, worth = np.zeros((count, STEPS + 1)), np.zeros((count, STEPS + 1))
    for nation in candidates:
        slope[nation, :STEPS], worth[nation, :STEPS] = _stocks(appraiser, nation, beliefs, float(annuities[nation]))
        slope[nation, STEPS], worth[nation, STEPS] = _plant(appraiser, nation, beliefs)
    felt = np.abs(slope)
    gap = np.divide(np.abs(worth), felt, out=np.zeros_like(worth), where=felt > 0)
    spread = float(np.std(beliefs.crisis_time[rows], ddof=1)) if len(rows) > 1 else 0.0
    return Insight(slope=felt, gap=gap, spread=spread)


def _yearly(known: Prospect, changed: Prospect, nation: int, beliefs: Beliefs) -> tuple[float, float]:
    """Gain in a year's worth, and its growth with belief, USD m/yr."""
    time, aversion = float(beliefs.crisis_time[nation]), float(beliefs.risk_aversion[nation])
    calm, crisis = (
        float((new - old)[nation]) for new, old in ((changed.calm, known.calm), (changed.crisis, known.crisis))
    )
    tail = aversion * float((known.shortage - changed.shortage)[nation])
    gain = (1 - time) * calm + time * crisis + min(1.0, time / 0.05) * tail
    # Up to a twentieth of time in crisis, the bad tail counts more the likelier it is.
    return gain, crisis - calm + (tail / 0.05 if time < 0.05 else 0.0)


def _stocks(appraiser: Appraiser, nation: int, beliefs: Beliefs, years: float) -> tuple[Array, Array]:
    """Each further step of stock: growth of its worth with belief, and its worth now, USD m."""
    from agents.worth.valuation import reserve_tonnes

    base = appraiser.base(LOOK_AHEAD)
    setting, tonnes = appraiser.books.setting, reserve_tonnes(base, nation, DAYS)
    cost = float((tonnes * base.calm_outcome.planning_price[nation, 1]).sum()) * USD_M
    keep = cost * (float(beliefs.discount[nation]) + setting.market.carrying_rate)
    slopes, worths, known = np.zeros(STEPS), np.zeros(STEPS), base
    if cost <= 0:
        return slopes, worths
    for step in range(STEPS):
        release = np.zeros((len(beliefs.discount), 2))
        release[nation] = (step + 1) * tonnes * 4.0 / setting.risks.ban_quarters
        held = appraiser.with_stock(LOOK_AHEAD, release)
        gain, slope = _yearly(known, held, nation, beliefs)
        slopes[step], worths[step], known = years * slope, years * (gain - keep), held
    return slopes, worths


def _plant(appraiser: Appraiser, nation: int, beliefs: Beliefs) -> tuple[float, float]:
    """The plant that a government would build first, in the same terms; zero where it has none."""
    from agents.world.plants import PACKAGES, SAVED_YEARS
    from agents.worth.beliefs import plant_years

    books, base = appraiser.books, appraiser.base(LOOK_AHEAD)
    exponent, best = books.setting.market.scale_exponent, (0.0, 0.0, -np.inf)
    for kinds in PACKAGES:
        chosen = plan(books, nation, kinds)
        size = chosen.size_for(SAVED_YEARS * beliefs.budget[nation], exponent) if chosen else 0.0
        if chosen is None or size < SMALLEST:
            continue
        built = appraiser.with_plants(LOOK_AHEAD, chosen.addition, (nation, kinds))
        gain, slope = _yearly(base, built, nation, beliefs)
        years, cost = size * float(plant_years(chosen, appraiser, beliefs)[nation]), chosen.cost_at(size, exponent)
        worth = years * gain - cost
        if exceeds(worth / cost, best[2], LEAST_RATIO):
            best = (years * slope, worth, worth / cost)
    return best[0], best[1]
