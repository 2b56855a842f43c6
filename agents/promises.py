"""Supply agreements in force, kept or broken quarter by quarter, and the quarrels about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents import claims, delivering
from agents.articles import USD_M
from agents.clauses import Use
from agents.conduct import Forum
from agents.delivering import Arrear, Kept
from agents.events import Note
from agents.port import Ask
from agents.setting import MATERIALS, STAGES, Setting
from agents.supply import SupplyAgreement, promising
from market.chain import Outcome, Quarter
from negotiation.disputes.course import advance_all, ledger
from negotiation.disputes.dispute import Dispute
from negotiation.disputes.terms import DisputeTerms

Array = NDArray[np.float64]
Draw = Callable[[int], np.random.Generator]
"""Gives the generator of an agreement in this quarter by its number; 0 is that of the disputes."""


@dataclass
class Account:
    """What an agreement has promised and delivered so far."""

    agreement: SupplyAgreement
    worth: tuple[float, float] = (0.0, 0.0)
    """What it is worth to seller and buyer, USD m a quarter, as they saw it on signing."""
    promised: float = 0.0
    delivered: float = 0.0
    breaches: int = 0
    """Quarters missed."""
    in_a_row: int = 0
    """Quarters missed without a break."""
    status: str = "in force"
    arrears: tuple[Arrear, ...] = ()
    """What is still owed and may yet be made up for, or claimed."""
    cases: int = 0
    """Claims made about it."""

    @property
    def name(self) -> str:
        """What the record calls it."""
        return f"A{self.agreement.number}"

    @property
    def pair(self) -> tuple[int, int]:
        """Seller and buyer."""
        return self.agreement.lane.pair

    @property
    def goods(self) -> str:
        """What it is about, in words."""
        return f"{MATERIALS[self.agreement.lane.material]} {STAGES[self.agreement.lane.stage]}"


@dataclass(frozen=True, kw_only=True)
class QuarterOfPromises:
    """What a quarter's promises came to."""

    outcome: Outcome
    quarter: Quarter
    """The market as it was cleared, deliveries included."""
    kept: tuple[Kept, ...]
    transfers: Array
    """(nations,) USD m of the quarter from agreements, damages and settlements; damages sum to nothing, agreements to
    what their tonnes gain by changing place, less carriage."""
    costs: Array
    """(nations,) USD m of the quarter spent on litigation and punishment."""
    carriage: float
    """USD m of the quarter paid to carry committed tonnes."""
    amends: Array
    """(nations, nations) what the row's nation was paid for claims by the column's, as shares of the stakes."""
    notes: tuple[Note, ...]


@dataclass
class Promises:
    """All agreements in force and all disputes. The model writes it; everything else reads it."""

    setting: Setting
    names: tuple[str, ...]
    accounts: list[Account] = field(default_factory=list)
    disputes: tuple[Dispute, ...] = ()
    advances: tuple[SupplyAgreement, ...] = ()
    """Agreements whose prepayment is still to be handed over."""
    members: tuple[int, ...] = ()
    """Members of the accord in force, who take their quarrels to its forum."""

    def in_force(self, now: int) -> list[Account]:
        """List the agreements that bind in a round."""
        return [a for a in self.accounts if a.status == "in force" and a.agreement.starts <= now < a.agreement.ends]

    def sign(self, agreement: SupplyAgreement, worth: tuple[float, float] = (0.0, 0.0)) -> None:
        """Put an agreement into force; ``worth`` is what it is worth to seller and buyer, USD m a quarter."""
        self.accounts.append(Account(agreement, worth))
        if agreement.advance > 0:
            self.advances += (agreement,)

    def expire(self, now: int) -> None:
        """Close the agreements whose term has run out."""
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


