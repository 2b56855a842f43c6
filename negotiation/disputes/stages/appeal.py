"""An appeal upholds the ruling or turns it round, for good."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import count, money


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Decide the appeal when the time is over."""
    if quarter - dispute.stage_since < terms.appeal_quarters:
        return dispute, ()
    turned, willing = rng.random(2)
    won_before = dispute.award > 0
    wins = won_before != (turned < terms.overturn)
    verb = "turns the ruling round" if wins != won_before else "upholds the ruling"
    if not wins:
        text = f"The appeal {verb}: {dispute.answering} owes {dispute.claiming} nothing."
        return move(dispute, quarter, "closed", "appeal", text, award=0.0, outcome="dismissed")
    award = dispute.stake
    text = (
        f"The appeal {verb}: {dispute.answering} owes {dispute.claiming} {money(award)} "
        f"and has {count(terms.reasonable_quarters, 'quarter')} to pay."
    )
    if dispute.in_kind:
        text = (
            f"The appeal {verb}: {dispute.answering} has {count(terms.reasonable_quarters, 'quarter')} to put things "
            f"right, which would spare {dispute.claiming} {money(award)}."
        )
    meant = dispute.willing if won_before else bool(willing < terms.compliance)
    return move(dispute, quarter, "remedy", "appeal", text, award=award, willing=meant)
