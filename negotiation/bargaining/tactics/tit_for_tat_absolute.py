"""Give up as much as the other side gave up between its last two offers."""

from __future__ import annotations

from negotiation.bargaining.concession import ROUNDING
from negotiation.bargaining.seat import Seat
from negotiation.bargaining.tactics._imitation import asked
from negotiation.least_worth import reaches


def offer(seat: Seat) -> int | None:
    """Offer the outcome of least own utility that is worth what one asks for now.

    Source: Faratin, Sierra and Jennings (1998), absolute tit-for-tat, one step back, without its random part.
    """
    return None if seat.hopeless else seat.cheapest(seat.worth(asked(seat, _reply)))


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what one would ask for in return."""
    worth = float(seat.utility[outcome])
    rounding = ROUNDING * (seat.best - seat.worst)
    return worth >= seat.reservation and reaches(worth, seat.worth(asked(seat, _reply)), rounding)


def _reply(mine: float, before: float, now: float) -> float:
    """Take off what the other side's last move added; put it back if it took something away."""
    return mine - (now - before)
