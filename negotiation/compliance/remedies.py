"""Remedies of an injured nation, and their cost to it."""

from __future__ import annotations

from dataclasses import dataclass

from negotiation.compliance.breach import Delivery
from negotiation.figures import at_least, share


def liquidated_damages(missing: float, price: float, multiple: float = 1.0) -> float:
    """Return damages agreed in advance: a multiple (0.5 to 2 is usual) of the value of what is missing, USD m.

    Parameters
    ----------
    missing
        Tonnes not delivered.
    price
        Price agreed, USD/kg.
    multiple
        Multiple of the missing value.

    Examples
    --------
    >>> liquidated_damages(120, 80, multiple=2)
    19.2
    """
    at_least("missing", missing, unit="t")
    at_least("price", price, unit="USD/kg")
    return missing * price / 1000 * at_least("multiple", multiple)


def excused(delivery: Delivery, capacity_lost: float, breadth: float) -> float:
    """Return the missing tonnes that force majeure forgives.

    The clause covers what happened to the debtor, never what it chose: a breach for gain or by order of its own
    government is not excused. Of a promise, at most the share of capacity that the event took is forgiven,
    times the breadth of the clause (0 none, 1 every event).
    """
    share("capacity_lost", capacity_lost)
    share("breadth", breadth)
    if delivery.cause != "inability":
        return 0.0
    return min(delivery.missing, breadth * capacity_lost * delivery.obligation.quantity)


def in_breach(delivery: Delivery, quarter: int, cure_quarters: int, excused_tonnes: float = 0.0) -> float:
    """Return the tonnes in breach now: none while the debtor may still make up for them, then all not excused."""
    if quarter < delivery.obligation.due + at_least("cure_quarters", cure_quarters):
        return 0.0
    return max(delivery.missing - at_least("excused_tonnes", excused_tonnes, unit="t"), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Benefits taken back from a nation that does not put things right."""

    level: float
    """Benefits withdrawn, USD m a period; the other side loses as much."""
    cost: float
    """Cost of withdrawing to the nation that does it, USD m a period."""


def commensurate_withdrawal(harm: float, available: float, cost_share: float = 0.3) -> Withdrawal:
    """Return the withdrawal that answers a harm: as much as the harm, no more, as far as there is anything to withdraw.

    Punishing is never free: ``cost_share`` (0.1 to 0.6 is usual) of the level falls back on the punisher.
    Source: WTO Dispute Settlement Understanding, Art. 22.4 (equivalence); cost range declared for sweeps.

    Examples
    --------
    >>> commensurate_withdrawal(harm=20, available=12, cost_share=0.25)
    Withdrawal(level=12.0, cost=3.0)
    """
    level = min(at_least("harm", harm, unit="USD m"), at_least("available", available, unit="USD m"))
    return Withdrawal(level=level, cost=share("cost_share", cost_share) * level)


def liable_to_expulsion(breaches: int, limit: int) -> bool:
    """Tell whether a member has broken the accord often enough for the others to vote on its expulsion."""
    if limit < 1:
        raise ValueError(f"breaches before expulsion must be at least 1, got {limit}")
    return breaches >= limit
