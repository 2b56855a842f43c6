"""Benefits are withdrawn quarter by quarter until the loser pays or the time is over; both sides lose by it."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.compliance.remedies import commensurate_withdrawal
from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.stages.remedy import RIGHT
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import money


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Withdraw for one more quarter; then the loser yields, or holds out."""
    if quarter == dispute.stage_since:
        return dispute, ()
    level = terms.suspension_rate * dispute.award
    withdrawal = commensurate_withdrawal(level, level, terms.suspension_cost)
    costs = {
        "claimant_cost": dispute.claimant_cost + withdrawal.cost,
        "respondent_cost": dispute.respondent_cost + withdrawal.level,
    }
    own = money(withdrawal.cost)
    borne = f"Benefits of {money(withdrawal.level)} are withdrawn, which costs {dispute.claiming} {own}"
    if rng.random() < terms.yielding:
        if dispute.in_kind:
            text = f"{borne}; {dispute.answering} yields and {RIGHT}."
            return move(dispute, quarter, "closed", "suspension", text, outcome="put right", **costs)
        text = f"{borne}; {dispute.answering} yields and pays {money(dispute.award)}."
        paid = dispute.paid + dispute.award
        return move(dispute, quarter, "closed", "suspension", text, paid=paid, outcome="paid", **costs)
    if quarter - dispute.stage_since >= terms.suspension_quarters:
        text = f"{borne}; {dispute.answering} holds out, and {dispute.claiming} gives up {money(dispute.award)}."
        return move(dispute, quarter, "closed", "suspension", text, outcome="unpaid", **costs)
    text = f"{borne}; {dispute.answering} holds out."
    return move(dispute, quarter, "suspension", "suspension", text, **costs)
