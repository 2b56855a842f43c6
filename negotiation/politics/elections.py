"""How elections change what a government asks for before it binds its nation."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

from negotiation.figures import at_least, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election's effect on a government's willingness to be bound."""

    changed: bool
    threshold: float
    """Ratification margin asked from now on, share of the stakes."""


def elect(
    threshold: float,
    turnover: float,
    rng: Generator,
    *,
    usual: float | None = None,
    swing: float = 0.05,
    recovery: float = 0.5,
) -> Election:
    """Let a period's politics pass: a new, less willing government asks for more; a shock fades as it governs.

    Parameters
    ----------
    threshold
        Margin asked so far, share of the stakes.
    turnover
        Chance in the period that a less willing government takes over (0-1).
    rng
        The generator of politics; two numbers are drawn whatever happens.
    usual
        Margin that the nation comes back to; the present one by default.
    swing
        Mean size of the shock, share of the stakes, 0 or more.
    recovery
        Share of the distance to the usual margin that a period takes back (0-1).
    """
    drawn, size = rng.random(), round(float(rng.exponential()), 12)
    home = threshold if usual is None else usual
    calm = threshold + share("recovery", recovery) * (home - threshold)
    changed = bool(drawn < share("turnover", turnover))
    shock = at_least("swing", swing) * float(size) if changed else 0.0
    return Election(changed=changed, threshold=calm + shock)
