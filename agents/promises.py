"""Keeping supply agreements, breaking them, and settling the quarrel: one quarter at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from agents.setting import MATERIALS, STAGES, Setting
from agents.supply import SupplyAgreement
from agents.valuation import USD_M
from market.chain import Outcome, Quarter
from negotiation.compliance import Delivery, Obligation, breach_gain, decides_to_breach, deliver
from negotiation.disputes.claim import open_claim
from negotiation.disputes.course import advance_all, ledger
from negotiation.disputes.dispute import Dispute, Happening
from negotiation.disputes.terms import DisputeTerms
from negotiation.figures import money

Array = NDArray[np.float64]
SMALLEST_CLAIM = 0.2
"""USD m below which nobody goes to law."""
DETECTION = 0.95
"""Chance that a missing delivery is noticed by the one who waits for it."""


@dataclass
class Account:
    """What an agreement has promised and delivered so far."""

    agreement: SupplyAgreement
    promised: float = 0.0
    delivered: float = 0.0
    breaches: int = 0
    status: str = "in force"


@dataclass(frozen=True, kw_only=True)
class QuarterOfPromises:
    """What a quarter's promises came to."""

    outcome: Outcome
    quarter: Quarter
    """The market as it was cleared, deliveries included."""
    deliveries: tuple[tuple[Account, Delivery], ...]
    transfers: Array
    """(nations,) USD m of the quarter from agreements, damages and settlements; damages sum to nothing, agreements to
    what their tonnes gain by changing place, less carriage."""
    costs: Array
    """(nations,) USD m of the quarter spent on litigation and punishment."""
    carriage: float
    """USD m of the quarter paid to carry committed tonnes."""
    notes: tuple[tuple[str, tuple[int, ...], str], ...]
    """(kind, actors, sentence)."""


@dataclass
class Promises:
    """All agreements in force and all disputes. The model writes it; everything else reads it."""

    setting: Setting
    names: tuple[str, ...]
    accounts: list[Account] = field(default_factory=list)
    disputes: tuple[Dispute, ...] = ()

    def in_force(self, now: int) -> list[Account]:
        """List the agreements that bind in a round."""
        return [a for a in self.accounts if a.status == "in force" and a.agreement.starts <= now < a.agreement.ends]

    def sign(self, agreement: SupplyAgreement) -> None:
        """Put an agreement into force."""
        self.accounts.append(Account(agreement))

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

    def open_cases(self) -> int:
        """Count the disputes that are still going on."""
        return sum(dispute.open for dispute in self.disputes)

    def terms(self) -> DisputeTerms:
        """The rules of disputes of this world."""
        rules = self.setting.disputes
        return DisputeTerms(
            consultation_quarters=rules.consultation_quarters,
            panel_quarters=rules.panel_quarters,
            secretariat=rules.secretariat,
            cost_share=rules.cost_share,
            fixed_cost=rules.fixed_cost,
            complainant_wins=rules.complainant_wins,
            compliance=rules.compliance,
            fatigue=rules.fatigue,
        )


