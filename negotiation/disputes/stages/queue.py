"""A claim waits for a seat before the secretariat; both sides pay their lawyers when the panel opens."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import count, money


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Open the panel as soon as a seat is free."""
    if dispute.id not in docket.admitted:
        return dispute, ()
    cost = terms.panel_cost(dispute.proof)
    waited = quarter - dispute.stage_since
    delay = f" after waiting {count(waited, 'quarter')}" if waited else ""
    text = f"A panel opens{delay}; it costs {dispute.claiming} and {dispute.answering} {money(cost)} each."
    return move(
        dispute,
        quarter,
        "panel",
        "panel",
        text,
        claimant_cost=dispute.claimant_cost + cost,
        respondent_cost=dispute.respondent_cost + cost,
    )
