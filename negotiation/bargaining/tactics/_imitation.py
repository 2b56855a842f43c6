"""What tactics that imitate need: the other side's last move, and a first move of one's own."""

from __future__ import annotations

from collections.abc import Callable

from negotiation.bargaining.seat import Seat


def last_move(seat: Seat) -> tuple[float, float] | None:
    """Return the shares of one's range that the last speaker's last two offers give, the older first.

    None if it has made fewer than two.
    """
    if not seat.heard:
        return None
    speaker = seat.heard[-1][0]
    theirs = [outcome for party, outcome in seat.heard if party == speaker]
    return (seat.share(theirs[-2]), seat.share(theirs[-1])) if len(theirs) > 1 else None


def asked(seat: Seat, reply: Callable[[float, float, float], float]) -> float:
    """Return the share of the range to ask for next.

    ``reply(mine, before, now)`` turns one's last offer and the other side's last two into it. Until there
    are two, one starts at the best outcome and goes down one rank at each turn: somebody must begin.
    """
    if not seat.made:
        return 1.0
    mine = seat.share(seat.made[-1])
    moved = last_move(seat)
    if moved is None:
        return seat.share(int(seat.order[-1 - min(len(seat.made), seat.order.size - 1)]))
    return min(1.0, max(0.0, reply(mine, *moved)))
