"""A review finds that nothing was paid; the claimant may withdraw benefits, if that is worth what it costs."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.compliance.remedies import commensurate_withdrawal
from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import money, percent


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Withdraw benefits if the payment that this may bring is worth more than the punisher's own loss."""
    if quarter - dispute.stage_since < terms.review_quarters:
        return dispute, ()
    level = terms.suspension_rate * dispute.award
    withdrawal = commensurate_withdrawal(level, level, terms.suspension_cost)
    left = f"harm of {money(dispute.award)} not put right" if dispute.in_kind else f"{money(dispute.award)} unpaid"
    hope = terms.yielding * dispute.award
    if terms.suspension_quarters == 0 or hope <= withdrawal.cost:
        text = (
            f"The review finds {left}; {dispute.claiming} lets it rest: withdrawing benefits "
            f"costs it {money(withdrawal.cost)} a quarter for a hope of {money(hope)}."
        )
        return move(dispute, quarter, "closed", "closed", text, outcome="unpaid")
    text = (
        f"The review finds {left}; {dispute.claiming} may withdraw benefits of {money(level)} "
        f"a quarter, {percent(terms.suspension_rate)} of the award, at a cost to itself of {money(withdrawal.cost)}."
    )
    return move(dispute, quarter, "suspension", "suspension", text)
