"""Say yes to an offer that is no worse than what one would offer next."""

from __future__ import annotations

from negotiation.bargaining.seat import Seat


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept if ``outcome`` is worth at least the party's own next offer, and its wall.

    Source: Baarslag, Hindriks and Jonker (2014), AC_next with factor 1 and no gap.
    """
    value = seat.utility[outcome]
    following = seat.tactic.offer(seat)
    return bool(value >= seat.reservation and (following is None or value >= seat.utility[following]))