def live(
    promises: Promises,
    quarter: Quarter,
    clear: Callable[[Quarter], Outcome],
    *,
    now: int,
    season: int,
    crisis: bool,
    trust: Array,
    ask: Ask,
    draw: Draw,
    settled: Mapping[str, float],
    lost: Array | None = None,
) -> QuarterOfPromises:
    """Deliver or break every promise of a quarter, clear the market, and move all disputes on.

    Parameters
    ----------
    clear : clears a market with committed tonnes in it.
    season : quarter of the run, from 0.
    crisis : whether exports are restricted somewhere.
    trust : (nations, nations) of the row's nation in the column's (0-1).
    ask : asks a nation for a decision.
    draw : gives each agreement its generator, so that one promise never shifts another's chance.
    settled : sums in USD m on which sides of cases have agreed at the table, by case.
    lost : (nations,) share of each nation's mining that outages have taken this quarter (0-1).
    """
    accounts, nations = promises.in_force(now), len(promises.names)
    kept: tuple[Kept, ...] = ()
    met = quarter
    if accounts:
        full = _commit(quarter, [(account, 1.0 + delivering.to_make_up(account)) for account in accounts])
        outcome = clear(full)
        scene = delivering.Scene(
            quarter=quarter,
            expected=outcome,
            season=season,
            crisis=crisis,
            trust=trust,
            lost=np.zeros(nations) if lost is None else lost,
            promised=full.committed.sum(axis=1),
        )
        kept = tuple(
            delivering.decide(account, draw(account.agreement.number), promises, scene, ask) for account in accounts
        )
        met = full
        if any(one.rate != 1.0 + delivering.to_make_up(one.account) for one in kept):
            met = _commit(quarter, [(one.account, one.rate) for one in kept])
            outcome = clear(met)
        kept = tuple(delivering.arrived(one, outcome) for one in kept)
    else:
        outcome = clear(quarter)
    transfers, carriage = _pay(kept, met, outcome, nations)
    transfers += _prepaid(promises, nations)
    notes = [note for one in kept for note in delivering.book(one, outcome, promises, season)]
    rng = draw(0)
    notes += claims.file(promises, season, rng, trust, ask)
    promises.disputes, told = claims.answered(promises, season, trust, ask, settled)
    promises.disputes, news = advance_all(promises.disputes, season, promises.terms(), rng)
    news = (*told, *news)
    notes += claims.told(news, promises)
    amends = claims.amends(news, promises)
    paid, costs = ledger(news, nations)
    return QuarterOfPromises(
        outcome=outcome,
        quarter=met,
        transfers=transfers + paid,
        costs=costs,
        carriage=carriage,
        kept=kept,
        amends=amends,
        notes=tuple(notes),
    )


def _commit(quarter: Quarter, rates: list[tuple[Account, float]]) -> Quarter:
    for account, rate in rates:
        quarter = promising(quarter, account.agreement.lane, rate * account.agreement.tonnes)
    return quarter


def _prepaid(promises: Promises, nations: int) -> Array:
    """Hand over what buyers pay on signing, once, USD m."""
    moved = np.zeros(nations)
    for agreement in promises.advances:
        moved[agreement.lane.seller] += agreement.advance
        moved[agreement.lane.buyer] -= agreement.advance
    promises.advances = ()
    return moved


def _pay(kept: tuple[Kept, ...], quarter: Quarter, outcome: Outcome, nations: int) -> tuple[Array, float]:
    """Settle deliveries: the seller gives up its spot price for the agreed one, the buyer the other way round.

    USD m.
    """
    transfers, carriage = np.zeros(nations), 0.0
    for one in kept:
        lane, tonnes = one.account.agreement.lane, one.tonnes * USD_M
        here = outcome.producer_price[lane.seller, lane.stage, lane.material]
        there = outcome.price[lane.buyer, lane.stage, lane.material]
        price, way = one.delivery.obligation.price, quarter.freight[lane.seller, lane.buyer]
        transfers[lane.seller] += (price - here) * tonnes
        transfers[lane.buyer] += (there - price - way) * tonnes
        transfers[lane.seller] -= one.refund
        transfers[lane.buyer] += one.refund
        carriage += way * tonnes
    return transfers, carriage
