"""Reason backward from the deadline, knowing everybody's utilities and taking everybody to do the same."""

from __future__ import annotations

import negotiation.bargaining.protocols
from negotiation.bargaining.foresight import Foresight, foresee_once
from negotiation.bargaining.seat import Seat
from negotiation.rulebook import find, offers


def offer(seat: Seat) -> int | None:
    """Make the best offer that the others will accept, or wait if waiting is worth more.

    Source: subgame perfection; Ståhl (1972), Rubinstein (1982), Baron and Ferejohn (1989).
    """
    return None if seat.hopeless else _foresight(seat).offer(seat)


def accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what comes after a refusal."""
    return _foresight(seat).accepts(seat, outcome)


def _foresight(seat: Seat) -> Foresight:
    table = seat.everyone
    if table.foresight is None:
        solved = offers(negotiation.bargaining.protocols, table.protocol, "foresee")
        solve = find(negotiation.bargaining.protocols, table.protocol, "foresee") if solved else foresee_once
        table.foresight = solve(table)
    foresight: Foresight = table.foresight
    return foresight
