"""Give way quickly at first, then little."""

from __future__ import annotations

from negotiation.bargaining.concession import Array
from negotiation.powers import power

EXPONENT = 0.25
"""Below 1: fast at first. The convention of NegMAS, 1 - time**EXPONENT."""


def aspiration(time: Array) -> Array:
    """Return the share (0-1) of the party's range that it asks for at relative ``time`` (0-1).

    Source: Faratin, Sierra and Jennings (1998), polynomial time-dependent tactics.
    """
    asked: Array = 1.0 - power(time, EXPONENT)
    return asked
