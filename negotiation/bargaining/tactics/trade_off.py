"""Concede slowly, and of all outcomes worth the same to oneself offer the one that others seem to like best."""

from __future__ import annotations

import numpy as np

from negotiation.bargaining.seat import Seat
from negotiation.bargaining.tactics._frequency import liking
from negotiation.powers import power

EXPONENT = 4.0
"""How slowly it concedes; as boulware."""


def offer(seat: Seat) -> int | None:
    """Offer, among outcomes worth what one asks for now, the one that the others' offers resemble most.

    Source: trade-offs, Faratin, Sierra and Jennings (2002); with a frequency model, van Krimpen et al. (2013).
    """
    if seat.hopeless:
        return None
    enough = seat.order[int(np.searchsorted(seat.ranked, _asked(seat))) :]
    liked = liking(seat)[enough]
    # Outcomes come from worst to best, so that among equally liked ones the cheapest is offered.
    return int(enough[int(np.argmax(liked))])


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what one asks for now."""
    return bool(seat.utility[outcome] >= _asked(seat))


def _asked(seat: Seat) -> float:
    return max(seat.reservation, min(seat.best, seat.worth(1.0 - power(seat.time, EXPONENT))))
