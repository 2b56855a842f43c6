"""Say yes to an offer that gives a fixed part of what one could hope for."""

from __future__ import annotations

from negotiation.bargaining.seat import Seat

SHARE = 0.9
"""Part of the range between the wall and the best outcome (0-1)."""


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept if ``outcome`` is worth at least the wall and ``SHARE`` of the way up to the best.

    Source: Baarslag, Hindriks and Jonker (2014), AC_const.
    """
    asked = seat.low + SHARE * (seat.best - seat.low)
    return bool(seat.utility[outcome] >= max(asked, seat.reservation))
