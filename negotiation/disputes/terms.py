"""How long each stage of a dispute takes, what it costs and how it tends to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from negotiation.figures import at_least, share

Forum = Literal["none", "consultation", "panel", "appeal"]
FORUMS: tuple[Forum, ...] = ("none", "consultation", "panel", "appeal")
"""How far an agreement lets a claim go: nowhere, to talks, to a panel, or to a panel whose ruling may be appealed."""
Talks = Literal["split", "demand"]

_QUARTERS = ("consultation", "mediation", "panel", "appeal", "void", "reasonable", "review", "suspension")
_SHARES = (
    "cost_share",
    "appeal_cost",
    "complainant_wins",
    "overturn",
    "compliance",
    "yielding",
    "void_payment",
    "doubt",
    "claimant_weight",
    "suspension_rate",
    "suspension_cost",
    "fatigue",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeTerms:
    """The rules that all disputes of a world share; the forum stands in each agreement.

    Times follow the practice of the WTO rather than its paper deadlines (Johannesson & Mavroidis 2016); shares that
    nobody has measured for such agreements are assumptions to sweep.
    """

    consultation_quarters: int = 1
    """Talks before a panel may be asked for (60 days on paper)."""
    mediation_quarters: int = 0
    """Mediation after failed talks; 0 is none."""
    panel_quarters: int = 4
    """From panel to ruling (6 to 9 months on paper, about 14 in practice), at least 1."""
    appeal_quarters: int = 1
    """From appeal to its ruling (60 to 90 days on paper)."""
    appeal_body: bool = True
    """Whether anybody hears appeals; if not, a loser who will not pay appeals into the void."""
    void_quarters: int = 4
    """Quarters that an appeal into the void is waited for before the claimant gives up."""
    reasonable_quarters: int = 3
    """Reasonable period to put things right (at most 15 months as a guideline)."""
    review_quarters: int = 1
    """Review of whether things were put right (90 days on paper)."""
    suspension_quarters: int = 8
    """Longest time that benefits are withdrawn."""
    secretariat: int = 3
    """Panels that the secretariat can serve at once, at least 1."""
    cost_share: float = 0.02
    """Cost of a panel to each side, share of the stake; 0.5 to 3 % is usual in large disputes (estimate)."""
    fixed_cost: float = 0.5
    """Fixed cost of a panel to each side, USD m; small states feel it.

    Counsel for a simple dispute up to a decision costs USD 0.25 to 0.75 m (Bown & Reynolds 2015); costs hardly depend
    on the stake (Nordström & Shaffer 2008).
    """
    appeal_cost: float = 0.4
    """Cost of an appeal to each side, share of the cost of a panel."""
    complainant_wins: float = 0.85
    """Chance that a true claim is upheld."""
    overturn: float = 0.15
    """Chance that an appeal turns a ruling round."""
    compliance: float = 0.85
    """Chance that a losing side pays without further steps."""
    yielding: float = 0.2
    """Chance, each quarter of withdrawn benefits, that an unwilling loser pays after all."""
    void_payment: float = 0.3
    """Share of an award that is worth hoping for after an appeal into the void."""
    talks: Talks = "split"
    """How sums are found in talks: both sides split what suits both, or the claimant names one sum and the other side,
    who alone knows how strong the case is, takes it or leaves it (Bebchuk 1984)."""
    doubt: float = 0.4
    """Largest error of each side in judging the merit before a panel has met."""
    claimant_weight: float = 0.5
    """Claimant's bargaining weight in a settlement; 0.5 splits the range in the middle."""
    suspension_rate: float = 0.25
    """Benefits withdrawn each quarter, share of the award."""
    suspension_cost: float = 0.3
    """What withdrawing costs the punisher, share of what is withdrawn."""
    cases_per_nation: int = 3
    """Claims that one nation can pursue at once."""
    fatigue: float = 0.02
    """Support that an accord loses for each open case."""

    def __post_init__(self) -> None:
        """Refuse times below zero and shares outside 0 to 1."""
        for name in _QUARTERS:
            low = 1 if name == "panel" else 0
            at_least(f"{name}_quarters", getattr(self, f"{name}_quarters"), low, "quarters")
        at_least("secretariat", self.secretariat, 1, "cases")
        at_least("cases_per_nation", self.cases_per_nation, 0, "cases")
        at_least("fixed_cost", self.fixed_cost, unit="USD m")
        if self.talks not in get_args(Talks):
            raise ValueError(f"talks must be one of {', '.join(get_args(Talks))}, got {self.talks!r}")
        for name in _SHARES:
            share(name, getattr(self, name))

    def panel_cost(self, stake: float) -> float:
        """Cost of a panel to each side, USD m."""
        return self.cost_share * stake + self.fixed_cost

    def appeal_fee(self, stake: float) -> float:
        """Cost of an appeal to each side, USD m."""
        return self.appeal_cost * self.panel_cost(stake)

    def longest(self, cases: int = 1) -> int:
        """Most quarters that a dispute can last when ``cases`` disputes, this one included, stand before panels."""
        waiting = (max(cases, 1) - 1) // self.secretariat * (self.panel_quarters + 1) + 1
        talks = self.consultation_quarters + self.mediation_quarters
        after = max(self.void_quarters, self.reasonable_quarters + self.review_quarters + self.suspension_quarters)
        return 1 + talks + waiting + self.panel_quarters + self.appeal_quarters + after
