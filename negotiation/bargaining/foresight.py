"""Backward induction: what rational parties with complete information offer and accept at each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.seat import Seat
from negotiation.bargaining.table import Table

Array = NDArray[np.float64]
Index = NDArray[np.intp]

SLACK = 1e-9
"""Parties accept what falls short by rounding only; a share of their range."""


@dataclass(frozen=True)
class Foresight:
    """A plan for every party at every stage."""

    speakers: int
    """Parties that speak within a round; 1 where one chairs and the others vote."""
    choices: tuple[tuple[Index, ...], ...]
    """Outcomes that are equally good to offer, by stage and party."""
    floors: Array
    """Utility below which a party refuses, (stages, parties)."""
    slack: Array
    """Rounding to forgive, (parties,)."""

    def offer(self, seat: Seat) -> int:
        """Return one of the best outcomes to offer now; between equally good ones chance decides."""
        best = self.choices[self._stage(seat)][seat.party]
        return int(best[0] if best.size == 1 else best[seat.rng.integers(best.size)])

    def accepts(self, seat: Seat, outcome: int) -> bool:
        """Say whether ``outcome`` is worth at least what comes after a refusal, and the wall."""
        floor = self.floors[self._stage(seat), seat.party] - self.slack[seat.party]
        return bool(seat.utility[outcome] >= max(floor, seat.reservation))

    def _stage(self, seat: Seat) -> int:
        return seat.round * self.speakers + (seat.party if self.speakers > 1 else 0)


def walls_of(table: Table) -> Array:
    """Return what having no agreement is worth to each party; its worst outcome if it has no wall."""
    walls: Array = np.where(np.isneginf(table.reservations), table.utilities.min(axis=1), table.reservations)
    return walls


def slack_of(table: Table) -> Array:
    """Return the rounding to forgive each party."""
    slack: Array = SLACK * np.ptp(table.utilities, axis=1)
    return slack


def foresee_turns(table: Table) -> Foresight:
    """Solve offers in turn: a party that refuses an offer makes the next one, and each new offer costs one discount.

    The offer of a turn is accepted if every following party finds it worth at least what it would get by
    refusing: its wall, or one offer later the value of having the floor itself.
    """
    parties, proposals = table.parties, table.deadline * table.parties
    stages = proposals + (parties - 1 if table.rules.final_answer else 0)
    factors = np.array(table.rules.factors(parties))
    walls, slack = walls_of(table), slack_of(table)
    floors = np.tile(walls, (stages + 1, 1))
    # Nobody speaks after the last stage: what remains then is having no agreement.
    ahead = walls.copy()
    choices: list[tuple[Index, ...]] = [()] * stages
    for stage in range(stages - 1, -1, -1):
        speaker = stage % parties
        if stage >= proposals:
            continue
        values, best = _propose(table, stage, stages, floors, slack, ahead, factors)
        choices[stage] = (best,) * parties
        floors[stage, speaker] = max(walls[speaker], factors[speaker] * values[speaker])
        ahead = values
    return Foresight(parties, tuple(choices), floors[:stages], slack)


def _propose(
    table: Table, stage: int, stages: int, floors: Array, slack: Array, ahead: Array, factors: Array
) -> tuple[Array, Index]:
    """Return what having the floor at ``stage`` is worth to each party, and the best offers."""
    parties = table.parties
    speaker = stage % parties
    willing = table.utilities[speaker] >= table.reservations[speaker]
    for later in range(1, parties):
        if stage + later >= stages:
            willing = np.zeros(table.outcomes, dtype=bool)
            break
        other = (stage + later) % parties
        willing = willing & (
            table.utilities[other] >= np.maximum(floors[stage + later, other] - slack[other], table.reservations[other])
        )
    own = table.utilities[speaker]
    waiting = np.maximum(walls_of(table), factors * ahead)
    refused = np.flatnonzero(~willing & (own >= table.reservations[speaker]))
    if willing.any():
        highest = own[willing].max()
        if highest >= waiting[speaker] or not refused.size:
            best = np.flatnonzero(willing & (own >= highest))[:1]
            values: Array = table.utilities[:, best[0]].copy()
            return values, best
    # Ask for what nobody can give: the answer is no, and the next party has the floor.
    return waiting, (refused if refused.size else np.flatnonzero(own >= own.max()))[:1]


def foresee_chair(table: Table, chances: Array) -> Foresight:
    """Solve a closed rule: one party proposes, ``table.quota`` votes decide, or the next round begins.

    ``chances`` (rounds, parties) says how likely each party is to chair each round. Equally good offers
    are made with equal chance.
    """
    parties, utilities, walls = table.parties, table.utilities, walls_of(table)
    factors, slack = np.array(table.rules.factors(parties)), slack_of(table)
    ahead = walls.copy()
    floors = np.empty((table.deadline, parties))
    choices: list[tuple[Index, ...]] = []
    for turn in range(table.deadline - 1, -1, -1):
        last = turn == table.deadline - 1
        floors[turn] = walls if last else np.maximum(walls, factors * ahead)
        accepts = utilities >= np.maximum(floors[turn] - slack, walls)[:, None]
        offers, values = [], np.zeros(parties)
        for chair in range(parties):
            others = accepts.sum(axis=0) - accepts[chair]
            best, value = _chair(table, chair, others + 1 >= table.quota, floors[turn])
            offers.append(best)
            values += chances[turn, chair] * value
        choices.append(tuple(offers))
        ahead = values
    return Foresight(1, tuple(reversed(choices)), floors, slack)


def _chair(table: Table, chair: int, carried: NDArray[np.bool_], waiting: Array) -> tuple[Index, Array]:
    """Return the chair's best offers and what they are worth to each party on average."""
    own = table.utilities[chair]
    possible = carried & (own >= table.reservations[chair])
    refused = np.flatnonzero(~carried & (own >= table.reservations[chair]))
    if possible.any():
        highest = own[possible].max()
        if highest >= waiting[chair] or not refused.size:
            best = np.flatnonzero(possible & (own >= highest))
            value: Array = table.utilities[:, best].mean(axis=1)
            return best, value
    return (refused if refused.size else np.flatnonzero(own >= own.max()))[:1], waiting


def foresee_once(table: Table) -> Foresight:
    """Solve a protocol with a single stage: ask for one's best among what all prefer to no agreement."""
    willing = (table.utilities >= table.reservations[:, None]).all(axis=0)
    within = np.where(willing, table.utilities, -np.inf) if willing.any() else table.utilities
    choices = [np.array([best]) for best in within.argmax(axis=1)]
    floors = np.tile(table.reservations, (table.deadline, 1))
    return Foresight(1, (tuple(choices),) * table.deadline, floors, slack_of(table))
