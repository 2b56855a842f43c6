"""A whole sitting at once, where every tactic depends on time only.

Such parties never react, so that what each would offer and accept in each round is known beforehand:
the agreement is found by looking up arrays. The answer is the one of ``take_turns``, offer for offer.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from negotiation.concession import Array, cheapest, curve, levels, rank
from negotiation.minutes import Fate, OfferMade, Sitting
from negotiation.table import Table
from negotiation.turns import agreed, take_turns

Index = NDArray[np.intp]


def fits(table: Table) -> bool:
    """Say whether the sitting can be worked out at once."""
    rules = table.rules
    return table.timed and rules.expiry is None and not rules.final_answer


def work_out(table: Table) -> Sitting:
    """Work the sitting out at once."""
    ranks = [rank(own) for own in table.utilities]
    ends = np.array([(ranked[0], ranked[-1]) for _, ranked in ranks])
    if np.count_nonzero(ends[:, 1] < table.reservations):
        # Somebody has nothing to offer and leaves when its turn comes; the plain loop tells when.
        return take_turns(table)
    asked = np.array([curve(tactic.name, table.deadline) for tactic in table.tactics])
    wanted = levels(asked, ends[:, :1], ends[:, 1:], table.reservations[:, None])
    # One row for each turn: party 0 in round 0, party 1 in round 0 ...
    offered = np.array(
        [
            ranking.take(cheapest(ranked, asks, wall))
            for (ranking, ranked), asks, wall in zip(ranks, wanted, table.reservations, strict=True)
        ]
    ).T.ravel()
    made, reply = _follow(_support(table, offered, wanted.T.ravel()), table.parties)
    return _record(table, offered, made, reply)


def _support(table: Table, offered: Index, wanted: Array) -> list[int]:
    """Return for each turn's offer how many of the following parties would accept it, one after the other."""
    turns, parties = offered.size, table.parties
    row, values = _rows(turns, parties, table.outcomes), table.utilities.ravel()
    support, willing = np.zeros(turns, dtype=np.intp), None
    for later in range(1, min(parties, turns)):
        heard = turns - later
        accepts = values.take(row[later:] + offered[:heard]) >= wanted[later:]
        willing = accepts if willing is None else willing[:heard] & accepts
        support[:heard] += willing
    found: list[int] = support.tolist()
    return found


@lru_cache(maxsize=256)
def _rows(turns: int, parties: int, outcomes: int) -> Index:
    """Return where the utilities of each turn's speaker begin, (turns,)."""
    rows = np.arange(turns) % parties * outcomes
    rows.setflags(write=False)
    return rows


def _follow(support: list[int], parties: int) -> tuple[list[int], int | None]:
    """Go from offer to counter-offer; return the turns with offers, and the turn of the last acceptance."""
    if parties == 2:
        # The only other party says yes or makes the next offer: the first yes ends it.
        found = support.index(1) if 1 in support else None
        return (list(range(len(support))), None) if found is None else (list(range(found + 1)), found + 1)
    made, turn = [], 0
    while turn < len(support):
        made.append(turn)
        if support[turn] == parties - 1:
            return made, turn + parties - 1
        turn += support[turn] + 1
    return made, None


def _record(table: Table, offered: Index, made: list[int], reply: int | None) -> Sitting:
    parties = table.parties

    def offers() -> tuple[OfferMade, ...]:
        turns = np.array(made)
        last: Fate = "expired" if reply is None else "accepted"
        earlier: Fate = "countered"
        fates = (*repeat(earlier, turns.size - 1), last)
        rounds, speakers = (turns // parties + 1).tolist(), (turns % parties).tolist()
        return tuple(map(OfferMade, rounds, speakers, offered[turns].tolist(), fates))

    if reply is None:
        return Sitting(None, table.deadline, f"no agreement by the deadline of {table.deadline} rounds", _offers=offers)
    turn = reply // parties
    return Sitting(
        agreement=int(offered[made[-1]]),
        rounds=turn + 1,
        ended=agreed(table, turn),
        signatories=tuple(range(parties)),
        delay=len(made) - 1,
        _offers=offers,
    )
