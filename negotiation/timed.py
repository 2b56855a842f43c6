"""A whole sitting at once, where every tactic depends on time only.

Such parties never react, so that what each would offer and accept in each round is known beforehand:
the agreement is found by looking up arrays. The answer is the one of ``take_turns``, offer for offer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiation.concession import Array, curve, levels, order
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
    ranking = order(table.utilities)
    ranked = np.take_along_axis(table.utilities, ranking, axis=1)
    if (ranked[:, -1] < table.reservations).any():
        # Somebody has nothing to offer and leaves when its turn comes; the plain loop tells when.
        return take_turns(table)
    asked = np.array([curve(tactic.name, table.deadline) for tactic in table.tactics])
    wanted = levels(asked, ranked[:, :1], ranked[:, -1:], table.reservations[:, None])
    # One row for each turn: party 0 in round 0, party 1 in round 0 ...
    offered = np.stack(
        [ranking[party, ranked[party].searchsorted(wanted[party])] for party in range(table.parties)], axis=1
    ).ravel()
    made, reply = _follow(_support(table, offered, wanted.T.ravel()), table.parties)
    return _record(table, offered, made, reply)


def _support(table: Table, offered: Index, wanted: Array) -> list[int]:
    """Return for each turn's offer how many of the following parties would accept it, one after the other."""
    turns, parties = offered.size, table.parties
    speaker = np.arange(turns + parties) % parties
    support = np.zeros(turns, dtype=np.intp)
    willing = np.ones(turns, dtype=bool)
    for later in range(1, parties):
        heard = turns - later
        if heard <= 0:
            break
        value = table.utilities[speaker[later : later + heard], offered[:heard]]
        willing[:heard] &= value >= wanted[later:]
        willing[heard:] = False
        support += willing
    return list(support.tolist())


def _follow(support: list[int], parties: int) -> tuple[list[int], int | None]:
    """Go from offer to counter-offer; return the turns with offers, and the turn of the last acceptance."""
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
        last: Fate = "expired" if reply is None else "accepted"
        rows = [OfferMade(turn // parties + 1, turn % parties, int(offered[turn]), "countered") for turn in made[:-1]]
        return (*rows, OfferMade(made[-1] // parties + 1, made[-1] % parties, int(offered[made[-1]]), last))

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
