"""Offer one's outcomes from the best down, a new one only for a new one of the other side."""

from __future__ import annotations

from negotiation.bargaining.seat import Seat


def offer(seat: Seat) -> int | None:
    """Offer the next outcome of one's ranking if it is one's turn to concede, otherwise repeat an earlier one.

    Which one is repeated is left to chance.

    Source: de Jonge (2022), MiCRO.
    """
    following = _following(seat)
    if following is not None and _ready(seat):
        return following
    if not seat.sent:
        return None
    return int(seat.order[-1 - int(seat.rng.integers(len(seat.sent)))])


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is no worse than the lowest outcome that one has offered, or would offer now."""
    lowest = _following(seat) if _ready(seat) else int(seat.order[-len(seat.sent)])
    asked = seat.reservation if lowest is None else max(seat.reservation, float(seat.utility[lowest]))
    return bool(seat.utility[outcome] >= asked)


def _ready(seat: Seat) -> bool:
    """Say whether the others have made at least as many different offers as oneself."""
    return len(seat.sent) <= len(seat.received)


def _following(seat: Seat) -> int | None:
    """Return the best outcome not offered yet; None if it lies below one's wall or there is none."""
    if len(seat.sent) >= seat.order.size:
        return None
    outcome = int(seat.order[-1 - len(seat.sent)])
    return outcome if seat.utility[outcome] >= seat.reservation else None
