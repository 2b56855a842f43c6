"""Many sittings at once between parties whose tactics depend on time only, for sweeps.

The answers are those of ``hold``; the minutes are not kept. What is worked out about the tables alone
(``prepare``) serves for every tactic and deadline tried on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

import negotiation.bargaining.tactics
from negotiation.bargaining.concession import ROUNDING, Array, curve, levels, rank
from negotiation.rulebook import names, offers

Index = NDArray[np.intp]

NONE = -1
"""Stands for no agreement."""
FIRST_WINDOW = 16
"""Rounds that are looked at first; twice as many at each later look."""


@dataclass(frozen=True)
class Prepared:
    """Tables of many sittings, each party's outcomes in order."""

    utilities: Array
    """(sittings, parties, outcomes)."""
    reservations: Array
    """(sittings, parties)."""
    ranking: Index
    """Outcomes from worst to best, (sittings, parties, outcomes)."""
    ranked: Array
    """Their utilities."""
    rows: tuple[Array, ...]
    """The same, one array for each party of each sitting."""


def prepare(utilities: ArrayLike, reservations: ArrayLike) -> Prepared:
    """Put the outcomes of every party of every sitting in order.

    Parameters
    ----------
    utilities
        (sittings, parties, outcomes), finite.
    reservations
        (sittings, parties).

    Raises
    ------
    ValueError
        If the shapes do not fit or a figure is not a number.
    """
    worth, walls = np.asarray(utilities, dtype=float), np.asarray(reservations, dtype=float)
    if worth.ndim != 3 or worth.shape[1] < 2 or worth.shape[2] < 1 or walls.shape != worth.shape[:2]:
        raise ValueError(
            "utilities must be (sittings, parties, outcomes) with at least 2 parties and one reservation for each, "
            f"got {worth.shape} and {walls.shape}"
        )
    if not np.isfinite(worth.sum()) or np.isnan(walls).any():
        raise ValueError("utilities must be finite and reservations numbers, got at least one that is not")
    ranking, ranked = rank(worth)
    return Prepared(worth, walls, ranking, ranked, tuple(ranked.reshape(-1, worth.shape[2])))


def agree(prepared: Prepared, tactics: Sequence[str], deadline: int) -> tuple[Index, Index]:
    """Return the agreement of every sitting, -1 for none, and the rounds begun; both (sittings,).

    The protocol is stacked offers, which for two parties are alternating offers.

    Raises
    ------
    ValueError
        If a tactic does not depend on time only, or there is not one for each party.
    """
    sittings, parties = prepared.reservations.shape
    timed = [
        name
        for name in names(negotiation.bargaining.tactics)
        if offers(negotiation.bargaining.tactics, name, "aspiration")
    ]
    if len(tactics) != parties or any(name not in timed for name in tactics):
        raise ValueError(f"tactics must be {parties} out of {', '.join(timed)}, got {', '.join(tactics)}")
    asked = np.array([curve(name, deadline) for name in tactics])
    worst, best = prepared.ranked[:, :, :1], prepared.ranked[:, :, -1:]
    wanted = levels(asked, worst, best, np.maximum(worst, prepared.reservations[:, :, None]))
    # Whoever has nothing above its wall leaves at its first turn, before anybody can agree with it.
    left = np.flatnonzero((best[:, :, 0] >= prepared.reservations).all(axis=1))
    agreement, rounds = np.full(sittings, NONE, dtype=np.intp), np.full(sittings, deadline, dtype=np.intp)
    # Two parties: what is offered late matters only where nothing was agreed early. More: who has the floor
    # late depends on what was said early, so that all rounds are looked at together.
    window = FIRST_WINDOW if parties == 2 else deadline
    start = 0
    while left.size and start < deadline:
        stop = min(deadline, start + window)
        offered = _offers(prepared, wanted, left, start, stop)
        support = _support(prepared, offered, wanted, left, start)
        found, reply = _follow(support, offered, parties)
        settled = found != NONE
        agreement[left[settled]] = found[settled]
        rounds[left[settled]] = start + reply[settled] // parties + 1
        left, start, window = left[~settled], stop, window * 2
    return agreement, rounds


def _offers(prepared: Prepared, wanted: Array, left: Index, start: int, stop: int) -> Index:
    """Return what the sittings ``left`` hear in rounds ``start`` to ``stop``, (sittings, turns)."""
    parties, outcomes = prepared.ranked.shape[1:]
    asks = np.ascontiguousarray(wanted[left, :, start:stop])
    numbers = (left[:, None] * parties + np.arange(parties)).ravel().tolist()
    asking = zip(numbers, asks.reshape(len(numbers), -1), strict=True)
    places = np.array([prepared.rows[number].searchsorted(own) for number, own in asking]).reshape(asks.shape)
    rows = ((left[:, None] * parties + np.arange(parties)) * outcomes)[:, :, None]
    ranked = prepared.ranked.ravel()
    # The same allowance for rounding as in `cheapest`.
    short = np.maximum(places - 1, 0)
    below, above = ranked.take(rows + short), ranked.take(rows + np.minimum(places, outcomes - 1))
    slack = ROUNDING * (prepared.ranked[left, :, -1] - prepared.ranked[left, :, 0])[:, :, None]
    walls = prepared.reservations[left][:, :, None]
    missing = asks - below
    nearer = (missing <= slack) & (missing < above - asks) & (below >= walls) & (places > 0)
    places = np.minimum(np.where(nearer, short, places), outcomes - 1)
    offered: Index = prepared.ranking.ravel().take(rows + places).transpose(0, 2, 1).reshape(left.size, -1)
    return offered


def _support(prepared: Prepared, offered: Index, wanted: Array, left: Index, start: int) -> Index:
    """Return for each offer how many of the following parties would accept it, (sittings, turns)."""
    parties, outcomes = prepared.ranked.shape[1:]
    turns = offered.shape[1]
    speaker = np.arange(turns + parties) % parties
    values, rows = prepared.utilities.ravel(), left[:, None] * parties
    asks = wanted[left, :, start:].transpose(0, 2, 1).reshape(left.size, -1)
    support = np.zeros((left.size, turns), dtype=np.intp)
    willing = np.ones((left.size, turns), dtype=np.bool_)
    for later in range(1, parties):
        # After the deadline nobody answers.
        heard = min(turns, asks.shape[1] - later)
        if heard <= 0:
            break
        worth = values.take((rows + speaker[later : later + heard]) * outcomes + offered[:, :heard])
        willing = willing[:, :heard] & (worth >= asks[:, later : later + heard])
        support[:, :heard] += willing
    return support


def _follow(support: Index, offered: Index, parties: int) -> tuple[Index, Index]:
    """Go from offer to counter-offer in all sittings together; return agreements and the turns of the last word."""
    sittings, turns = support.shape
    agreement = np.full(sittings, NONE, dtype=np.intp)
    reply = np.zeros(sittings, dtype=np.intp)
    if parties == 2:
        done = support == 1
        first = done.argmax(axis=1)
        found = done[np.arange(sittings), first]
        agreement[found], reply[found] = offered[found, first[found]], first[found] + 1
        return agreement, reply
    turn, left = np.zeros(sittings, dtype=np.intp), np.arange(sittings)
    while left.size:
        here = turn[left]
        backing = support[left, here]
        agreed = backing == parties - 1
        agreement[left[agreed]] = offered[left[agreed], here[agreed]]
        reply[left[agreed]] = here[agreed] + parties - 1
        turn[left] = here + backing + 1
        left = left[~agreed & (here + backing + 1 < turns)]
    return agreement, reply
