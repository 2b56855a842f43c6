"""Keeping a promise this quarter: what a nation can deliver, what it may deliver, and what pays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.questions.asking import Ask
from agents.questions.promises import Fulfilment, KeepPromise
from agents.supply.breach_costs import held_back, let_down, loss_of, patience, relation, sanction
from agents.supply.promises import Arrear
from agents.world.events import Note
from market.chain import Outcome, Quarter
from negotiation.compliance.breach import Cause, Delivery, Obligation, Side, breach_gain, deliver
from negotiation.compliance.remedies import excused
from negotiation.figures import money

if TYPE_CHECKING:
    from agents.supply.promises import Account, Promises

Array = NDArray[np.float64]
MISSED = 0.99
"""Share of a promise below which it counts as missed; scales and moisture are not breaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The outcome of an agreement in a quarter."""

    account: Account
    delivery: Delivery
    side: Side = "seller"
    """The side that fell short, if either did."""
    lawful: bool = False
    """True if the terms or the law allow the shortfall."""
    excused: float = 0.0
    """Missing tonnes that force majeure forgives."""
    made_up: float = 0.0
    """Tonnes of earlier quarters delivered late."""

    @property
    def tonnes(self) -> float:
        """Tonnes that changed hands."""
        return self.delivery.delivered + self.made_up

    @property
    def rate(self) -> float:
        """The same as a share of the quarter's promise; above 1 where arrears are made up for."""
        return self.tonnes / self.delivery.obligation.quantity

    @property
    def refund(self) -> float:
        """Refund of the prepayment for tonnes that the seller lawfully did not deliver, USD m."""
        free = self.delivery.missing if self.lawful else self.excused
        return self.account.agreement.credit * free * USD_M if self.side == "seller" else 0.0

    @property
    def missed(self) -> bool:
        """Tell whether the promise was broken."""
        allowed = self.excused / self.delivery.obligation.quantity
        return not self.lawful and self.delivery.rate + allowed < MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The facts that nations consider when they decide."""

    quarter: Quarter
    expected: Outcome
    """The market if everybody keeps every promise."""
    season: int
    crisis: bool
    trust: Array
    """(nations, nations) of the row's nation in the column's (0-1)."""
    lost: Array
    """(nations,) share of mining that outages have taken (0-1)."""
    promised: Array
    """(nations, stages, materials) t/yr that each is to deliver to all others."""


def to_make_up(account: Account) -> float:
    """Arrears that a seller means to deliver late, as a share of a quarter's promise.

    These are tonnes that it could not or must not deliver; tonnes that it chose to withhold it does not deliver later.
    """
    owed = sum(a.missing for a in account.arrears if a.side == "seller" and a.cause != "gain")
    return min(owed / (account.agreement.tonnes / 4), 1.0) if owed > 0 else 0.0


def decide(account: Account, rng: np.random.Generator, promises: Promises, scene: Scene, ask: Ask) -> Kept:
    """Let both sides keep the quarter's promise, suspend it as the law allows, or break it."""
    owed = owed_now(account, scene)
    bound = _bound_by_others(account, owed, promises, scene) or _unable(account, owed, promises, scene)
    return bound or _decided(account, owed, promises, scene, ask, rng)


def owed_now(account: Account, scene: Scene) -> Obligation:
    """The seller's obligation this quarter, at the price of the agreement's rule."""
    agreement, lane = account.agreement, account.agreement.lane
    spot = max(float(scene.expected.producer_price[lane.seller, lane.stage, lane.material]), 0.0)
    return Obligation(
        id=f"{account.name}-{scene.season}",
        debtor=lane.seller,
        creditor=lane.buyer,
        material=lane.material,
        stage=lane.stage,
        quantity=agreement.tonnes / 4,
        price=max(agreement.price(spot) - agreement.credit, 0.0),
        due=scene.season,
        agreement=account.name,
    )


def _bound_by_others(account: Account, owed: Obligation, promises: Promises, scene: Scene) -> Kept | None:
    """Return the outcome if a ruling lets, or the government makes, the seller withhold; else None."""
    case = withheld_in(promises, owed.debtor, owed.creditor)
    if case:
        reason = f"withheld from a nation that has not paid what it was ruled to owe in {case}"
        return Kept(account=account, delivery=_part(owed, 0.0, "order", reason), lawful=True)
    if _forbidden(scene, owed):
        return Kept(account=account, delivery=deliver(owed, allowed=0.0))
    return None


