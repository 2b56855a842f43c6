"""Everybody hands in one sealed offer at once, and a mediator puts them and the middle of them to the vote."""

from __future__ import annotations

import numpy as np

from negotiation.bargaining.foresight import Foresight, foresee_once
from negotiation.bargaining.minutes import Sitting, Vote
from negotiation.bargaining.protocols._ballot import Walked, prefers
from negotiation.bargaining.table import Table


def run(table: Table) -> Sitting:
    """Hold the sitting in one round, whatever the deadline.

    The middle takes the median level of each issue, where the terms are known. There is no second chance, so
    that a vote compares with having no agreement. Most votes win if they reach ``rules.quota``; between
    equals the mediator draws lots.

    Source: Nash (1953), demand game; the mediator's middle is our addition.
    """
    minutes = table.minutes
    for party in range(table.parties):
        say = table.speak(party, None)
        table.pass_on(party, say, 0)
        if say.kind == "walk":
            return minutes.end(None, 0, f"{table.names[party]} walked away in round 1")
        if say.kind == "offer" and say.outcome is not None:
            minutes.put(0, party, say.outcome)
            minutes.close("refused")
    try:
        return _choose(table)
    except Walked as left:
        return minutes.end(None, 0, f"{table.names[left.party]} walked away in round 1")


def foresee(table: Table) -> Foresight:
    """Solve the sitting for rational parties."""
    return foresee_once(table)


def _choose(table: Table) -> Sitting:
    minutes = table.minutes
    offered = sorted({made.outcome for made in minutes.offers})
    middle = _middle(table, offered)
    texts = offered if middle is None or middle in offered else [*offered, middle]
    support = []
    for text in texts:
        yes = tuple(prefers(table, party, text, None) for party in range(table.parties))
        open_to_all = table.rules.ballot == "open"
        minutes.votes.append(Vote(1, text, sum(yes), sum(yes) >= table.quota, yes if open_to_all else None))
        support.append(yes)
    most = max((sum(yes) for yes in support), default=0)
    if most < table.quota:
        return minutes.end(None, 0, f"no text found {table.quota} votes; the best found {most}")
    best = [place for place, yes in enumerate(support) if sum(yes) == most]
    place = best[0] if len(best) == 1 else best[int(table.rng.integers(len(best)))]
    signed = tuple(party for party, yes in enumerate(support[place]) if yes)
    _seal(table, texts[place])
    whose = "the middle of the offers" if texts[place] not in offered else "one of the offers"
    return minutes.end(texts[place], 0, f"{most} of {table.parties} voted for {whose}", signed)


def _middle(table: Table, offered: list[int]) -> int | None:
    """Return the outcome with the median level of each issue over the offers."""
    if table.space is None or not offered:
        return None
    levels = np.median(table.space.grid[offered], axis=0).astype(int)
    return int(np.ravel_multi_index(tuple(levels), table.space.shape))


def _seal(table: Table, outcome: int) -> None:
    """Write the chosen text down as accepted: by its makers, or by the mediator if nobody offered it."""
    minutes = table.minutes
    minutes.offers[:] = [made._replace(fate="accepted") if made.outcome == outcome else made for made in minutes.offers]
    if all(made.outcome != outcome for made in minutes.offers):
        minutes.put(0, -1, outcome)
        minutes.close("accepted")
