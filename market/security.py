"""How safe a supply is: concentration, reliance on imports, risk, the depth of a disruption and the way out of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from market.elementary import log
from market.network import Floats


def _shares(amounts: ArrayLike) -> Floats:
    """Return amounts as shares of their sum; all zero when there is nothing."""
    array = np.asarray(amounts, dtype=float)
    if array.size and not array.min() >= 0:
        raise ValueError(f"shares come from amounts of at least 0, got {array.min():g}")
    total = float(array.sum())
    return array / total if total > 0 else np.zeros_like(array)


def by_bloc(amounts: ArrayLike, bloc: ArrayLike) -> Floats:
    """Return amounts added up by the bloc that controls them; ``bloc`` numbers each nation's bloc from 0."""
    return np.bincount(np.asarray(bloc, dtype=np.int64), np.asarray(amounts, dtype=float))


def hhi(amounts: ArrayLike) -> float:
    """Return the Herfindahl-Hirschman index (0-1) of amounts or shares; 1 is one supplier, 0 none.

    Source: Herfindahl (1950), Hirschman (1964); times 10,000 it is the index of competition law.

    Examples
    --------
    >>> round(hhi([70, 10, 10, 5, 5]), 3)
    0.515
    """
    return float(np.sum(_shares(amounts) ** 2))


def effective_number(amounts: ArrayLike) -> float:
    """Return how many equal suppliers would be as concentrated (one over the HHI); 0 when there is nothing."""
    concentration = hhi(amounts)
    return 1.0 / concentration if concentration > 0 else 0.0


def shannon(amounts: ArrayLike) -> float:
    """Return the Shannon index of diversity, in nats; 0 for one supplier. Source: Stirling (1998)."""
    shares = _shares(amounts)
    shares = shares[shares > 0]
    return float(-np.sum(shares * log(shares)))


def net_import_reliance(imports: float, exports: float, consumption: float, stock_change: float = 0.0) -> float:
    """Return imports less exports plus what stocks gave, as a share of apparent consumption.

    All in t/yr; ``stock_change`` is above 0 when stocks were drawn. Below 0 for a net exporter, and 0 where nothing
    is consumed. Source: USGS, Mineral Commodity Summaries, appendix on net import reliance.
    """
    return (imports - exports + stock_change) / consumption if consumption > 0 else 0.0


def governance_risk(index: ArrayLike) -> Floats:
    """Return World Governance Indicators (-2.5 weak to 2.5 strong) on the scale 0 (no risk) to 10 (most)."""
    risk: Floats = 2.0 * (2.5 - np.asarray(index, dtype=float))
    return risk


def governed_concentration(amounts: ArrayLike, governance: ArrayLike, trade: ArrayLike = 1.0) -> float:
    """Return the HHI weighted by governance risk (0-10) and a trade term (1 neutral, above it for restrictions)."""
    return float(np.sum(_shares(amounts) ** 2 * governance_risk(governance) * np.asarray(trade, dtype=float)))


def eu_supply_risk(world: float, sourcing: float, reliance: float, recycled: float, substitution: float = 1.0) -> float:
    """Return the supply risk of the European Commission's list of critical raw materials; 1 and more is critical.

    ``world`` and ``sourcing`` are governed concentrations of world supply and of own sourcing, ``reliance`` is import
    reliance (0-1), ``recycled`` the share of demand met by end-of-life recycling, ``substitution`` the index (0-1).

    Source: Blengini et al. (2017), EUR 28654, assessment of the methodology for the EU list.
    """
    for name, value in (("recycled", recycled), ("substitution", substitution)):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} must be a share from 0 to 1, got {value:g}")
    half = min(max(reliance, 0.0), 1.0) / 2
    return (world * half + sourcing * (1 - half)) * (1 - recycled) * substitution


def cvar(losses: ArrayLike, level: float = 0.95) -> float:
    """Return the mean of the worst ``1 - level`` share of equally likely losses (conditional value at risk).

    Source: Rockafellar and Uryasev (2002), proposition 8: a loss astride the quantile counts in part.

    Examples
    --------
    >>> cvar(range(1, 101), 0.95)
    98.0
    """
    worst = np.sort(np.asarray(losses, dtype=float).ravel())[::-1]
    if not worst.size:
        raise ValueError("cvar needs at least one loss")
    if not 0 <= level < 1:
        raise ValueError(f"level must be at least 0 and below 1, got {level:g}")
    tail = (1 - level) * worst.size
    weight = np.clip(tail - np.arange(worst.size), 0.0, 1.0)
    return float((worst * weight).sum() / weight.sum())


def resilience_loss(quality: ArrayLike, step: float = 1.0) -> float:
    """Return the area between full service and the service kept, both 0-1, over time (the resilience triangle).

    ``quality`` is the service at equally spaced times, ``step`` the time between them; straight lines join them.
    Source: Bruneau et al. (2003), Earthquake Spectra 19.
    """
    lost = 1.0 - np.asarray(quality, dtype=float)
    return float(step * (np.sum(lost) - 0.5 * (lost[0] + lost[-1]))) if lost.size > 1 else 0.0


def time_to_recover(quality: ArrayLike, step: float = 1.0, enough: float = 0.95) -> float:
    """Return the time from the first fall below ``enough`` to the return for good; infinite if it never comes back."""
    poor = np.flatnonzero(np.asarray(quality, dtype=float) < enough)
    if not poor.size:
        return 0.0
    if poor[-1] == len(np.asarray(quality)) - 1:
        return float("inf")
    return float(step * (poor[-1] + 1 - poor[0]))
