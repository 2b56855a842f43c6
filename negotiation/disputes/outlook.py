"""Expected result of a claim, found by taking many like it through the whole course."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from numpy.random import Generator

from negotiation.disputes.claim import open_claim
from negotiation.disputes.course import advance_all
from negotiation.disputes.dispute import Outcome
from negotiation.disputes.terms import DisputeTerms, Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Means over many claims that differ by chance only, none of them waiting for a seat."""

    outcomes: dict[Outcome, float]
    """Share of claims that end in each way, most frequent first."""
    quarters: float
    """How long a claim lasts."""
    received: float
    """Payment to the claimant, share of the stake."""
    claimant_cost: float
    """Cost to the claimant, share of the stake."""
    respondent_cost: float
    """Cost to the respondent besides the payment, share of the stake."""


def outlook(stake: float, forum: Forum, terms: DisputeTerms, rng: Generator, *, claims: int = 400) -> Outlook:
    """Take ``claims`` true claims of ``stake`` USD m through their course and return how they end.

    Parameters
    ----------
    stake
        Damages asked, USD m, above 0.
    forum
        How far the agreement lets a claim go.
    terms
        The rules of disputes.
    rng
        Generator of the chances on the way.
    claims
        How many to play out, at least 1.
    """
    if claims < 1:
        raise ValueError(f"claims to play out must be at least 1, got {claims}")
    ends, quarters, received, ours, theirs = Counter[Outcome](), 0, 0.0, 0.0, 0.0
    for number in range(claims):
        dispute, _ = open_claim(
            id=str(number), claimant=0, respondent=1, obligations=(), promised=1.0, delivered=0.0,
            stake=stake, forum=forum, quarter=0, terms=terms, rng=rng,
        )  # fmt: skip
        quarter = 0
        while dispute.open:
            quarter += 1
            (dispute,), _ = advance_all((dispute,), quarter, terms, rng)
        ends[dispute.outcome] += 1
        quarters += quarter
        received += dispute.paid
        ours, theirs = ours + dispute.claimant_cost, theirs + dispute.respondent_cost
    whole = claims * stake
    return Outlook(
        outcomes={name: count / claims for name, count in ends.most_common()},
        quarters=quarters / claims,
        received=received / whole,
        claimant_cost=ours / whole,
        respondent_cost=theirs / whole,
    )
