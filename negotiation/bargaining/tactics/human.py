"""Say what a person has answered so far; where the answers end, the sitting waits for the next."""

from __future__ import annotations

from negotiation.bargaining.seat import Say, Seat, Waiting
from negotiation.bargaining.tactics._script import line, reads, withdrawn


def speak(seat: Seat, standing: int | None) -> Say:
    """Say the person's next answer.

    Raises
    ------
    Waiting
        If there is none yet; ``hold`` then returns the sitting as it stands.
    """
    answer = line(seat)
    if answer is None:
        raise Waiting(seat.party)
    return answer


def withdraws(seat: Seat) -> bool:
    """Withdraw one's offer if that is the person's next answer."""
    return withdrawn(seat)


def offer(seat: Seat) -> int | None:
    """Return the outcome of the person's next answer, if it is an offer."""
    return _known(seat).outcome


def accepts(seat: Seat, outcome: int) -> bool:
    """Say whether the person's next answer accepts."""
    return _known(seat).kind == "accept"


def _known(seat: Seat) -> Say:
    answer = reads(seat)
    if answer is None:
        raise Waiting(seat.party)
    return answer
