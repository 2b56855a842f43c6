"""Say what was written down beforehand, line by line; after the last line, say no."""

from __future__ import annotations

from negotiation.bargaining.seat import REFUSE, Say, Seat
from negotiation.bargaining.tactics._script import line, reads, withdrawn


def speak(seat: Seat, standing: int | None) -> Say:
    """Say the next line."""
    return line(seat) or REFUSE


def withdraws(seat: Seat) -> bool:
    """Withdraw one's offer if that is the next line."""
    return withdrawn(seat)


def offer(seat: Seat) -> int | None:
    """Return the outcome of the next line, if it is an offer."""
    following = reads(seat)
    return following.outcome if following else None


def accepts(seat: Seat, outcome: int) -> bool:
    """Say whether the next line accepts."""
    following = reads(seat)
    return following is not None and following.kind == "accept"