def live(
    promises: Promises,
    quarter: Quarter,
    clear: Callable[[Quarter], Outcome],
    *,
    now: int,
    season: int,
    crisis: bool,
    trust: Array,
    rng: np.random.Generator,
) -> QuarterOfPromises:
    """Deliver or break every promise of a quarter, clear the market, and move all disputes on.

    Parameters
    ----------
    clear : clears a market with committed tonnes in it.
    season : quarter of the run, from 0.
    crisis : whether exports are restricted somewhere.
    trust : (nations, nations) of the row's nation in the column's (0-1).
    """
    accounts = promises.in_force(now)
    if not accounts and not promises.open_cases():
        nothing = np.zeros(len(promises.names))
        return QuarterOfPromises(
            outcome=clear(quarter),
            quarter=quarter,
            deliveries=(),
            transfers=nothing,
            costs=nothing,
            carriage=0.0,
            notes=(),
        )
    full = replace(quarter, committed=quarter.committed + _commit(accounts, [1.0] * len(accounts), quarter))
    expected = clear(full)
    decided = [_decide(account, quarter, expected, promises, season, crisis, trust, rng) for account in accounts]
    if all(delivery.rate == 1.0 for delivery, _ in decided):
        met, outcome = full, expected
    else:
        met = replace(quarter, committed=quarter.committed + _commit(accounts, [d.rate for d, _ in decided], quarter))
        outcome = clear(met)
    settled = [
        (account, _arrived(delivery, outcome, account), excused)
        for account, (delivery, excused) in zip(accounts, decided, strict=True)
    ]
    transfers, carriage = _pay(settled, quarter, outcome, len(promises.names))
    notes = [
        note for account, delivery, excused in settled if (note := _book(account, delivery, excused, promises.names))
    ]
    claims = _claim(settled, outcome, promises, season, rng)
    notes += [(event.kind, (event.claimant, event.respondent), event.text) for event in claims]
    promises.disputes, news = advance_all(promises.disputes, season, promises.terms(), rng)
    paid, costs = ledger(news, len(promises.names))
    notes += [(event.kind, (event.claimant, event.respondent), event.text) for event in news]
    return QuarterOfPromises(
        outcome=outcome,
        quarter=met,
        transfers=transfers + paid,
        costs=costs,
        carriage=carriage,
        deliveries=tuple((account, delivery) for account, delivery, _ in settled),
        notes=tuple(notes),
    )


def _commit(accounts: list[Account], rates: list[float], quarter: Quarter) -> Array:
    committed = np.zeros_like(quarter.committed)
    for account, rate in zip(accounts, rates, strict=True):
        lane = account.agreement.lane
        committed[lane.seller, lane.buyer, lane.stage, lane.material] += rate * account.agreement.tonnes
    return committed


def _decide(
    account: Account,
    quarter: Quarter,
    expected: Outcome,
    promises: Promises,
    season: int,
    crisis: bool,
    trust: Array,
    rng: np.random.Generator,
) -> tuple[Delivery, bool]:
    """Let the seller deliver, suspend as the terms allow, obey its government, or break the promise."""
    agreement, lane, rules = account.agreement, account.agreement.lane, promises.setting.supply
    spot = float(expected.producer_price[lane.seller, lane.stage, lane.material])
    price = agreement.price(spot)
    owed = Obligation(
        id=f"A{agreement.number}-{season}",
        debtor=lane.seller,
        creditor=lane.buyer,
        material=lane.material,
        stage=lane.stage,
        quantity=agreement.tonnes / 4,
        price=price,
        due=season,
        agreement=f"A{agreement.number}",
    )
    if _forbidden(quarter, lane.seller, lane.buyer, lane.stage, lane.material):
        return deliver(owed, allowed=0.0), False
    short = float(expected.undelivered[lane.seller, lane.buyer, lane.stage, lane.material])
    if short > 0.01 * agreement.tonnes:
        return deliver(owed, able=max(agreement.tonnes - short, 0.0) / 4), False
    gain = breach_gain(owed, spot)
    if crisis and not agreement.emergency and gain > 0:
        # The terms let the seller stop in a crisis: nothing is broken and nobody may claim.
        return Delivery(
            obligation=owed, delivered=0.0, cause="inability", reason="suspended in the crisis, as agreed"
        ), True
    if gain <= 0:
        return deliver(owed), False
    loss = max(float(expected.price[lane.buyer, lane.stage, lane.material]) - price, 0.0) * owed.quantity * USD_M
    left = (agreement.ends * 4 - season) / 4
    relation = (
        0.03 * agreement.tonnes * agreement.base_price * USD_M * min(left, 4) * (0.5 + trust[lane.seller, lane.buyer])
    )
    terms = promises.terms()
    sanction = agreement.damages * loss * terms.complainant_wins + terms.panel_cost(agreement.damages * loss)
    reckoning = decides_to_breach(gain, DETECTION, sanction, relation, rules.patience, rules.breach_noise, rng)
    return deliver(owed, reckoning=reckoning), False


def _forbidden(quarter: Quarter, seller: int, buyer: int, stage: int, material: int) -> bool:
    """Tell whether the seller's own government stops the shipment: a ban, or a quota that has no room for promises."""
    return bool(quarter.ban[seller, buyer, stage, material] or np.isfinite(quarter.quota[seller, stage, material]))


