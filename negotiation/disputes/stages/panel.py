"""The panel hears both sides, shows an interim report, and rules."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.settlement import enforcement, settle
from negotiation.disputes.stages.mediation import sobered
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import count, money


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Rule when the time is over, unless the interim report brings the parties together."""
    if quarter - dispute.stage_since < terms.panel_quarters:
        return dispute, ()
    fee = terms.appeal_fee(dispute.proof) if dispute.forum == "appeal" else 0.0
    dispute = sobered(dispute)
    force = enforcement(dispute.forum, terms)
    chances = (dispute.claimant_view * force, dispute.respondent_view * force)
    settled = settle(dispute, quarter, terms, award=dispute.stake, chances=chances, costs=(fee, fee))
    return settled if settled is not None else rule(dispute, quarter, terms, rng)


def rule(dispute: Dispute, quarter: int, terms: DisputeTerms, rng: Generator) -> Step:
    """Uphold or dismiss the claim by its merit; the loser then appeals, pays, or does neither."""
    upheld, willing = rng.random(2)
    if upheld < dispute.merit:
        return _upheld(dispute, quarter, terms, willing=bool(willing < terms.compliance))
    return _dismissed(dispute, quarter, terms)


def _upheld(dispute: Dispute, quarter: int, terms: DisputeTerms, *, willing: bool) -> Step:
    award, fee = dispute.stake, terms.appeal_fee(dispute.proof)
    ruling, owed = f"The panel rules that {dispute.answering} owes {dispute.claiming} {money(award)}", "to pay"
    if dispute.in_kind:
        spared = f"an end would spare {dispute.claiming} {money(award)}"
        ruling = f"The panel finds against {dispute.answering}: {spared}; it"
        owed = "to put things right"
    if dispute.forum == "appeal" and not terms.appeal_body and not willing:
        text = f"{ruling}; {dispute.answering} appeals into the void, for nobody sits to hear appeals."
        return move(dispute, quarter, "void", "ruling", text, award=award, willing=False)
    if dispute.forum == "appeal" and terms.appeal_body and terms.overturn * award > fee:
        text = f"{ruling}; {dispute.answering} appeals at {money(fee)} to each side."
        return move(dispute, quarter, "appeal", "ruling", text, award=award, willing=willing, **_with(dispute, fee))
    text = f"{ruling}{'' if dispute.in_kind else ' and'} has {count(terms.reasonable_quarters, 'quarter')} {owed}."
    return move(dispute, quarter, "remedy", "ruling", text, award=award, willing=willing)


def _dismissed(dispute: Dispute, quarter: int, terms: DisputeTerms) -> Step:
    fee = terms.appeal_fee(dispute.proof)
    may_appeal = dispute.forum == "appeal" and terms.appeal_body
    if may_appeal and terms.overturn * enforcement(dispute.forum, terms) * dispute.stake > fee:
        text = f"The panel dismisses the claim; {dispute.claiming} appeals at {money(fee)} to each side."
        return move(dispute, quarter, "appeal", "ruling", text, **_with(dispute, fee))
    text = f"The panel dismisses the claim of {dispute.claiming}."
    return move(dispute, quarter, "closed", "ruling", text, outcome="dismissed")


def _with(dispute: Dispute, fee: float) -> dict[str, float]:
    return {
        "claimant_cost": dispute.claimant_cost + fee,
        "respondent_cost": dispute.respondent_cost + fee,
    }
