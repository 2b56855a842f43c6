"""When supply is restricted: stocks are offered, and members of an accord share the shortage by the rule agreed.

The rule is that of the oil importers (IEA 1974): past a trigger all use less, each draws its part from the shared
reserve, and what the market still supplies is evened out among the members. A member may hold back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.articles import USD_M
from agents.questions.decided import Decided
from agents.questions.promises import ReleaseReserve
from agents.state import State
from agents.supply.breach_costs import patience
from agents.world.events import CRISIS, EMERGENCY
from agents.world.setting import MATERIALS
from agents.world.streams import stream
from agents.world.wording import percent
from agents.worth.valuation import wanted
from agents.year.expulsion import fault
from market.chain import Outcome, Quarter
from negotiation.compliance.audits import detection_chance
from negotiation.compliance.emergency import Allocation, EmergencyRules, allocate, forfeit, release, ship
from negotiation.compliance.remedies import liquidated_damages
from negotiation.figures import money

Array = NDArray[np.float64]
POWER = 0.8
"""Chance that an audit of a stock finds what is missing from the market; between 0.5 and 0.95 in THEORY's sources."""


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The obligations of members in a quarter of emergency; arrays are (nations, materials), t/yr."""

    restraint: Array
    """(materials,) cut in members' use (0-1)."""
    offered: Array
    """Oxide that they release from the shared reserve."""
    sent: Array
    """(nations, nations, materials) magnets that they send each other."""


def respond(state: State, quarter: Quarter, season: int, *, crisis: bool) -> Quarter:
    """Offer public stocks in a crisis, and let the accord's emergency run its course if its trigger is passed."""
    state.offered = np.zeros_like(state.books.stock)
    state.offered_reserve = np.zeros_like(state.books.stock)
    state.sent = np.zeros_like(quarter.committed)
    if not crisis:
        return quarter
    state.offered = 4.0 / state.setting.risks.ban_quarters * state.books.stock
    accord = state.accord
    if accord is not None and accord.reserve.sum() > 1:
        looked = state.clear(quarter)
        shared = share_shortage(state, accord, quarter, looked, season)
        if shared is not None:
            permitted = wanted(quarter, state.books.expected) * (1 - shared.restraint)
            quarter = _restrained(quarter, accord.members, permitted, looked.consumed)
            state.offered_reserve = shared.offered
            state.sent[:, :, 2] = shared.sent
    offered, price = quarter.release.copy(), quarter.release_price.copy()
    offered[:, 1] += state.offered + state.offered_reserve
    oxide = state.setting.market.oxide_price
    price[:, 1] = np.array([oxide.light, oxide.heavy])
    return replace(quarter, release=offered, release_price=price, committed=quarter.committed + state.sent)


def _restrained(quarter: Quarter, members: tuple[int, ...], permitted: Array, consumed: Array) -> Quarter:
    """Cut members' use to what is permitted; where a high price has cut it further, restraint asks for no more.

    ``permitted`` and ``consumed`` are (nations, uses, materials) t/yr.
    """
    demand, rows = quarter.demand.copy(), list(members)
    over = np.divide(permitted, consumed, out=np.ones_like(consumed), where=consumed > permitted)
    demand[rows] *= over[rows]
    return replace(quarter, demand=demand)


def share_shortage(state: State, accord: Accord, quarter: Quarter, looked: Outcome, season: int) -> Shared | None:
    """Apply the formula to each material; None where the trigger is not passed for any.

    Parameters
    ----------
    looked : the market as it would clear without an emergency.
    """
    rows, rules = list(accord.members), _rules(state)
    want, have = wanted(quarter, state.books.expected).sum(axis=1)[rows], looked.consumed.sum(axis=1)[rows]
    restraint, n = np.zeros(2), len(state.keys)
    offered, sent = np.zeros((n, 2)), np.zeros((n, n, 2))
    active = False
    for material in range(len(MATERIALS)):
        supply = np.minimum(have[:, material], want[:, material])
        # Members promise to hold so many days of their net imports, so the promise measures these.
        found = allocate(want[:, material], accord.target[rows, material], np.zeros(len(rows)), supply, rules)
        if not found.active:
            continue
        active = True
        restraint[material] = found.restraint
        held, away = _drawn(state, accord, found, looked, material, season)
        offered[rows, material] = 4 * held
        right = forfeit(found.allocation_right, away) if away.any() else found.allocation_right
        sent[np.ix_(rows, rows, [material])] = ship(right)[:, :, None]
        _tell(state, accord, found, held, material, season)
    return Shared(restraint=restraint, offered=offered, sent=sent) if active else None


def _rules(state: State) -> EmergencyRules:
    owed, trigger = state.setting.emergencies, state.setting.accord.trigger
    return EmergencyRules(
        trigger=trigger,
        severe=owed.severe,
        restraint=owed.restraint,
        severe_restraint=max(owed.severe_restraint, owed.restraint),
    )


