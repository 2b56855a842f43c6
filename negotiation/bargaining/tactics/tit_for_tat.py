"""Give as much as the other side's last offer gives, measured in one's own utility."""

from __future__ import annotations

from negotiation.bargaining.seat import Seat

OPENING = 3
"""Rounds before it answers in kind. In the first it gives nothing, then the smallest steps that its ranking has."""


def offer(seat: Seat) -> int | None:
    """Offer what leaves oneself the whole range less what the last offer heard would give."""
    if seat.hopeless:
        return None
    return seat.cheapest(seat.worth(1.0 - _concession(seat, asked=1)))


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what one would ask for in return."""
    return bool(seat.utility[outcome] >= seat.reservation and seat.share(outcome) >= 1.0 - _concession(seat, asked=0))


def _concession(seat: Seat, asked: int) -> float:
    """Return the share of the range to give up; ``asked`` is 0 for an answer and 1 for an offer.

    The figures are those of NegMAS's naive tit-for-tat, that agreements can be compared: in rounds 2 and 3 it
    walks down its own ranking two outcomes each time it is asked, and gives up the gap between them.
    """
    if seat.round == 0 or not seat.heard:
        return 0.0
    if seat.round >= OPENING:
        return max(0.0, seat.share(seat.heard[-1][1]))
    upper = 4 * (seat.round - 1) + 2 * asked
    if upper + 1 >= seat.ranked.size or seat.best <= seat.low:
        return 0.0
    gap = seat.ranked[-1 - upper] - seat.ranked[-2 - upper]
    return min(1.0, float(gap + 1e-12) / (seat.best - seat.low))
