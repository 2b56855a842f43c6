"""The worth of a supply agreement's terms to seller and buyer, and the choice of terms to bargain over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.supply import clauses
from agents.supply.agreements import price_under
from agents.supply.outlook import LaneValue, Outlook
from agents.supply.terms import CATALOGUE, PRICE_RULES, Bundle, Columns, bundle, columns, number, on_the_table, standard
from agents.world.conduct import SupplyRules
from agents.world.rates import annuity
from market.elementary import exp
from negotiation.bargaining.agenda import Item
from negotiation.bargaining.terms import Level, TermSpace
from negotiation.disputes.terms import DisputeTerms
from negotiation.least_worth import LEAST_PRICE, exceeds, reaches, settled

Array = NDArray[np.float64]
BITE = ("damages", "forum")
"""Terms that set the cost of a broken promise."""


def _prices(rules: NDArray[np.int64], base: float, spot: Array | float) -> Array:
    """The price in every outcome when the seller's spot price is ``spot``."""
    if np.ndim(spot) == 0:
        return np.array([float(price_under(rule, base, float(spot))) for rule in PRICE_RULES])[rules]
    price = np.zeros(len(rules))
    for place, rule in enumerate(PRICE_RULES):
        here = np.flatnonzero(rules == place)
        price[here] = price_under(rule, base, np.asarray(spot)[here])
    return price


def contract_worth(value: LaneValue, bundle: Bundle, outlook: Outlook) -> Array:
    """Value the terms of every outcome for seller and buyer.

    A tonne changes hands at a price by rule. In calm years that only moves money. Joint gains lie in the tails: the
    buyer avoids expensive or missing tonnes in a crisis, the seller cheap ones in a slump; each dislikes its own tail
    more than the other dislikes giving up the windfall. A side that is not trusted is expected to default where its
    promise costs it money, less often the more the forum would make it pay. A seller that gave no priority stops in a
    crisis where it could sell for more, as the terms allow; one whose own government stops the ships delivers nothing,
    is paid nothing, and owes damages. Clauses that act through the market count by their effect in a run of the market.

    Returns
    -------
    (2, outcomes) present value in USD m on the day deliveries start; row 0 is the seller.
    """
    part = bundle.volume * _part(value, bundle)
    value = _under(value.at(part / USD_M), bundle)
    calm, bad, low = (
        _prices(bundle.rule, value.fair, spot) for spot in (value.spot_calm, value.spot_crisis, value.spot_slump)
    )
    pay = bundle.damages * bundle.enforced
    slip = np.where(bundle.firm, (1 - outlook.trust) * exp(-pay), 0.0)
    kept = np.where(bundle.firm, 1 - slip, reaches(bad, value.spot_crisis, LEAST_PRICE))
    if value.blocked:
        slip, kept = np.ones_like(slip), np.zeros_like(kept)
    lost = np.clip(value.buyer_crisis - bad, 0, None) * slip
    owed, trial = pay * lost, outlook.litigation * bundle.damages * lost * (bundle.enforced > 0)
    cheaper = exceeds(low, value.buyer_slump, LEAST_PRICE)
    leaves = np.where(cheaper, (1 - outlook.trust_back) * exp(-bundle.cover * bundle.enforced), 0.0)
    taken = 1 - leaves
    cover = leaves * bundle.cover * bundle.enforced * np.clip(low - value.spot_slump, 0, None)
    failed = (1 - bundle.excused) * outlook.outage * pay * np.clip(value.buyer_calm - calm, 0, None)
    binding = outlook.binding * bundle.years * value.fair
    spared = kept * (value.buyer_crisis - bad) + owed - trial
    sells = (
        (1 - outlook.crisis_time[0] - outlook.slump_time[0]) * (calm - value.seller_calm)
        + outlook.crisis_time[0] * (kept * (bad - value.seller_crisis) - owed - trial)
        + (outlook.slump_time[0] + outlook.aversion[0]) * (taken * (low - value.spot_slump) + cover)
        - np.where(bundle.firm, outlook.firmness * value.fair, 0.0)
        - (1 + outlook.aversion[0]) * failed
    )
    buys = (
        (1 - outlook.crisis_time[1] - outlook.slump_time[1]) * (value.buyer_calm - calm)
        + (outlook.crisis_time[1] + outlook.aversion[1]) * spared
        + outlook.slump_time[1] * (taken * (value.buyer_slump - low) - cover)
        + outlook.aversion[1] * kept * value.buyer_tail
        + failed
    )
    worth, spreads = [], [_annuities(rate, bundle.years) for rate in outlook.rates]
    for sign, gain, spread in zip((1.0, -1.0), (sells, buys), spreads, strict=True):
        # Money today against money off every later tonne: it costs the lender its own rate, and helps the borrower.
        early = sign * bundle.advance * value.fair * (1 - spread / bundle.years)
        risk = (1 - outlook.trust) * (1 - bundle.enforced) * 0.5 * bundle.advance * value.fair if sign < 0 else 0.0
        worth.append(part * ((gain - binding) * spread + early - risk))
    return np.array(worth) + _acting(value, bundle, outlook, spreads)


def _part(value: LaneValue, bundle: Bundle) -> Array:
    """Part of the agreed tonnes that changes hands in every outcome (0-1)."""
    part = np.ones(len(bundle.volume))
    for name in value.acting:
        left = clauses.hook(name, "delivered")
        if left is not None and name in bundle.acting:
            part = part * left(bundle.acting[name])
    return part


