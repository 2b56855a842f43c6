"""Insist on one's best until the last moments."""

from __future__ import annotations

from negotiation.bargaining.concession import Array
from negotiation.powers import power

EXPONENT = 50.0
"""So far above 1 that with a tenth of the time left the party still asks for 99 % of its range."""


def aspiration(time: Array) -> Array:
    """Return the share (0-1) of the party's range that it asks for at relative ``time`` (0-1).

    Source: Faratin, Sierra and Jennings (1998), the far end of boulware.
    """
    asked: Array = 1.0 - power(time, EXPONENT)
    return asked
