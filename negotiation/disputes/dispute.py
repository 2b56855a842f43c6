"""A dispute: its stage, its cost so far, and the course that it may take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from negotiation.disputes.terms import Forum
from negotiation.figures import at_least, share

Stage = Literal[
    "claim", "consultation", "mediation", "queue", "panel", "appeal", "void", "remedy", "review", "suspension", "closed"
]
Kind = Literal["claim", "consultation", "settlement", "panel", "ruling", "appeal", "remedy", "suspension", "closed"]
Outcome = Literal["", "no forum", "dropped", "settled", "dismissed", "paid", "unpaid", "put right"]

COURSE: dict[Stage, tuple[Stage, ...]] = {
    "claim": ("consultation", "closed"),
    "consultation": ("mediation", "queue", "closed"),
    "mediation": ("queue", "closed"),
    "queue": ("panel", "closed"),
    "panel": ("appeal", "void", "remedy", "closed"),
    "appeal": ("remedy", "closed"),
    "void": ("closed",),
    "remedy": ("review", "closed"),
    "review": ("suspension", "closed"),
    "suspension": ("closed",),
    "closed": (),
}
"""Where a dispute may go from each stage; every road leads forward and ends at ``closed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim that a promise was broken, with its evidence and its history."""

    id: str
    claimant: int
    respondent: int
    obligations: tuple[str, ...]
    """Ids of the obligations that it is about."""
    promised: float
    """Tonnes promised."""
    delivered: float
    """Tonnes delivered."""
    stake: float
    """Damages asked, USD m, above 0."""
    forum: Forum
    """How far the agreement lets a claim go."""
    merit: float
    """Chance that a panel upholds the claim (0-1); the parties do not know it."""
    claimant_view: float
    """The claimant's estimate of that chance (0-1)."""
    respondent_view: float
    """The respondent's estimate of that chance (0-1)."""
    doubt: float = 0.4
    """Largest error of each side in what it thinks of that chance (0-1)."""
    relation: float = 0.0
    """Sum that the respondent would give for the sake of the relation where no ruling is possible, USD m."""
    stage: Stage = "claim"
    opened: int
    """Quarter in which it was filed."""
    stage_since: int
    """Quarter in which its stage began."""
    history: tuple[tuple[int, Stage, str], ...] = ()
    """The history: quarter, stage reached, sentence with figures."""
    award: float = 0.0
    """Payment that the ruling imposes on the respondent, USD m."""
    in_kind: bool = False
    """True if the claim asks for an end to the harm and not for money, as against measures under the WTO's rules."""
    held: bool = False
    """True if a side has decided to settle for nothing less than a ruling."""
    willing: bool = True
    """True if the losing respondent intends to pay; known once there is a ruling."""
    paid: float = 0.0
    """Payments by the respondent to the claimant, USD m."""
    claimant_cost: float = 0.0
    """Litigation and punishment have cost the claimant this, USD m."""
    respondent_cost: float = 0.0
    """Litigation and punishment have cost the respondent this, USD m."""
    outcome: Outcome = ""
    claimant_name: str = ""
    respondent_name: str = ""
    goods: str = "material"
    """The goods promised, in words, such as ``light oxide``."""

    def __post_init__(self) -> None:
        """Refuse a quarrel with oneself and impossible evidence."""
        if self.claimant == self.respondent:
            raise ValueError(f"dispute {self.id!r}: nation {self.claimant} cannot claim against itself")
        if not self.stake > 0:
            raise ValueError(f"dispute {self.id!r}: stake must be above 0 USD m, got {self.stake}")
        at_least(f"dispute {self.id!r}: promised", self.promised, unit="t")
        at_least(f"dispute {self.id!r}: delivered", self.delivered, unit="t")
        at_least(f"dispute {self.id!r}: relation", self.relation, unit="USD m")
        for name in ("merit", "claimant_view", "respondent_view", "doubt"):
            share(f"dispute {self.id!r}: {name}", getattr(self, name))

    @property
    def open(self) -> bool:
        """Tell whether it is still going on."""
        return self.stage != "closed"

    @property
    def proof(self) -> float:
        """What must be proved figure by figure, by which counsel's bill grows, USD m; no sum where none is asked."""
        return 0.0 if self.in_kind else self.stake

    @property
    def claiming(self) -> str:
        """The claimant's name."""
        return self.claimant_name or f"Nation {self.claimant}"

    @property
    def answering(self) -> str:
        """The respondent's name."""
        return self.respondent_name or f"Nation {self.respondent}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened in a dispute, with the money that moved because of it."""

    kind: Kind
    dispute: str
    quarter: int
    claimant: int
    respondent: int
    text: str
    """A plain sentence with figures."""
    payer: int | None = None
    payee: int | None = None
    amount: float = 0.0
    """Payment from payer to payee, USD m."""
    claimant_cost: float = 0.0
    """Further cost to the claimant: lawyers, or trade withdrawn at its own expense, USD m."""
    respondent_cost: float = 0.0
    """Further cost to the respondent: lawyers, or trade lost, USD m."""


Step = tuple[Dispute, tuple[Happening, ...]]
"""A dispute moved on, and what happened."""


def move(dispute: Dispute, quarter: int, stage: Stage, kind: Kind, text: str, **changes: Any) -> Step:
    """Move a dispute to ``stage`` (or let it stay) and put what happened on the record.

    ``changes`` are fields of the dispute. A rise of ``paid`` is booked as a payment to the claimant, and rises of
    ``claimant_cost`` and ``respondent_cost`` as costs.
    """
    if stage != dispute.stage and stage not in COURSE[dispute.stage]:
        raise ValueError(f"dispute {dispute.id!r} cannot go from {dispute.stage} to {stage}")
    since = dispute.stage_since if stage == dispute.stage else quarter
    history = (*dispute.history, (quarter, stage, text))
    after = replace(dispute, stage=stage, stage_since=since, history=history, **changes)
    amount = after.paid - dispute.paid
    happening = Happening(
        kind=kind,
        dispute=dispute.id,
        quarter=quarter,
        claimant=dispute.claimant,
        respondent=dispute.respondent,
        text=text,
        payer=dispute.respondent if amount > 0 else None,
        payee=dispute.claimant if amount > 0 else None,
        amount=amount,
        claimant_cost=after.claimant_cost - dispute.claimant_cost,
        respondent_cost=after.respondent_cost - dispute.respondent_cost,
    )
    return after, (happening,)


def story(dispute: Dispute) -> str:
    """Tell a dispute as a short story, one line for each thing that happened."""
    return "\n".join(f"quarter {quarter}: {text}" for quarter, _, text in dispute.history)
