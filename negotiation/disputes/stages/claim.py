"""A claim is on the table: where it may be heard, talks begin; where no forum was agreed, it ends."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import count


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Ask for consultations, at once."""
    if dispute.forum == "none":
        text = f"The agreement names no forum: {dispute.claiming} has nowhere to take its claim."
        return move(dispute, quarter, "closed", "closed", text, outcome="no forum")
    open_for = count(terms.consultation_quarters, "quarter")
    text = f"{dispute.claiming} asks {dispute.answering} for consultations, open for {open_for}."
    return move(dispute, quarter, "consultation", "consultation", text)
