"""Counter-offers of the dominant supplier: it pays pivotal members that gain least from the accord to leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.accord.accord import Accord
from agents.accord.coalitions import MOST_WEIGHED, weights
from agents.questions.power import Approach, Bid, OfferPayment, TakePayment
from agents.state import State
from agents.state.dominance import Deal
from agents.world.events import ACCORD
from agents.world.wording import counted, usd
from agents.year.membership import A_LITTLE, keep, payment_to_keep
from negotiation.coalitions import power
from negotiation.least_worth import LEAST_RATIO, ranked
from negotiation.politics import voting
from negotiation.rulebook import find

Array = NDArray[np.float64]


def decision(accord: Accord) -> power.Decision:
    """List the groups of members that can pass a proposal under the accord's voting rule."""
    weight = weights(accord.values, accord.members, accord.text)
    return power.winning_by(find(voting, accord.values.rules.voting, "carried"), weight)


def voting_power(accord: Accord) -> Array:
    """Banzhaf index of each member under the accord's voting rule, (members,), summing to 1."""
    count = len(accord.members)
    return power.banzhaf(decision(accord)) if count <= MOST_WEIGHED else np.full(count, 1 / count)


def approaches(accord: Accord, dominant: int) -> list[Approach]:
    """List what each member would have to be paid to leave, and what that would spare the dominant supplier.

    Those that offer the most power for the money come first: pivotal members, and those that gain least.
    """
    values, rules = accord.values, accord.values.rules
    now, found = accord.payoff()[dominant], []
    gains, decisive = accord.gains(), voting_power(accord)
    for place, member in enumerate(accord.members):
        others = tuple(m for m in accord.members if m != member)
        goes_on = values.stands(others)
        after = float(values.payoff(others, accord.text)[dominant]) if goes_on else 0.0
        fee = rules.exit_fee * float(accord.contributions()[member])
        price = max(float(gains[place]) + fee, 0.0) * (1 + A_LITTLE) / float(values.annuities[member])
        found.append(
            Approach(
                member=member,
                power=float(decisive[place]),
                gain=float(gains[place]),
                yearly=max(price, 0.1),
                spared=(after - now) / float(values.annuities[dominant]),
            )
        )
    found.sort(key=lambda one: one.member)
    return [found[place] for place in ranked([one.power / one.yearly for one in found], LEAST_RATIO)]


def approach(state: State) -> None:
    """Let the dominant supplier make this year's counter-offers, one after the other until one has an effect."""
    accord, budget = state.accord, state.setting.accord.capture_budget
    dominant = state.keys.index(state.setting.risks.dominant)
    if accord is not None and (not state.setting.failures.capture or budget <= 0 or dominant in accord.members):
        accord = None
    left = budget - sum(deal.yearly for deal in state.captured.values())
    options = [] if accord is None else [one for one in approaches(accord, dominant) if one.member not in accord.notice]
    question = OfferPayment(
        name=state.names[dominant],
        keys=state.keys,
        options=tuple(options),
        left=min(left, state.nations[dominant].savings),
    )
    known = {one.member: one for one in options}
    for bid in state.ask(dominant, question):
        name, why = state.names[bid.member], ""
        if accord is None or bid.member not in known:
            why = f"{name} is in no accord that it could leave, or leaves already"
        elif bid.yearly <= 0:
            why = bid.reason
        elif _offered(state, accord, dominant, bid, known[bid.member].gain) and not bid.told:
            return
        if why:
            state.log.undone(state.now, dominant, state.names[dominant], f"Pay {name} for leaving the accord", why)


def _offered(state: State, accord: Accord, dominant: int, bid: Bid, gain: float) -> bool:
    """Make a member an offer and return whether it would accept."""
    answer = state.ask(bid.member, _payment(state, accord, bid, gain))
    if answer.yes:
        _make(state, accord, dominant, bid, gain)
    elif answer.reason or bid.told:
        why = answer.reason or "its government bargains over that at the table"
        told = (
            f"{state.names[dominant]} offers {state.names[bid.member]} {usd(bid.yearly, digits=1)} a year outside the "
            f"accord; {bid.reason}. It is refused: {why}."
        )
        state.log.note(state.now, "refusal", (dominant, bid.member), told, follows=(ACCORD,))
    return bool(answer.yes)


def _payment(state: State, accord: Accord, bid: Bid, gain: float) -> TakePayment:
    """Tell a member what it is offered for leaving."""
    return TakePayment(
        yearly=bid.yearly,
        years=state.setting.horizon,
        offered=bid.yearly * float(accord.values.annuities[bid.member]),
        gain=gain,
        fee=accord.values.rules.exit_fee * float(accord.contributions()[bid.member]),
    )


def _make(state: State, accord: Accord, dominant: int, bid: Bid, gain: float) -> None:
    """Make an offer that the member would accept; it does so unless the others match the offer."""
    name, rival, rules = state.names[bid.member], state.names[dominant], state.setting.accord
    told = (
        f"{rival} offers {name} {usd(bid.yearly, digits=1)} a year for {counted(state.setting.horizon, 'year')} "
        f"outside the accord; {bid.reason}"
    )
    about = f"offer {bid.member}"
    state.log.note(state.now, "offer", (dominant, bid.member), f"{told}.", about=about, follows=(ACCORD,))
    yearly = bid.yearly
    matched = payment_to_keep(accord, bid.member, _lack(accord, bid.member, yearly, gain), state.ask)
    if matched is not None:
        yearly = bid.most
        matched = payment_to_keep(accord, bid.member, _lack(accord, bid.member, yearly, gain), state.ask)
    if matched is not None:
        keep(state, accord, bid.member, matched, f"{rival} would pay it as much for leaving")
        return
    out = state.now + rules.exit_notice
    accord.notice[bid.member] = out
    state.captured[bid.member] = Deal(yearly=yearly, until=out + state.setting.horizon)
    state.log.note(
        state.now,
        "exit",
        (bid.member, dominant),
        f"{name} takes {yearly:,.1f} USD m a year from {rival} and gives notice: that beats membership, and the "
        "members do not match it.",
        about=f"notice {bid.member}",
        follows=(about,),
    )


def _lack(accord: Accord, member: int, bid: float, gain: float) -> float:
    """The sum a member would need to turn down a bid in USD m/yr, present value in USD m."""
    fee = accord.values.rules.exit_fee * float(accord.contributions()[member])
    return bid * float(accord.values.annuities[member]) - fee - gain


def pay(state: State) -> None:
    """Pay those who stay out as agreed, from the dominant supplier's own budget, and end payments that have run out."""
    dominant = state.keys.index(state.setting.risks.dominant)
    state.captured = {nation: deal for nation, deal in state.captured.items() if deal.until > state.now}
    for nation, deal in state.captured.items():
        if not state.is_member(nation):
            state.nations[dominant].spend(deal.yearly)
            state.book.money["transfers"][dominant] -= deal.yearly
            state.book.money["transfers"][nation] += deal.yearly
