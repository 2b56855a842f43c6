"""A chair puts one offer to the vote in each round, as it stands, and enough votes settle it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.foresight import Foresight, foresee_chair
from negotiation.bargaining.minutes import Sitting, Vote
from negotiation.bargaining.table import Table

Array = NDArray[np.float64]


def run(table: Table) -> Sitting:
    """Hold the sitting; ``rules.chair`` says who chairs, ``rules.quota`` how many votes settle it.

    The chair's own vote counts. Without enough votes the next round begins.

    Source: closed rule, Baron and Ferejohn (1989).
    """
    minutes = table.minutes
    for turn in range(table.deadline):
        chair = _chair(table, turn)
        for seat in table.seats:
            seat.round = turn
        say = table.speak(chair, None)
        table.pass_on(chair, say, turn)
        if say.kind == "walk":
            return minutes.end(None, turn, f"{table.names[chair]} walked away in round {turn + 1}")
        if say.kind != "offer" or say.outcome is None:
            continue
        minutes.put(turn, chair, say.outcome)
        table.tell(chair, say.outcome)
        votes, walked = _poll(table, turn, chair, say.outcome)
        if walked is not None:
            minutes.close("refused")
            return minutes.end(None, turn, f"{table.names[walked]} walked away in round {turn + 1}")
        carried = sum(votes) >= table.quota
        delay = len(minutes.offers)
        minutes.close("accepted" if carried else "refused")
        open_to_all = table.rules.ballot == "open"
        vote = Vote(turn + 1, say.outcome, sum(votes), carried, votes if open_to_all else None)
        minutes.votes.append(vote)
        for seat in table.seats:
            seat.votes.append(vote)
        if carried:
            signed = tuple(party for party, yes in enumerate(votes) if yes)
            ended = f"{len(signed)} of {table.parties} voted for the offer of {table.names[chair]} in round {turn + 1}"
            return minutes.end(say.outcome, turn, ended, signed, delay)
    return minutes.end(None, table.deadline - 1, f"no offer found {table.quota} votes in {table.deadline} rounds")


def foresee(table: Table) -> Foresight:
    """Solve the sitting for rational parties."""
    return foresee_chair(table, np.array([_chances(table, turn) for turn in range(table.deadline)]))


def _poll(table: Table, turn: int, chair: int, outcome: int) -> tuple[tuple[bool, ...], int | None]:
    """Ask everybody but the chair; return the votes, and who walked away instead of voting."""
    votes = []
    for party in range(table.parties):
        if party == chair:
            votes.append(True)
            continue
        say = table.speak(party, outcome)
        table.pass_on(party, say, turn)
        if say.kind == "walk":
            return (), party
        votes.append(say.kind == "accept")
    return tuple(votes), None


def _chances(table: Table, turn: int) -> Array:
    """Return how likely each party is to chair round ``turn``."""
    parties = table.parties
    weights = np.ones(parties) if table.rules.weights is None else np.array(table.rules.weights, dtype=float)
    if table.rules.chair == "weighted":
        return weights / weights.sum()
    sits = turn % parties if table.rules.chair == "rotating" else int(np.argmax(weights))
    alone: Array = np.eye(parties)[sits]
    return alone


def _chair(table: Table, turn: int) -> int:
    chances = _chances(table, turn)
    if chances.max() == 1.0:
        return int(np.argmax(chances))
    return int(table.rng.choice(table.parties, p=chances))