def _under(value: LaneValue, bundle: Bundle) -> LaneValue:
    """The same at the prices that clauses on the table lead to."""
    moved: dict[str, Any] = {}
    for name, effect in value.acting.items():
        level = bundle.acting.get(name)
        if level is not None and level.any():
            for what, change in effect.moved(effect.on(bundle.volume / USD_M, level)).items():
                moved[what] = moved.get(what, getattr(value, what)) + change
    return replace(value, **moved) if moved else value


def _acting(value: LaneValue, bundle: Bundle, outlook: Outlook, spreads: Sequence[Array]) -> Array:
    """Worth of the clauses that act through the market, (2, outcomes) USD m.

    ``spreads`` is the present value to each side of one a year while the agreement binds, (outcomes,) each.
    """
    total = np.zeros((2, len(bundle.volume)))
    for name, effect in value.acting.items():
        level = bundle.acting.get(name)
        if level is None or not level.any():
            continue
        tonnes, lasting = bundle.volume / USD_M, clauses.hook(name, "lasting")
        gains, costs = effect.gains(effect.on(tonnes, level), outlook), effect.costs(tonnes, level)
        for side, (rate, bound) in enumerate(zip(outlook.rates, spreads, strict=True)):
            kept = _by_years(partial(lasting, rate, horizon=outlook.horizon), bundle.years) if lasting else bound
            total[side] += gains[side] * kept - costs[side] * bound
    return total


@dataclass(frozen=True, kw_only=True)
class Table:
    """The terms two nations bargain over, with the worth of each outcome to both."""

    space: TermSpace
    agenda: tuple[Item, ...]
    """The terms on the table with their reasons, the largest stake first."""
    usual: dict[str, Level]
    """The level of every term that is not on the table."""
    worth: Array
    """(2, outcomes) present value in USD m against having no agreement; row 0 is the seller."""
    outlook: Outlook
    law: DisputeTerms
    """Expectations of the two, and the law at the time: with these the table can be set up again."""

    def terms(self, outcome: int) -> dict[str, Level]:
        """Return the terms of an outcome; clauses not on the table are left out: the standard ones apply."""
        needed = {name: self.usual[name] for name in ("volume", "price", "duration", "emergency priority", "damages")}
        return needed | self.space.decode(outcome)

    def why(self) -> str:
        """Say which terms are on the table, and how much the largest of them can move."""
        return f"on the table: {', '.join(item.name for item in self.agenda)} ({self.agenda[0].why})"


def lay(
    value: LaneValue,
    tonnes: float,
    outlook: Outlook,
    rules: SupplyRules,
    law: DisputeTerms,
    parties: tuple[str, str],
    asked: Sequence[str] | None = None,
) -> Table:
    """Pick the terms that matter to a pair and value every outcome of them.

    Parameters
    ----------
    tonnes : most that can be bound, t/yr.
    asked : terms of the catalogue to bargain over instead of those that matter most.
    """
    usual = standard(rules)
    space, picked = on_the_table(stakes(usual, value, tonnes, outlook, law), parties, asked)
    worth = settled(contract_worth(value, bundle(columns(space, usual), tonnes * USD_M, law), outlook))
    return Table(space=space, agenda=picked, usual=usual, worth=worth, outlook=outlook, law=law)


def worth_of(
    terms: Mapping[str, Level],
    value: LaneValue,
    tonnes: float,
    outlook: Outlook,
    rules: SupplyRules,
    law: DisputeTerms,
) -> tuple[dict[str, Level], tuple[float, float]]:
    """Value terms that were picked elsewhere.

    Returns
    -------
    The same terms with the usual ones where they say nothing, and their present value to seller and buyer, USD m.
    """
    usual = standard(rules)
    worth = contract_worth(value, bundle(_rows([usual | dict(terms)]), tonnes * USD_M, law), outlook)
    needed = {name: usual[name] for name in ("volume", "price", "duration", "emergency priority", "damages")}
    return needed | dict(terms), (float(worth[0, 0]), float(worth[1, 0]))


def stakes(usual: Mapping[str, Level], value: LaneValue, tonnes: float, outlook: Outlook, law: DisputeTerms) -> Array:
    """Effect of each term of the catalogue on each side with all others at their usual level, (2, terms) USD m.

    Clauses about broken promises only bite where deliveries bind in a crisis: they are tried with priority given.
    """
    rows, starts = _one_by_one(tuple(usual.items()))
    worth = contract_worth(value, bundle(rows, tonnes * USD_M, law), outlook)
    moved: Array = np.maximum.reduceat(worth, starts, axis=1) - np.minimum.reduceat(worth, starts, axis=1)
    return moved


@lru_cache(maxsize=16)
def _one_by_one(usual: tuple[tuple[str, Level], ...]) -> tuple[Columns, list[int]]:
    """Every level of every term with all others as usual, and where the levels of each term begin."""
    tried: list[dict[str, Level]] = []
    starts = []
    for issue in CATALOGUE:
        starts.append(len(tried))
        given = dict(usual) | ({"emergency priority": "yes"} if issue.name in BITE else {})
        tried += [given | {issue.name: level} for level in issue.levels]
    return _rows(tried), starts


def _rows(outcomes: Sequence[Mapping[str, Level]]) -> Columns:
    """Outcomes that form no grid, term by term."""
    return {name: np.array([number(name, outcome[name]) for outcome in outcomes]) for name in outcomes[0]}


def _annuities(rate: float, years: Array) -> Array:
    return _by_years(partial(annuity, rate), years)


def _by_years(worth: Callable[[int], float], years: Array) -> Array:
    """Present value of one a year for the years of every outcome, (outcomes,)."""
    lengths = years.astype(int)
    present = np.zeros(int(lengths.max()) + 1)
    for count in np.flatnonzero(np.bincount(lengths)).tolist():
        present[count] = worth(count)
    found: Array = present[lengths]
    return found
