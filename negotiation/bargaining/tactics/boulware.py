"""Hold out for long, then give way quickly as the deadline comes."""

from __future__ import annotations

from negotiation.bargaining.concession import Array
from negotiation.powers import power

EXPONENT = 4.0
"""Above 1: slow at first. The convention of NegMAS, 1 - time**EXPONENT."""


def aspiration(time: Array) -> Array:
    """Return the share (0-1) of the party's range that it asks for at relative ``time`` (0-1).

    Source: Faratin, Sierra and Jennings (1998), polynomial time-dependent tactics.
    """
    asked: Array = 1.0 - power(time, EXPONENT)
    return asked
