"""Give up the same proportion as the other side did between its last two offers."""

from __future__ import annotations

from negotiation.bargaining.concession import ROUNDING
from negotiation.bargaining.seat import Seat
from negotiation.bargaining.tactics._imitation import asked
from negotiation.least_worth import reaches


def offer(seat: Seat) -> int | None:
    """Offer the outcome of least own utility that is worth what one asks for now.

    Source: Faratin, Sierra and Jennings (1998), relative tit-for-tat, one step back.
    """
    return None if seat.hopeless else seat.cheapest(seat.worth(asked(seat, _reply)))


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what one would ask for in return."""
    worth = float(seat.utility[outcome])
    rounding = ROUNDING * (seat.best - seat.worst)
    return worth >= seat.reservation and reaches(worth, seat.worth(asked(seat, _reply)), rounding)


def _reply(mine: float, before: float, now: float) -> float:
    """Scale by the other side's last move; without one to measure, stay."""
    return mine * max(before, 0.0) / now if now > 0 and before > 0 else mine
