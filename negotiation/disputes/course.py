"""Every quarter each dispute moves on as far as its times, its forum and the secretariat allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from negotiation.disputes.dispute import Dispute, Happening, Stage, Step
from negotiation.disputes.docket import Docket, docket
from negotiation.disputes.stages import (
    appeal,
    claim,
    consultation,
    mediation,
    panel,
    queue,
    remedy,
    review,
    suspension,
    void,
)
from negotiation.disputes.terms import DisputeTerms

StageRule = Callable[[Dispute, int, DisputeTerms, Docket, Generator], Step]

STAGES: dict[Stage, StageRule] = {
    "claim": claim.step,
    "consultation": consultation.step,
    "mediation": mediation.step,
    "queue": queue.step,
    "panel": panel.step,
    "appeal": appeal.step,
    "void": void.step,
    "remedy": remedy.step,
    "review": review.step,
    "suspension": suspension.step,
}
"""The rule of each stage that is not the end."""


def advance(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Move one dispute on, through as many stages as are due this quarter, and tell what happened.

    Call it once for each quarter from the one in which the claim was filed.
    """
    if quarter < dispute.stage_since:
        raise ValueError(f"dispute {dispute.id!r} stands at quarter {dispute.stage_since}, cannot go back to {quarter}")
    told: tuple[Happening, ...] = ()
    while dispute.open:
        before = dispute.stage
        dispute, news = STAGES[before](dispute, quarter, terms, docket, rng)
        told += news
        if dispute.stage == before:
            break
    return dispute, told


def advance_all(
    disputes: Iterable[Dispute], quarter: int, terms: DisputeTerms, rng: Generator
) -> tuple[tuple[Dispute, ...], tuple[Happening, ...]]:
    """Move all disputes on by a quarter; seats that fall free are taken the same quarter, oldest claim first.

    Closed disputes stay in the list as they are, so that the record keeps them.
    """
    moved = list(disputes)
    told: list[Happening] = []
    seats = docket(moved, terms.secretariat)
    waiting = frozenset(seats.waiting)
    for index, dispute in enumerate(moved):
        # Those already waiting are looked at once below, when it is known which seats fall free.
        if dispute.id not in waiting:
            moved[index], news = advance(dispute, quarter, terms, seats, rng)
            told.extend(news)
    seats = docket(moved, terms.secretariat)
    for index, dispute in enumerate(moved):
        if dispute.id in waiting or dispute.id in seats.admitted:
            moved[index], news = advance(dispute, quarter, terms, seats, rng)
            told.extend(news)
    return tuple(moved), tuple(told)


def ledger(happenings: Iterable[Happening], nations: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Book what happened, USD m: payments received less made, and costs borne, each (nations,).

    Payments sum to zero; litigation and punishment are costs to those who bear them and income to nobody.
    """
    payments, costs = np.zeros(nations), np.zeros(nations)
    for event in happenings:
        if event.payer is not None and event.payee is not None:
            payments[event.payer] -= event.amount
            payments[event.payee] += event.amount
        costs[event.claimant] += event.claimant_cost
        costs[event.respondent] += event.respondent_cost
    return payments, costs
