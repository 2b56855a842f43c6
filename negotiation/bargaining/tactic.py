"""A tactic by its name: what its file says, and what follows from that."""

from __future__ import annotations

from functools import cache

import negotiation.bargaining.acceptance
import negotiation.bargaining.tactics
from negotiation.bargaining.seat import Seat, Tactic, answer
from negotiation.rulebook import find, offers


@cache
def tactic(name: str, acceptance: str | None = None) -> Tactic:
    """Return the tactic ``name``; with ``acceptance`` it accepts by that rule instead of its own.

    A file in ``tactics`` has either ``aspiration(time)``, and then depends on time only, or
    ``offer(seat)`` and ``accepts(seat, outcome)``. It may have ``speak(seat, standing)`` and
    ``withdraws(seat)`` where an offer and a yes or no are not enough.

    Raises
    ------
    ValueError
        If no tactic or no acceptance rule has that name.
    """
    folder = negotiation.bargaining.tactics
    timed = offers(folder, name, "aspiration")
    accepts = timed_accepts if timed else find(folder, name, "accepts")
    return Tactic(
        name=name,
        offer=timed_offer if timed else find(folder, name, "offer"),
        accepts=find(negotiation.bargaining.acceptance, acceptance, "accepts") if acceptance else accepts,
        speak=find(folder, name, "speak") if offers(folder, name, "speak") else answer,
        withdraws=find(folder, name, "withdraws") if offers(folder, name, "withdraws") else None,
        timed=timed and acceptance is None,
    )


def timed_offer(seat: Seat) -> int | None:
    """Offer the outcome that is worth least to oneself among those worth what one asks for now."""
    return None if seat.hopeless else seat.cheapest(float(seat.levels[seat.round]))


def timed_accepts(seat: Seat, outcome: int) -> bool:
    """Accept what is worth at least what one asks for now."""
    return bool(seat.utility[outcome] >= seat.levels[seat.round])
