"""A mediator edits one text; a change is adopted if enough parties vote for it."""

from __future__ import annotations

import numpy as np

from negotiation.bargaining.minutes import Sitting
from negotiation.bargaining.protocols._ballot import Walked, prefers, vote_on
from negotiation.bargaining.table import Table


def run(table: Table) -> Sitting:
    """Hold the sitting: one draft and one vote in each round; what is adopted at the deadline is signed.

    The mediator knows no utilities. It changes one issue of the adopted text, more only when every such
    change has been voted down. ``rules.quota`` votes adopt a draft; all, if it is left out.

    Source: single negotiating text, Fisher (1978); with a mediator who edits blindly: Ehtamo, Kettunen and
    Hämäläinen (2001); Klein, Faratin, Sayama and Bar-Yam (2003).
    """
    text: int | None = None
    tried = np.zeros(table.outcomes, dtype=bool)
    turn = 0
    try:
        for turn in range(table.deadline):
            draft = _draft(table, text, tried)
            if draft is None:
                break
            for seat in table.seats:
                seat.round, seat.text = turn, text
            tried[draft] = True
            if sum(vote_on(table, turn, -1, draft, text)) >= table.quota:
                text = draft
                # What lost against an older text may win against this one.
                tried[:] = False
                tried[draft] = True
        return _sign(table, turn, text)
    except Walked as party:
        return table.minutes.end(None, turn, f"{table.names[party.party]} walked away in round {turn + 1}")


def _draft(table: Table, text: int | None, tried: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int | None:
    """Draw a draft not voted on since the last change: near the text if there is one."""
    if text is not None and table.space is not None:
        near = table.space.neighbours(text)
        near = near[~tried[near]]
        if near.size:
            return int(near[table.rng.integers(near.size)])
    fresh = np.flatnonzero(~tried)
    return int(fresh[table.rng.integers(fresh.size)]) if fresh.size else None


def _sign(table: Table, turn: int, text: int | None) -> Sitting:
    minutes = table.minutes
    if text is None:
        return minutes.end(None, turn, f"no draft found {table.quota} votes in {turn + 1} rounds")
    if table.quota == table.parties:
        signed = tuple(range(table.parties))
    else:
        signed = tuple(party for party in range(table.parties) if prefers(table, party, text, None))
    if len(signed) < table.quota:
        return minutes.end(None, turn, f"the text found {len(signed)} signatures, {table.quota} were needed")
    changes = sum(vote.carried for vote in minutes.votes)
    ended = f"{len(signed)} of {table.parties} signed a text adopted after {changes} votes carried"
    return minutes.end(text, turn, ended, signed)