def _drawn(
    state: State, accord: Accord, found: Allocation, looked: Outcome, material: int, season: int
) -> tuple[Array, Array]:
    """Tonnes that members draw from the reserve, and tonnes found held back, each (members,) t."""
    rows = list(accord.members)
    willing, held_for = np.ones(len(rows)), {}
    due = np.minimum(found.drawdown / 4, accord.reserve[rows, material])
    for place, member in enumerate(rows):
        if due[place] > 1 and state.setting.failures.hoarding:
            rng = stream("holding back the reserve", state.seed, state.replication, season, member, material)
            question = to_member(state, accord, member, due[place], found, place, looked, material)
            answer: Decided = state.ask(member, question, rng)
            if not answer.yes:
                willing[place], held_for[place] = 0.0, answer.reason
    drawn = release(found.drawdown, accord.reserve[rows, material], willing=willing)
    caught = np.zeros(len(rows))
    for place, reason in held_for.items():
        held = float(drawn.hoarded[place])
        state.book.held_back += held
        # The same chance that the member weighed, drawn from its own stream for the quarter.
        rng = stream("finding what was held back", state.seed, state.replication, season, rows[place], material)
        if rng.random() < chance_found(state):
            caught[place] = 4 * held
            _punish(state, accord, rows[place], held, looked, material, reason, season)
    _remember(state, rows, drawn.released, np.where(caught > 0, drawn.hoarded, 0.0))
    return drawn.released, caught


def chance_found(state: State) -> float:
    """Chance that a member that holds back is found out (0-1)."""
    return detection_chance(state.setting.accord.audit_rate, POWER, state.setting.emergencies.disclosure)


def to_member(
    state: State,
    accord: Accord,
    member: int,
    due: float,
    found: Allocation,
    place: int,
    looked: Outcome,
    material: int,
) -> ReleaseReserve:
    """The facts a member may know before it holds back: the fine, the right to others' supply, the accord's worth.

    A tonne held back serves the member's own users if the shortage lasts: as far as they are short it saves the cost
    of an unserved tonne, otherwise it is worth its price.
    """
    lasts = 1 - 1 / state.setting.risks.ban_quarters
    oxide = float(looked.price[member, 1, material])
    magnet = float(looked.price[member, 2, material])
    short = max(found.reduction, 0.0)
    kept = lasts * (short * float(state.weights.shortage_cost[material]) + (1 - short) * oxide)
    lost_right = max(float(found.allocation_right[place]), 0.0) / 4 * magnet * USD_M
    fine = liquidated_damages(due, max(oxide, 0.0), state.setting.emergencies.fine)
    yearly = float(accord.values.payoff(accord.members, accord.text, accord.split)[member])
    yearly /= float(accord.values.annuities[member])
    supply = state.setting.supply
    return ReleaseReserve(
        goods=f"{MATERIALS[material]} oxide",
        due=due,
        price=oxide,
        shortfall=short,
        gain=due * (kept - oxide) * USD_M,
        detection=chance_found(state),
        sanction=fine + min(lost_right, due * magnet * USD_M),
        relation=yearly / 4,
        patience=patience(supply),
        look_ahead=supply.look_ahead,
        noise=supply.breach_noise,
    )


def _punish(
    state: State,
    accord: Accord,
    member: int,
    held: float,
    looked: Outcome,
    material: int,
    reason: str,
    season: int,
) -> None:
    """Fine a member found to hold back; what it pays goes to the others in equal parts."""
    name, goods = state.names[member], f"{MATERIALS[material]} oxide"
    price = max(float(looked.price[member, 1, material]), 0.0)
    fine = liquidated_damages(held, price, state.setting.emergencies.fine)
    others = [m for m in accord.members if m != member]
    promise = f"reserve {MATERIALS[material]} {state.keys[member]} {season}"
    fault(state, member, tuple(others), promise)
    state.book.money["transfers"][member] -= fine
    state.book.money["transfers"][others] += fine / len(others)
    state.log.note(
        state.now,
        "breach",
        (member, *others),
        f"Emergency: {name} holds back {held:,.0f} t of {goods} that it owed from the shared reserve, and is found "
        f"out; it breaks it: {reason}.",
        season % 4 + 1,
        about=promise,
        follows=(EMERGENCY,),
    )
    text = f"Emergency: {name} pays the others {money(fine)} for what it held back and loses its right to their supply."
    state.log.note(state.now, "remedy", (member, *others), text, season % 4 + 1, about=promise, follows=(promise,))


def _remember(state: State, rows: list[int], released: Array, found: Array) -> None:
    """Book for trust what each member is seen to owe and to have drawn; undetected hoarding leaves no trace."""
    for place, member in enumerate(rows):
        for other in rows:
            if other != member:
                state.book.promised_to[other, member] += (released[place] + found[place]) / (len(rows) - 1)
                state.book.given_to[other, member] += released[place] / (len(rows) - 1)


def _tell(state: State, accord: Accord, found: Allocation, drawn: Array, material: int, season: int) -> None:
    owed = float(found.drawdown.sum()) / 4
    moved = float(np.clip(found.allocation_right, 0, None).sum()) / 4
    state.log.note(
        state.now,
        "release",
        accord.members,
        f"Emergency in {MATERIALS[material]} material: members lack {percent(found.reduction)} of what they want, "
        f"above the trigger of {percent(state.setting.accord.trigger)}. They use {percent(found.restraint)} less, owe "
        f"{owed:,.0f} t from the shared reserve this quarter and draw {drawn.sum():,.0f} t; "
        f"rights to {moved:,.0f} t of others' supply arise.",
        season % 4 + 1,
        about=EMERGENCY,
        follows=(CRISIS,),
    )


def settle(state: State, quarter: Quarter, outcome: Outcome) -> None:
    """Pay for what members sent each other in the emergency, at the sender's price; carriage is the buyer's."""
    arrived = np.clip(state.sent - outcome.undelivered, 0, None) / 4
    here, there = outcome.producer_price, outcome.price
    for sender, buyer, stage, material in np.argwhere(arrived > 1e-9):
        tonnes = arrived[sender, buyer, stage, material] * USD_M
        way = quarter.freight[sender, buyer]
        gain = there[buyer, stage, material] - here[sender, stage, material] - way
        state.book.money["contracts"][buyer] += gain * tonnes