def _unable(account: Account, owed: Obligation, promises: Promises, scene: Scene) -> Kept | None:
    """Return the outcome if the seller has too little, else None; the clause may excuse what outages took."""
    made_up = to_make_up(account) * owed.quantity
    short = float(scene.expected.undelivered[owed.debtor, owed.creditor, owed.stage, owed.material]) / 4
    if short <= 0.01 * owed.quantity:
        return None
    able = max(owed.quantity + made_up - short, 0.0)
    done = deliver(owed, able=min(able, owed.quantity))
    forgiven = excused(done, float(scene.lost[owed.debtor]), promises.breadth(account))
    late = min(max(able - owed.quantity, 0.0), made_up)
    return Kept(account=account, delivery=done, excused=forgiven, made_up=late)


def _decided(
    account: Account, owed: Obligation, promises: Promises, scene: Scene, ask: Ask, rng: np.random.Generator
) -> Kept:
    """Let the seller decide about the promise, and then the buyer if the seller keeps it."""
    to_seller = _to_seller(account, owed, promises, scene)
    answer: Fulfilment = ask(owed.debtor, to_seller, rng)
    if answer.share < 1 and to_seller.may_suspend:
        # Nothing is broken, and nobody may claim.
        return Kept(account=account, delivery=_part(owed, answer.share, "inability", answer.reason), lawful=True)
    if answer.share < 1:
        return Kept(account=account, delivery=_part(owed, answer.share, "gain", answer.reason))
    answer = ask(owed.creditor, _to_buyer(account, owed, promises, scene, max(to_seller.gain, 0.0)), rng)
    if answer.share < 1:
        due = replace(owed, debtor=owed.creditor, creditor=owed.debtor)
        return Kept(account=account, delivery=_part(due, answer.share, "gain", answer.reason), side="buyer")
    return Kept(account=account, delivery=deliver(owed), made_up=to_make_up(account) * owed.quantity)


def _to_seller(account: Account, owed: Obligation, promises: Promises, scene: Scene) -> KeepPromise:
    """Ask the seller, who could sell at the spot price instead."""
    # The price of an unwanted by-product may be a hair below zero.
    spot = max(float(scene.expected.producer_price[owed.debtor, owed.stage, owed.material]), 0.0)
    withheld = held_back(promises, owed.debtor, owed.creditor, scene.trust)
    claim = withheld * loss_of(account, owed.price, owed.quantity, scene.expected, "seller")
    suspends = scene.crisis and not account.agreement.emergency
    return _question(account, owed, promises, scene, "seller", spot, withheld, claim, may_suspend=suspends)


def _to_buyer(account: Account, owed: Obligation, promises: Promises, scene: Scene, forgone: float) -> KeepPromise:
    """Ask the buyer, who could buy where it is cheapest instead."""
    there = float(scene.expected.price[owed.creditor, owed.stage, owed.material])
    elsewhere = max(there - float(scene.quarter.freight[owed.debtor, owed.creditor]), 0.0)
    withheld = held_back(promises, owed.creditor, owed.debtor, scene.trust)
    claim = withheld * promises.cover(account) * loss_of(account, owed.price, owed.quantity, scene.expected, "buyer")
    return _question(account, owed, promises, scene, "buyer", elsewhere, withheld, claim, forgone=forgone)


def _question(
    account: Account,
    owed: Obligation,
    promises: Promises,
    scene: Scene,
    side: Side,
    elsewhere: float,
    withheld: float,
    claim: float,
    *,
    may_suspend: bool = False,
    forgone: float = 0.0,
) -> KeepPromise:
    rules = promises.setting.supply
    asked, partner = (owed.debtor, owed.creditor) if side == "seller" else (owed.creditor, owed.debtor)
    return KeepPromise(
        agreement=account.name,
        partner=promises.names[partner],
        side=side,
        goods=account.goods,
        tonnes=owed.quantity,
        price=owed.price,
        elsewhere=elsewhere,
        withheld=withheld,
        gain=breach_gain(owed, elsewhere, withheld=withheld, side=side),
        claim=claim,
        sanction=sanction(promises, account, claim),
        forum=promises.forum(account),
        detection=rules.detection,
        relation=relation(promises, asked, partner, scene.trust, scene.season),
        patience=patience(rules),
        look_ahead=rules.look_ahead,
        noise=rules.breach_noise,
        trust=float(scene.trust[asked, partner]),
        let_down=let_down(promises, asked, partner, scene.season),
        crisis=scene.crisis,
        may_suspend=may_suspend,
        forgone=forgone,
    )


def _part(owed: Obligation, share: float, cause: Cause, reason: str) -> Delivery:
    return Delivery(obligation=owed, delivered=owed.quantity * share, cause=cause, reason=reason)


