"""All parties rank the outcomes for a mediator and step down their rankings together until one suits enough."""

from __future__ import annotations

import numpy as np

from negotiation.bargaining.concession import rank
from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.protocols._ballot import Walked, prefers
from negotiation.bargaining.table import Table


def run(table: Table) -> Sitting:
    """Hold the sitting: in round r everybody accepts the first r parts of its ranking out of ``deadline``.

    The mediator knows rankings, not utilities, and nothing below a party's wall is in its ranking. It picks the
    outcome that the ``rules.quota``-th most content party ranks best; among equal ones the smallest sum of ranks.
    Everybody signs by comparing it with having no agreement.

    Source: fallback bargaining, Brams and Kilgour (2001).
    """
    minutes = table.minutes
    ranks = _ranks(table)
    content = np.sort(ranks, axis=0)[table.quota - 1]
    if content.min() >= table.outcomes:
        ended = f"no outcome is above the walls of {table.quota} parties"
        return minutes.end(None, table.deadline - 1, ended)
    tied = np.flatnonzero(content == content.min())
    outcome = int(tied[np.argmin(ranks[:, tied].sum(axis=0))])
    turn = (int(content.min()) + 1) * table.deadline // table.outcomes
    turn = min(turn, table.deadline - 1)
    for seat in table.seats:
        seat.round, seat.text = turn, outcome
    minutes.put(turn, -1, outcome)
    try:
        signed = tuple(party for party in range(table.parties) if prefers(table, party, outcome, None))
    except Walked as left:
        minutes.close("refused")
        return minutes.end(None, turn, f"{table.names[left.party]} walked away in round {turn + 1}")
    if len(signed) < table.quota:
        minutes.close("refused")
        return minutes.end(None, turn, f"the text found {len(signed)} signatures, {table.quota} were needed")
    minutes.close("accepted")
    ended = f"{len(signed)} of {table.parties} meet at rank {int(content.min()) + 1} of {table.outcomes}"
    return minutes.end(outcome, turn, ended, signed)


def _ranks(table: Table) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    """Return each party's rank of each outcome from 0, (parties, outcomes); below its wall, the number of outcomes."""
    # Equally good outcomes share the best of their ranks: the number of outcomes that are better.
    ranks = np.array([own.size - rank(own)[1].searchsorted(own, side="right") for own in table.utilities])
    ranks[table.utilities < table.reservations[:, None]] = table.outcomes
    return ranks
