"""A mediator tells both sides what an outsider thinks of the case, and they try again."""

from __future__ import annotations

from dataclasses import replace

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step
from negotiation.disputes.docket import Docket
from negotiation.disputes.stages.consultation import after_talks, talk
from negotiation.disputes.terms import DisputeTerms


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Mediate until the time is over, then settle, give up, or go to a panel."""
    if quarter - dispute.stage_since < terms.mediation_quarters:
        return dispute, ()
    wiser = sobered(dispute)
    settled = talk(wiser, quarter, terms)
    return settled if settled is not None else after_talks(wiser, quarter, terms)


def sobered(dispute: Dispute) -> Dispute:
    """Move what each side thinks of the merit half-way to what it is: what an outsider's word does."""
    return replace(
        dispute,
        claimant_view=(dispute.claimant_view + dispute.merit) / 2,
        respondent_view=(dispute.respondent_view + dispute.merit) / 2,
    )