def _arrived(delivery: Delivery, outcome: Outcome, account: Account) -> Delivery:
    """Take off what the seller turned out not to have."""
    lane = account.agreement.lane
    missing = float(outcome.undelivered[lane.seller, lane.buyer, lane.stage, lane.material]) / 4
    if missing <= 1e-6 or delivery.delivered <= 0:
        return delivery
    return replace(
        delivery, delivered=max(delivery.delivered - missing, 0.0), cause="inability", reason="it had no more"
    )


def _pay(
    settled: list[tuple[Account, Delivery, bool]], quarter: Quarter, outcome: Outcome, nations: int
) -> tuple[Array, float]:
    """Settle deliveries: the seller gives up its spot price for the agreed one, the buyer the other way round.

    USD m.
    """
    transfers, carriage = np.zeros(nations), 0.0
    for account, delivery, _ in settled:
        lane, tonnes = account.agreement.lane, delivery.delivered * USD_M
        here = outcome.producer_price[lane.seller, lane.stage, lane.material]
        there = outcome.price[lane.buyer, lane.stage, lane.material]
        price, way = delivery.obligation.price, quarter.freight[lane.seller, lane.buyer]
        transfers[lane.seller] += (price - here) * tonnes
        transfers[lane.buyer] += (there - price - way) * tonnes
        carriage += way * tonnes
    return transfers, carriage


def _book(
    account: Account, delivery: Delivery, excused: bool, names: tuple[str, ...]
) -> tuple[str, tuple[int, ...], str] | None:
    """Write promised and delivered into the account, and tell a breach."""
    account.promised += delivery.obligation.quantity
    account.delivered += delivery.delivered
    if delivery.rate > 0.99 or excused:
        return None
    account.breaches += 1
    lane = account.agreement.lane
    why = {
        "gain": f"it {delivery.reason}",
        "order": "its government stopped the shipment",
        "inability": "it had no more to deliver",
    }.get(delivery.cause, delivery.reason)
    return (
        "breach",
        (lane.seller, lane.buyer),
        (
            f"{names[lane.seller]} delivers {delivery.delivered:,.0f} of {delivery.obligation.quantity:,.0f} t of "
            f"{MATERIALS[lane.material]} {STAGES[lane.stage]} promised to {names[lane.buyer]}: {why}."
        ),
    )


def _claim(
    settled: list[tuple[Account, Delivery, bool]],
    outcome: Outcome,
    promises: Promises,
    season: int,
    rng: np.random.Generator,
) -> list[Happening]:
    """Let buyers claim for what is missing, one case at a time for each agreement."""
    told: list[Happening] = []
    for account, delivery, excused in settled:
        agreement, lane = account.agreement, account.agreement.lane
        if excused or delivery.rate > 0.99:
            continue
        there = float(outcome.price[lane.buyer, lane.stage, lane.material])
        stake = agreement.damages * max(there - delivery.obligation.price, 0.0) * delivery.missing * USD_M
        name = f"A{agreement.number}"
        busy = any(dispute.open and dispute.id.startswith(f"{name}/") for dispute in promises.disputes)
        if stake < SMALLEST_CLAIM or busy:
            continue
        able = 0.3 if delivery.cause == "inability" else 0.0
        dispute, news = open_claim(
            id=f"{name}/{season}",
            claimant=lane.buyer,
            respondent=lane.seller,
            obligations=(delivery.obligation.id,),
            promised=delivery.obligation.quantity,
            delivered=delivery.delivered,
            stake=stake,
            forum="panel",
            quarter=season,
            terms=promises.terms(),
            rng=rng,
            excused_share=able,
            relation=0.02 * stake,
            claimant_name=promises.names[lane.buyer],
            respondent_name=promises.names[lane.seller],
            goods=f"{MATERIALS[lane.material]} {STAGES[lane.stage]}",
        )
        promises.disputes = (*promises.disputes, dispute)
        told += news
    return told


def stake_of(disputes: tuple[Dispute, ...]) -> str:
    """Say how much is at stake in open disputes."""
    return money(sum(dispute.stake for dispute in disputes if dispute.open))
