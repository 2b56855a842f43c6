"""Supply agreements in force, kept or broken quarter by quarter, and the disputes about them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents.supply.agreements import SupplyAgreement
from agents.supply.clauses import Use
from agents.world.conduct import Forum
from agents.world.setting import MATERIALS, STAGES, Setting
from negotiation.compliance.breach import Obligation, Side
from negotiation.disputes.dispute import Dispute
from negotiation.disputes.terms import DisputeTerms

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrear:
    """Tonnes of one quarter that are still owed."""

    obligation: Obligation
    side: Side
    """The side that owes them: the seller to deliver, the buyer to take and pay."""
    delivered: float
    missing: float
    """Tonnes in breach, without those that force majeure excuses."""
    cause: str
    loss: float
    """Loss to the other side, USD m."""


@dataclass
class Account:
    """The record of an agreement: tonnes promised and delivered so far."""

    agreement: SupplyAgreement
    worth: tuple[float, float] = (0.0, 0.0)
    """Its worth to seller and buyer, USD m a quarter, as they estimated it on signing."""
    promised: float = 0.0
    delivered: float = 0.0
    breaches: int = 0
    """Quarters missed."""
    in_a_row: int = 0
    """Quarters missed without a break."""
    status: str = "in force"
    arrears: tuple[Arrear, ...] = ()
    """Shortfalls still owed, which may be made up for or claimed."""
    cases: int = 0
    """Claims made about it."""

    @property
    def name(self) -> str:
        """Its name on the record."""
        return f"A{self.agreement.number}"

    @property
    def pair(self) -> tuple[int, int]:
        """Seller and buyer."""
        return self.agreement.lane.pair

    @property
    def goods(self) -> str:
        """The good, in words."""
        return f"{MATERIALS[self.agreement.lane.material]} {STAGES[self.agreement.lane.stage]}"


@dataclass
class Promises:
    """All agreements in force and all disputes. The model writes it; everything else reads it."""

    setting: Setting
    names: tuple[str, ...]
    accounts: list[Account] = field(default_factory=list)
    disputes: tuple[Dispute, ...] = ()
    advances: tuple[SupplyAgreement, ...] = ()
    """Agreements whose prepayment is still to be paid."""
    members: tuple[int, ...] = ()
    """Members of the accord in force, who take their disputes to its forum."""

    def in_force(self, now: int) -> list[Account]:
        """List the agreements that bind in a round."""
        return [a for a in self.accounts if a.status == "in force" and a.agreement.starts <= now < a.agreement.ends]

    def sign(self, agreement: SupplyAgreement, worth: tuple[float, float] = (0.0, 0.0)) -> None:
        """Put an agreement into force; ``worth`` is its worth to seller and buyer, USD m a quarter."""
        self.accounts.append(Account(agreement, worth))
        if agreement.advance > 0:
            self.advances += (agreement,)

    def expire(self, now: int) -> None:
        """Close the agreements whose term has ended."""
        for account in self.accounts:
            if account.status == "in force" and account.agreement.ends <= now:
                account.status = "ended"

    def bound(self, now: int, nations: int) -> Array:
        """Tonnes bound by agreements, (nations, nations, stages, materials) t/yr."""
        tonnes = np.zeros((nations, nations, len(STAGES), len(MATERIALS)))
        for account in self.in_force(now):
            lane = account.agreement.lane
            tonnes[lane.seller, lane.buyer, lane.stage, lane.material] += account.agreement.tonnes
        return tonnes

    def uses(self, now: int) -> dict[str, list[Use]]:
        """Clauses in force that act through the market, and the agreements that hold them."""
        found: dict[str, list[Use]] = {}
        for account in self.in_force(now):
            lane = account.agreement.lane
            for name, level in account.agreement.acting:
                use = Use(lane=lane, tonnes=account.agreement.agreed, level=level)
                found.setdefault(name, []).append(use)
        return dict(sorted(found.items()))

    def open_cases(self) -> int:
        """Count the disputes that are still going on."""
        return sum(dispute.open for dispute in self.disputes)

    def forum(self, account: Account) -> Forum:
        """How far a claim about an agreement may go."""
        both_inside = all(nation in self.members for nation in account.pair)
        if both_inside:
            return self.setting.disputes.members_forum
        return account.agreement.forum or self.setting.supply.forum

    def cover(self, account: Account) -> float:
        """Part of the tonnes that the buyer pays for even if it takes none (0-1)."""
        agreed = account.agreement.take_or_pay
        return self.setting.supply.take_or_pay if agreed is None else agreed

    def breadth(self, account: Account) -> float:
        """Part of an outage that force majeure excuses (0-1)."""
        agreed = account.agreement.force_majeure
        return self.setting.supply.force_majeure if agreed is None else agreed

    def terms(self) -> DisputeTerms:
        """The rules of disputes of this world."""
        return self.setting.disputes.terms()
