"""How broken promises come to light, and how often one must look for the honest road to pay.

A breach that the partner does not feel at once (quality, standards, stocks held back) is found by audit or by what
a nation must disclose. Becker (1968); Avenhaus, von Stengel & Zamir (2002), Inspection games.
"""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

from negotiation.figures import at_least, share


def detection_chance(audit_rate: float, power: float = 0.8, disclosure: float = 0.0) -> float:
    """Return the chance that a breach is found by an audit or by disclosure, whichever comes first (0-1).

    Parameters
    ----------
    audit_rate
        Chance that the lot is audited (0-1); 0.05 to 0.5 a year is usual.
    power
        Chance that an audit of a bad lot finds it bad (0-1); 0.5 to 0.95 is usual.
    disclosure
        Chance that what must be published gives it away (0-1).

    Examples
    --------
    >>> round(detection_chance(0.5, 0.8, 0.1), 3)
    0.46
    """
    caught = share("audit_rate", audit_rate) * share("power", power)
    return 1 - (1 - caught) * (1 - share("disclosure", disclosure))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An auditor's report about one promise."""

    audited: bool
    alleged: bool
    """True if a breach is alleged, rightly or wrongly."""
    cost: float
    """Cost of the audit, USD m."""


def audit(
    breached: bool,
    rate: float,
    rng: Generator,
    *,
    power: float = 0.8,
    false_alarm: float = 0.0,
    cost: float = 0.0,
) -> Finding:
    """Look at a promise with chance ``rate`` and report; an honest nation is accused with chance ``false_alarm``.

    Two numbers are drawn whatever the outcome, so that one finding never shifts the next.
    """
    look, see = rng.random(2)
    audited = bool(look < share("rate", rate))
    chance = share("power", power) if breached else share("false_alarm", false_alarm)
    return Finding(
        audited=audited,
        alleged=audited and bool(see < chance),
        cost=at_least("cost", cost, unit="USD m") if audited else 0.0,
    )


def deterrent_audit_rate(gain: float, power: float, sanction: float) -> float:
    """Return the lowest audit rate at which breaking the promise does not pay; above 1 means that none is enough.

    A promise is kept if ``rate * power * sanction >= gain``, the sanction being fine and restitution together.

    Examples
    --------
    >>> deterrent_audit_rate(4, 0.8, 10)
    0.5
    """
    if gain <= 0:
        return 0.0
    bite = share("power", power) * at_least("sanction", sanction, unit="USD m")
    return gain / bite if bite > 0 else float("inf")


@dataclass(frozen=True, slots=True)
class Inspection:
    """The two chances at which neither inspector nor inspected wants to change."""

    audit_rate: float
    breach_rate: float


def inspection_equilibrium(
    gain: float, power: float, sanction: float, audit_cost: float, recovered: float
) -> Inspection:
    """Return the mixed equilibrium of the inspection game.

    The inspected is indifferent at audit rate ``gain / (power * sanction)``; the inspector, who wins back ``recovered``
    from a breach that is found, at breach rate ``audit_cost / (power * recovered)``. Where a rate would pass 1, looking
    never deters (everybody breaks) or never pays (nobody looks).

    Examples
    --------
    >>> inspection_equilibrium(gain=4, power=0.8, sanction=10, audit_cost=1, recovered=10)
    Inspection(audit_rate=0.5, breach_rate=0.125)
    """
    needed = deterrent_audit_rate(gain, power, sanction)
    if needed == 0:
        return Inspection(0.0, 0.0)
    won = power * at_least("recovered", recovered, unit="USD m")
    worth_a_look = at_least("audit_cost", audit_cost, unit="USD m") <= won and won > 0
    if not worth_a_look:
        return Inspection(0.0, 1.0)
    if needed > 1:
        return Inspection(1.0, 1.0)
    return Inspection(needed, audit_cost / won)
