"""A whole sitting at once, where every tactic depends on time only.

Such parties never react, so that what each would offer and accept in each round is known beforehand:
the agreement is found by looking up arrays. The answer is the one of ``take_turns``, offer for offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.concession import Array, cheapest, curve, levels, rank
from negotiation.bargaining.minutes import Fate, OfferMade, Sitting
from negotiation.bargaining.table import Table
from negotiation.bargaining.turns import agreed, take_turns

Index = NDArray[np.intp]


def fits(table: Table) -> bool:
    """Say whether the sitting can be worked out at once."""
    rules = table.rules
    return table.timed and rules.expiry is None and not rules.final_answer


def work_out(table: Table) -> Sitting:
    """Work the sitting out at once."""
    asked, offered = [], []
    ordered = zip(*rank(table.utilities), table.reservations.tolist(), table.tactics, strict=True)
    for ranking, ranked, wall, tactic in ordered:
        worst, best = ranked.item(0), ranked.item(-1)
        if best < wall:
            # Somebody has nothing to offer and leaves when its turn comes; the plain loop tells when.
            return take_turns(table)
        # Numbers, not arrays of one: an operation costs half as much.
        wanted = levels(curve(tactic.name, table.deadline), worst, best, max(worst, wall))
        asked.append(wanted)
        offered.append(ranking.take(cheapest(ranked, wanted, wall)))
    if table.parties == 2:
        return _record(table, offered, *_first_yes(table, offered, asked))
    return _record(table, offered, *_follow(_support(table, _turns(offered), _turns(asked)), table.parties))


def _turns(rows: list[NDArray[Any]]) -> NDArray[Any]:
    """Put what is known by party and round in the order of turns: party 0 in round 0, party 1 in round 0 ..."""
    return np.array(rows).T.ravel()


def _first_yes(table: Table, offered: list[Index], asked: list[Array]) -> tuple[range, int | None]:
    """Find who says yes first of two: the other accepts at once or makes the next offer; as ``_follow``."""
    last = 2 * table.deadline - 1
    second = table.utilities[1].take(offered[0]) >= asked[1]
    found = second.argmax().item()
    reply = 2 * found + 1 if second.item(found) else last + 1
    if table.deadline > 1:
        # What the second party offers is answered in the next round.
        first = table.utilities[0].take(offered[1][:-1]) >= asked[0][1:]
        found = first.argmax().item()
        if first.item(found):
            reply = min(reply, 2 * found + 2)
    return (range(last + 1), None) if reply > last else (range(reply), reply)


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
    made, turn = [], 0
    while turn < len(support):
        made.append(turn)
        if support[turn] == parties - 1:
            return made, turn + parties - 1
        turn += support[turn] + 1
    return made, None


def _record(table: Table, offered: list[Index], made: Sequence[int], reply: int | None) -> Sitting:
    parties = table.parties

    def offers() -> tuple[OfferMade, ...]:
        turns = np.array(made)
        last: Fate = "expired" if reply is None else "accepted"
        earlier: Fate = "countered"
        fates = (*repeat(earlier, turns.size - 1), last)
        rounds, speakers = (turns // parties + 1).tolist(), (turns % parties).tolist()
        return tuple(map(OfferMade, rounds, speakers, _turns(offered)[turns].tolist(), fates))

    if reply is None:
        return Sitting(None, table.deadline, f"no agreement by the deadline of {table.deadline} rounds", _offers=offers)
    turn, final = reply // parties, made[-1]
    return Sitting(
        agreement=offered[final % parties].item(final // parties),
        rounds=turn + 1,
        ended=agreed(table, turn),
        signatories=tuple(range(parties)),
        delay=len(made) - 1,
        _offers=offers,
    )
