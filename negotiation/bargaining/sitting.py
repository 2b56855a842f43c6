"""A sitting: parties with their tactics bargain under a protocol until they agree or time is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

import negotiation.bargaining.protocols
from negotiation.bargaining.minutes import Fate, Message, OfferMade, Sitting, Vote
from negotiation.bargaining.rules import DEFAULT, Rules
from negotiation.bargaining.seat import Say, Tactic, Waiting
from negotiation.bargaining.table import Table
from negotiation.bargaining.tactic import tactic
from negotiation.bargaining.terms import TermSpace
from negotiation.rulebook import find

Array = NDArray[np.float64]

__all__ = ["Fate", "Message", "OfferMade", "Rules", "Say", "Sitting", "Tactic", "Vote", "hold"]


def hold(
    protocol: str,
    utilities: ArrayLike,
    reservations: ArrayLike,
    tactics: Sequence[str | Tactic],
    *,
    deadline: int,
    rng: np.random.Generator,
    names: Sequence[str] | None = None,
    space: TermSpace | None = None,
    rules: Rules = DEFAULT,
    acceptance: Sequence[str | None] | None = None,
    scripts: Mapping[int, Sequence[Say]] | None = None,
) -> Sitting:
    """Hold a sitting and return its minutes and its end.

    Parameters
    ----------
    protocol
        File name of a rule in ``negotiation/bargaining/protocols``.
    utilities
        What each outcome is worth to each party, (parties, outcomes), finite, any unit.
    reservations
        What having no agreement is worth to each party, (parties,), same unit; -inf for none.
    tactics
        File names in ``negotiation/bargaining/tactics``, one for each party; or a ``Tactic`` made by the caller.
    deadline
        Rounds, at least 1.
    rng
        Drawn from only where a tactic or protocol leaves something to chance.
    names
        What the parties are called in the reason for the end.
    space
        The terms that the outcomes stand for; the mediator of a single text needs them to edit.
    rules
        Quota, discounting, expiry, ballot and chair.
    acceptance
        File names in ``negotiation/bargaining/acceptance``, to stand in for a tactic's own way of saying yes.
    scripts
        What scripted and human parties say, by party.

    Raises
    ------
    ValueError
        If the shapes do not fit, a figure is not a number, or no rule has such a name.
    """
    opened = find(negotiation.bargaining.protocols, protocol, "run")
    table = _table(protocol, utilities, reservations, tactics, deadline, rng, names, space, rules, acceptance, scripts)
    try:
        held: Sitting = opened(table)
    except Waiting as person:
        return _pause(table, person.party)
    return held


def _table(
    protocol: str,
    utilities: ArrayLike,
    reservations: ArrayLike,
    tactics: Sequence[str | Tactic],
    deadline: int,
    rng: np.random.Generator,
    names: Sequence[str] | None,
    space: TermSpace | None,
    rules: Rules,
    acceptance: Sequence[str | None] | None,
    scripts: Mapping[int, Sequence[Say]] | None,
) -> Table:
    worth = np.asarray(utilities, dtype=float)
    walls = np.asarray(reservations, dtype=float)
    parties = len(tactics)
    _check_worth(worth, walls, parties)
    if deadline < 1:
        raise ValueError(f"deadline must be at least 1 round, got {deadline}")
    if space is not None and space.size != worth.shape[1]:
        raise ValueError(f"the terms have {space.size} outcomes, but utilities have {worth.shape[1]}")
    called = tuple(names) if names is not None else _numbered(parties)
    for what, value in (("names", called), ("acceptance", acceptance)):
        if value is not None and len(value) != parties:
            raise ValueError(f"{what} must be one for each of {parties} parties, got {len(value)}")
    rules.check(parties)
    yes = acceptance or (None,) * parties
    return Table(
        protocol=protocol,
        utilities=worth,
        reservations=walls,
        tactics=tuple(
            name if isinstance(name, Tactic) else tactic(name, rule) for name, rule in zip(tactics, yes, strict=True)
        ),
        deadline=deadline,
        rng=rng,
        names=called,
        rules=rules,
        space=space,
        scripts={party: tuple(lines) for party, lines in (scripts or {}).items()},
    )


@cache
def _numbered(parties: int) -> tuple[str, ...]:
    """Name parties that have no names."""
    return tuple(f"party {party + 1}" for party in range(parties))


def _check_worth(worth: Array, walls: Array, parties: int) -> None:
    if parties < 2:
        raise ValueError(f"a sitting needs at least 2 parties, got {parties}")
    if worth.ndim != 2 or worth.shape[0] != parties or worth.shape[1] < 1:
        raise ValueError(f"utilities must be (parties, outcomes) for {parties} tactics, got {worth.shape}")
    if walls.shape != (parties,) or np.count_nonzero(np.isnan(walls)):
        raise ValueError(f"reservations must be one number for each of {parties} parties, got {walls.tolist()}")
    # A sum is not finite if a part of it is not, and costs a tenth of looking at each part.
    if not isfinite(np.add.reduce(worth, axis=None)):
        raise ValueError("utilities must be finite numbers, got at least one that is not")


def _pause(table: Table, party: int) -> Sitting:
    """Return the sitting as it stands while a person makes up her mind."""
    standing = table.minutes.standing
    return replace(
        table.minutes.end(None, table.seats[party].round, f"waiting for {table.names[party]}"),
        waiting=party,
        standing=None if standing is None else OfferMade(*standing, "expired"),
    )
