"""An appeal that nobody hears: the ruling binds no one, and what is left is to bargain over its shadow."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.settlement import settle
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import money


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Wait, then take what can still be had, or nothing."""
    if quarter - dispute.stage_since < terms.void_quarters:
        return dispute, ()
    # Nobody knows what an unheard appeal is worth; each side errs about it as it erred about the merit.
    hopes = (terms.void_payment + view - dispute.merit for view in (dispute.claimant_view, dispute.respondent_view))
    chances = tuple(min(max(hope, 0.0), 1.0) for hope in hopes)
    settled = settle(
        dispute,
        quarter,
        terms,
        award=dispute.award,
        chances=(chances[0], chances[1]),
        costs=(0.0, 0.0),
        relation=dispute.relation,
    )
    if settled is not None:
        return settled
    text = f"{dispute.claiming} gives up: {money(dispute.award)} ruled, nothing paid, no appeal heard."
    return move(dispute, quarter, "closed", "closed", text, outcome="unpaid")
