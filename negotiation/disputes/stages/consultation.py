"""The parties talk in the shadow of the law: they settle if what each expects of a panel leaves room."""

from __future__ import annotations

from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.docket import Docket
from negotiation.disputes.settlement import enforcement, screening, settle
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import count, money

KNOWN = 1e-6
"""Chance within which a claimant knows how strong its case is."""


def step(dispute: Dispute, quarter: int, terms: DisputeTerms, docket: Docket, rng: Generator) -> Step:
    """Talk until the time is over, then settle, give up, or go on."""
    if quarter - dispute.stage_since < terms.consultation_quarters:
        return dispute, ()
    settled = talk(dispute, quarter, terms)
    if settled is not None:
        return settled
    if terms.mediation_quarters and dispute.forum != "consultation":
        text = f"Talks fail; a mediator is given {count(terms.mediation_quarters, 'quarter')}."
        return move(dispute, quarter, "mediation", "consultation", text)
    return after_talks(dispute, quarter, terms)


def talk(dispute: Dispute, quarter: int, terms: DisputeTerms) -> Step | None:
    """Settle at the Nash bargain of what both expect of a panel.

    Where there is none, or the claimant would lose by it, nobody believes the threat of one; what is left to bargain
    for is the relation (Rosenberg & Shavell 1985 on suits that cost more than they promise).
    """
    hope, cost = prospect(dispute, terms)
    if hope <= cost:
        return settle(
            dispute,
            quarter,
            terms,
            award=dispute.stake,
            chances=(0.0, 0.0),
            costs=(0.0, 0.0),
            relation=dispute.relation,
        )
    if terms.talks == "demand":
        return demand(dispute, quarter, terms, cost)
    force = enforcement(dispute.forum, terms)
    chances = (dispute.claimant_view * force, dispute.respondent_view * force)
    return settle(dispute, quarter, terms, award=dispute.stake, chances=chances, costs=(cost, cost))


def demand(dispute: Dispute, quarter: int, terms: DisputeTerms, cost: float) -> Step | None:
    """Let the claimant name the one sum that serves it best against all it might face; a strong respondent refuses.

    The claimant knows the chance only within its doubt; what a weak respondent keeps of it is its rent of knowing more.
    """
    if dispute.held or dispute.in_kind:
        return None
    force = enforcement(dispute.forum, terms)
    low, high = (min(max(dispute.claimant_view + way * dispute.doubt, 0.0), 1.0) * force for way in (-1, 1))
    if high - low < KNOWN:
        cutoff, asked = low, low * dispute.stake + cost
    else:
        best = screening(low, high, dispute.stake, cost, cost)
        cutoff, asked = best.cutoff, best.demand
    asked = min(asked, dispute.stake)
    if dispute.respondent_view * force < cutoff - KNOWN or asked <= 0:
        return None
    text = (
        f"{dispute.claiming} asks {money(asked)} of {money(dispute.stake)} claimed, once and for all; "
        f"{dispute.answering} would rather pay than have a panel rule."
    )
    return move(dispute, quarter, "closed", "settlement", text, paid=dispute.paid + asked, outcome="settled")


def prospect(dispute: Dispute, terms: DisputeTerms) -> tuple[float, float]:
    """Return what the claimant hopes for from a panel, and what it costs, USD m; nothing where there is none."""
    if dispute.forum == "consultation":
        return 0.0, 0.0
    hope = dispute.claimant_view * enforcement(dispute.forum, terms) * dispute.stake
    return hope, terms.panel_cost(dispute.proof)


def after_talks(dispute: Dispute, quarter: int, terms: DisputeTerms) -> Step:
    """Ask for a panel if there is one and it is worth its cost to the claimant."""
    if dispute.forum == "consultation":
        text = f"Talks fail and the agreement goes no further: {dispute.claiming} drops its claim."
        return move(dispute, quarter, "closed", "closed", text, outcome="dropped")
    hope, cost = prospect(dispute, terms)
    if hope <= cost:
        text = f"{dispute.claiming} drops its claim: a panel costs {money(cost)} and promises {money(hope)}."
        return move(dispute, quarter, "closed", "closed", text, outcome="dropped")
    text = f"Talks fail; {dispute.claiming} asks for a panel, which promises {money(hope)} and costs {money(cost)}."
    return move(dispute, quarter, "queue", "consultation", text)
