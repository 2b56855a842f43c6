"""Joint ventures at the table of a game: which could be bargained over, what they are worth, and their beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import bargaining, ventures
from agents.articles import LOOK_AHEAD
from agents.lane_worth import LaneValue
from agents.plants import plan
from agents.saying import usd
from negotiation.bargaining.terms import Level, TermSpace
from negotiation.least_worth import exceeds, ranked

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What host and partner bargain over, and what each outcome is worth to them."""

    venture: ventures.Venture
    worth: Array
    """(2, outcomes) present value in USD m against having no venture; row 0 is the host."""
    value: LaneValue
    """What the offtake is worth at market prices."""
    space: TermSpace = ventures.TERMS

    def terms(self, outcome: int) -> dict[str, Level]:
        """Return the terms of an outcome."""
        return dict(self.space.decode(outcome))


def possible(model: AllianceModel) -> list[Laid]:
    """List the joint ventures by which two nations could both gain this year and that they can pay, best first."""
    found = []
    for host in model.nations:
        for kinds in ventures.KINDS:
            chosen = plan(model.books, host.number, kinds)
            if chosen is None or host.profile.expertise < 0.2:
                continue
            prospect = model.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (host.number, kinds))
            gains = [ventures.plant_gain(model, nation, prospect, chosen) for nation in model.nations]
            for partner in model.nations:
                surplus = gains[host.number] + gains[partner.number] - chosen.cost
                if partner is host or not (exceeds(surplus) and exceeds(gains[partner.number])):
                    continue
                venture = ventures.Venture(plan=chosen, host=host.number, partner=partner.number, surplus=surplus)
                laid = lay(model, venture)
                if exceeds(float(laid.worth.min(axis=0).max())):
                    found.append(laid)
    found.sort(key=lambda one: (one.venture.host, one.venture.partner))
    return [found[place] for place in ranked([one.worth.min(axis=0).max() for one in found])]


def lay(model: AllianceModel, venture: ventures.Venture) -> Laid:
    """Value a venture against having none; what either side cannot pay is beyond reach of both."""
    host, partner = model.nations[venture.host], model.nations[venture.partner]
    prospect = model.appraiser.with_plants(LOOK_AHEAD, venture.plan.addition, (venture.host, venture.plan.kinds))
    table, walls = ventures.lay(model, venture, bargaining.outlook(model, host, partner))
    payable = table.min(axis=0) > ventures.BEYOND_REACH / 2
    worth = np.where(payable, table - np.array(walls)[:, None], ventures.BEYOND_REACH)
    return Laid(venture=venture, worth=worth, value=ventures.offtake_value(model, venture, prospect))


def cannot_pay(model: AllianceModel, venture: ventures.Venture, terms: dict[str, Level]) -> str:
    """Say who cannot pay its part of a venture, in one sentence; empty where both can."""
    both = ventures.parts(venture, terms, model.setting.market.scale_exponent)
    sides = zip((venture.host, venture.partner), both, strict=True)
    for number, part in sides:
        if part > model.nations[number].savings:
            has, name = usd(model.nations[number].savings), model.names[number]
            return f"{name} cannot pay its part of this plant: {usd(part)}, and it has {has}."
    return ""


def begin_agreed(model: AllianceModel) -> None:
    """Begin the joint ventures that were agreed on at the table; what cannot be paid any more lapses."""
    for agreed in model.handed.ventures:
        chosen, pair = plan(model.books, agreed.host, agreed.kinds), (agreed.host, agreed.partner)
        terms = dict(agreed.terms)
        if chosen is None:
            said = f"{' and '.join(agreed.kinds)} plants in {model.names[agreed.host]} stand shut"
            model.log.note(model.now, "refusal", pair, f"The joint venture lapses: {said}.")
            continue
        venture = ventures.Venture(plan=chosen, host=agreed.host, partner=agreed.partner, surplus=0.0)
        wrong = cannot_pay(model, venture, terms)
        if wrong:
            model.log.note(model.now, "refusal", pair, f"The joint venture lapses. {wrong}")
            continue
        laid = lay(model, venture)
        bargaining.begin(model, venture, terms, laid.worth[:, laid.space.encode(terms)])
        # Whatever is decided later this year reckons with the plant.
        model.appraiser = model.look_ahead()