def withheld_in(promises: Promises, seller: int, buyer: int) -> str:
    """The case in which the seller may withhold what it owes the buyer: one won, unpaid, and now in suspension."""
    for dispute in promises.disputes:
        if dispute.stage == "suspension" and (dispute.claimant, dispute.respondent) == (seller, buyer):
            return dispute.id
    return ""


def _forbidden(scene: Scene, owed: Obligation) -> bool:
    """Tell whether the seller's own government stops the shipment.

    A ban does, and so does a quota on oxide or magnets, which is a restriction. A quota on ore keeps part of it at home
    to be processed there; it stops promised ore only where the quota is too small for it.
    """
    good = (owed.debtor, owed.stage, owed.material)
    if scene.quarter.ban[owed.debtor, owed.creditor, owed.stage, owed.material]:
        return True
    room = scene.quarter.quota[good]
    return bool(np.isfinite(room) and (owed.stage > 0 or room < 0.99 * scene.promised[good]))


def arrived(one: Kept, outcome: Outcome) -> Kept:
    """Subtract tonnes that the seller turned out not to have."""
    lane = one.account.agreement.lane
    missing = float(outcome.undelivered[lane.seller, lane.buyer, lane.stage, lane.material]) / 4
    if missing <= 1e-6 or one.tonnes <= 0:
        return one
    late = min(missing, one.made_up)
    done = one.delivery
    if missing > late:
        done = replace(
            done, delivered=max(done.delivered - (missing - late), 0.0), cause="inability", reason="it had no more"
        )
    return replace(one, delivery=done, made_up=one.made_up - late)


def book(one: Kept, outcome: Outcome, promises: Promises, season: int) -> list[Note]:
    """Write promised and delivered tonnes into the account, keep what is still owed, and log a breach or its cure."""
    account, delivery = one.account, one.delivery
    account.promised += delivery.obligation.quantity
    account.delivered += one.tonnes
    notes = _cured(one, promises, season)
    if not one.missed:
        account.in_a_row = 0
        return notes
    account.breaches += 1
    account.in_a_row += 1
    missing = delivery.missing - one.excused
    loss = loss_of(account, delivery.obligation.price, missing, outcome, one.side)
    if one.side == "buyer":
        loss *= promises.cover(account)
    account.arrears += (
        Arrear(
            obligation=delivery.obligation,
            side=one.side,
            delivered=delivery.delivered,
            missing=missing,
            cause=delivery.cause,
            loss=loss,
        ),
    )
    owed = delivery.obligation.id
    notes.append(Note("breach", account.pair, _breach(one, promises.names, loss), owed, (account.name,)))
    return notes


def _cured(one: Kept, promises: Promises, season: int) -> list[Note]:
    """Subtract late deliveries from the arrears, the oldest first."""
    account, left, still = one.account, one.made_up, []
    late_for: list[str] = []
    for arrear in account.arrears:
        late = min(left, arrear.missing) if arrear.side == "seller" and arrear.cause != "gain" else 0.0
        left -= late
        late_for += [arrear.obligation.id] if late > 0 else []
        if arrear.missing - late > 0.5:
            still.append(replace(arrear, missing=arrear.missing - late, loss=arrear.loss * (1 - late / arrear.missing)))
    account.arrears = tuple(still)
    if one.made_up < 1:
        return []
    seller, buyer = (promises.names[nation] for nation in account.pair)
    text = f"{account.name}: {seller} makes up for {one.made_up:,.0f} t of {account.goods} that it owed {buyer}."
    return [Note("remedy", account.pair, text, late_for[0] if late_for else account.name, tuple(late_for))]


def _breach(one: Kept, names: tuple[str, ...], loss: float) -> str:
    account, delivery = one.account, one.delivery
    seller, buyer = (names[nation] for nation in account.pair)
    owed, goods = delivery.obligation.quantity, account.goods
    if one.side == "buyer":
        what = f"{buyer} takes {delivery.delivered:,.0f} of {owed:,.0f} t of {goods} that it was to buy from {seller}"
    else:
        what = f"{seller} delivers {delivery.delivered:,.0f} of {owed:,.0f} t of {goods} promised to {buyer}"
    why = {
        "gain": f"it breaks its word, as {delivery.reason}",
        "order": "its government stops the shipment",
        "inability": "it has no more to deliver",
    }.get(delivery.cause, delivery.reason)
    forgiven = f"; force majeure excuses {one.excused:,.0f} t" if one.excused >= 1 else ""
    cost = f"; the loss is {money(loss)}" if loss >= 0.05 else ""
    return f"{account.name}: {what}: {why}{forgiven}{cost}."
