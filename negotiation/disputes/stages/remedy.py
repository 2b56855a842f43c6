"""The loser has a reasonable period to pay."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import money

RIGHT = "ends what it was found to have no right to"
"""What a loser does who was asked for an end and not for money."""


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """At the end of the period the loser pays, or a review begins."""
    if quarter - dispute.stage_since < terms.reasonable_quarters:
        return dispute, ()
    if dispute.in_kind and dispute.willing:
        return move(dispute, quarter, "closed", "remedy", f"{dispute.answering} {RIGHT}.", outcome="put right")
    if dispute.in_kind:
        text = f"{dispute.answering} has put nothing right; a review begins."
        return move(dispute, quarter, "review", "remedy", text)
    if dispute.willing:
        text = f"{dispute.answering} pays {dispute.claiming} the {money(dispute.award)} it was ruled to owe."
        paid = dispute.paid + dispute.award
        return move(dispute, quarter, "closed", "remedy", text, paid=paid, outcome="paid")
    text = f"{dispute.answering} has not paid the {money(dispute.award)} it owes; a review begins."
    return move(dispute, quarter, "review", "remedy", text)
