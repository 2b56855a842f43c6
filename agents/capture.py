"""Counter-offers of the dominant supplier: it pays members on whom much depends, and who gain least, to leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.accord import Accord
from agents.coalitions import MOST_WEIGHED, weights
from agents.events import ACCORD
from agents.saying import counted, percent, usd
from agents.staying import A_LITTLE, keep, payment_to_keep
from negotiation.coalitions import power
from negotiation.least_worth import LEAST_RATIO, exceeds, ranked
from negotiation.politics import voting
from negotiation.rulebook import find

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A nation that is paid for staying out of the accord."""

    yearly: float
    """USD m/yr."""
    until: int
    """First round in which nothing is paid any more."""


@dataclass(frozen=True, kw_only=True)
class Approach:
    """An offer that the dominant supplier could make to a member."""

    member: int
    power: float
    """Part of the accord's decisions that turn on its vote (Banzhaf, 0-1)."""
    gain: float
    """What it gains by being in rather than out, present value in USD m."""
    yearly: float
    """What it would have to be paid, USD m/yr."""
    spared: float
    """What the dominant supplier would lose less without it in the accord, USD m/yr."""


def decision(accord: Accord) -> power.Decision:
    """List which groups of members carry a proposal under the accord's voting rule."""
    weight = weights(accord.values, accord.members, accord.text)
    return power.winning_by(find(voting, accord.values.rules.voting, "carried"), weight)


def voting_power(accord: Accord) -> Array:
    """Banzhaf index of each member under the accord's voting rule, (members,), summing to 1."""
    count = len(accord.members)
    return power.banzhaf(decision(accord)) if count <= MOST_WEIGHED else np.full(count, 1 / count)


def approaches(accord: Accord, dominant: int) -> list[Approach]:
    """List what each member would have to be paid to leave, and what that would spare the dominant supplier.

    The most power for its money comes first: those on whom decisions turn, and those who gain least.
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


def approach(model: AllianceModel) -> None:
    """Make this year's counter-offer, if one pays and the money is there; the members may match it."""
    accord, budget = model.accord, model.setting.accord.capture_budget
    dominant = model.keys.index(model.setting.risks.dominant)
    if accord is None or not model.setting.failures.capture or budget <= 0 or dominant in accord.members:
        return
    if model.handed.of(dominant).accord is not None:
        return
    left = budget - sum(deal.yearly for deal in model.captured.values())
    left = min(left, model.nations[dominant].savings)
    for offer in approaches(accord, dominant):
        if model.handed.of(offer.member).accord is not None:
            continue  # Its government decides itself; it may be asked at the table.
        if offer.member in accord.notice or offer.yearly > left or not exceeds(offer.spared, offer.yearly):
            continue
        if not exceeds(offer.gain):
            continue  # Nobody pays for what will happen anyway.
        _make(model, accord, dominant, offer, min(left, offer.spared))
        return


def _make(model: AllianceModel, accord: Accord, dominant: int, offer: Approach, most: float) -> None:
    """Make the offer, up to ``most`` USD m/yr; the member takes it unless the others match it."""
    name, rival, rules = model.names[offer.member], model.names[dominant], model.setting.accord
    told = (
        f"{rival} offers {name} {usd(offer.yearly, digits=1)} a year for {counted(model.setting.horizon, 'year')} "
        f"outside the accord; membership is worth {usd(offer.gain)} to it, "
        f"{percent(offer.power)} of decisions turn on its vote, and {rival} would lose {usd(offer.spared)} a year less"
    )
    about = f"offer {offer.member}"
    model.log.note(model.now, "offer", (dominant, offer.member), f"{told}.", about=about, follows=(ACCORD,))
    bid = _outbid(accord, offer, most)
    if bid is None:
        keep(model, accord, offer.member, _lack(accord, offer, most), f"{rival} would pay it as much for leaving")
        return
    out = model.now + rules.exit_notice
    accord.notice[offer.member] = out
    model.captured[offer.member] = Deal(yearly=bid, until=out + model.setting.horizon)
    model.log.note(
        model.now,
        "exit",
        (offer.member, dominant),
        f"{name} takes {bid:,.1f} USD m a year from {rival} and gives notice: that beats membership, and the members "
        "do not match it.",
        about=f"notice {offer.member}",
        follows=(about,),
    )


def _lack(accord: Accord, offer: Approach, bid: float) -> float:
    """What a member lacks to turn down a bid in USD m/yr, present value in USD m."""
    fee = accord.values.rules.exit_fee * float(accord.contributions()[offer.member])
    return bid * float(accord.values.annuities[offer.member]) - fee - offer.gain


def _outbid(accord: Accord, offer: Approach, most: float) -> float | None:
    """Find a bid that the other members do not match: just enough, or the most that pays; None if they match both."""
    for bid in (offer.yearly, most):
        if payment_to_keep(accord, offer.member, _lack(accord, offer, bid)) is None:
            return bid
    return None


def pay(model: AllianceModel) -> None:
    """Pay those who stay out as agreed, from the dominant supplier's own budget, and end what has run out."""
    dominant = model.keys.index(model.setting.risks.dominant)
    model.captured = {nation: deal for nation, deal in model.captured.items() if deal.until > model.now}
    for nation, deal in model.captured.items():
        if not model.is_member(nation):
            model.nations[dominant].spend(deal.yearly)
            model.book.money["transfers"][dominant] -= deal.yearly
            model.book.money["transfers"][nation] += deal.yearly
