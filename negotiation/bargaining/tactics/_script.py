"""Lines that a party says in order, written down beforehand or answered by a person so far."""

from __future__ import annotations

from negotiation.bargaining.seat import Say, Seat


def reads(seat: Seat) -> Say | None:
    """Return the next line without saying it; None after the last."""
    place = seat.memory.get("line", 0)
    return seat.script[place] if place < len(seat.script) else None


def line(seat: Seat) -> Say | None:
    """Say the next line; None after the last."""
    following = reads(seat)
    if following is not None:
        seat.memory["line"] = seat.memory.get("line", 0) + 1
    return following


def withdrawn(seat: Seat) -> bool:
    """Say the next line if it withdraws one's offer."""
    following = reads(seat)
    if following is None or following.kind != "withdraw":
        return False
    line(seat)
    return True
