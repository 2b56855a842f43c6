"""Filing a claim: the evidence, what is asked, and what each side thinks of the case."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from negotiation.disputes.dispute import Dispute, Step, move
from negotiation.disputes.terms import FORUMS, DisputeTerms, Forum
from negotiation.figures import money, share, tonnes


def merit(complainant_wins: float, excused_share: float = 0.0, true: bool = True) -> float:
    """Return the chance that a panel upholds a claim (0-1).

    Panels err with chance 1 - ``complainant_wins`` either way; the share of the shortfall that force majeure excuses
    counts for the respondent, and a claim of a breach that never was is upheld by error only.

    Examples
    --------
    >>> merit(0.85), round(merit(0.85, excused_share=0.5), 3), round(merit(0.85, true=False), 3)
    (0.85, 0.5, 0.15)
    """
    right = share("complainant_wins", complainant_wins)
    valid = 1 - share("excused_share", excused_share) if true else 0.0
    return right * valid + (1 - right) * (1 - valid)


def open_claim(
    *,
    id: str,
    claimant: int,
    respondent: int,
    obligations: Sequence[str],
    promised: float,
    delivered: float,
    stake: float,
    forum: Forum,
    quarter: int,
    terms: DisputeTerms,
    rng: Generator,
    excused_share: float = 0.0,
    true: bool = True,
    relation: float = 0.0,
    claimant_name: str = "",
    respondent_name: str = "",
    goods: str = "material",
    grounds: str = "",
    in_kind: bool = False,
) -> Step:
    """File a claim; each side judges its merit with an error of its own, drawn here once.

    Parameters
    ----------
    id
        Name of the dispute.
    claimant, respondent
        Who claims against whom.
    obligations
        Ids of the obligations at issue.
    promised, delivered
        The evidence, t.
    stake
        Damages asked, USD m, above 0.
    forum
        How far the agreement lets a claim go.
    quarter
        Now.
    terms
        The rules of disputes.
    rng
        The disputes' generator; two numbers are drawn.
    excused_share
        Share of the tonnes in the stake that force majeure may excuse (0-1); 0 if the stake leaves them out.
    true
        Whether the breach happened at all.
    relation
        What the respondent would give for the sake of the relation where no ruling can be had, USD m.
    claimant_name, respondent_name, goods
        Words for the record.
    grounds
        What the claim rests on, in words; what was promised and delivered if not given.
    in_kind
        Whether an end of what does the harm is asked for; ``stake`` is then what that end would spare the claimant.
    """
    if forum not in FORUMS:
        raise ValueError(f"no forum called {forum!r}; there are {', '.join(FORUMS)}")
    chance = merit(terms.complainant_wins, excused_share, true)
    errors = terms.doubt * rng.uniform(-1.0, 1.0, 2)
    views = np.clip(chance + errors, 0.0, 1.0)
    dispute = Dispute(
        id=id,
        claimant=claimant,
        respondent=respondent,
        obligations=tuple(obligations),
        promised=promised,
        delivered=delivered,
        stake=stake,
        forum=forum,
        merit=chance,
        claimant_view=float(views[0]),
        respondent_view=float(views[1]),
        doubt=terms.doubt,
        relation=relation,
        opened=quarter,
        stage_since=quarter,
        claimant_name=claimant_name,
        respondent_name=respondent_name,
        goods=goods,
        in_kind=in_kind,
    )
    rests = grounds or f"{tonnes(promised)} of {goods} promised, {tonnes(delivered)} delivered"
    text = f"{dispute.claiming} claims {money(stake)} from {dispute.answering}: {rests}."
    if in_kind:
        spared = f"would spare it {money(stake)}"
        text = f"{dispute.claiming} asks {dispute.answering} for an end that {spared}: {rests}."
    return move(dispute, quarter, "claim", "claim", text)


def withdraw(dispute: Dispute, quarter: int) -> Step:
    """Drop a claim, at whatever stage; costs already borne are not paid back."""
    if not dispute.open:
        raise ValueError(f"dispute {dispute.id!r} is over ({dispute.outcome}); there is nothing left to withdraw")
    text = f"{dispute.claiming} withdraws its claim of {money(dispute.stake)}."
    return move(dispute, quarter, "closed", "closed", text, outcome="dropped")
