"""Joint ventures at the table of a game: the possible ones, their worth, and their start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD
from agents.state import State
from agents.state.sittings import TERMS, Venture
from agents.supply.outlook import LaneValue
from agents.world.plants import plan
from agents.world.wording import usd
from agents.year import sittings, ventures
from negotiation.bargaining.terms import Level, TermSpace
from negotiation.least_worth import exceeds, ranked

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A venture for host and partner to bargain over, with the worth of each outcome to both."""

    venture: Venture
    worth: Array
    """(2, outcomes) present value in USD m against having no venture; row 0 is the host."""
    value: LaneValue
    """Worth of the offtake at market prices."""
    space: TermSpace = TERMS

    def terms(self, outcome: int) -> dict[str, Level]:
        """Return the terms of an outcome."""
        return dict(self.space.decode(outcome))


def possible(state: State) -> list[Laid]:
    """List the joint ventures that two nations can afford and both gain from this year, best first."""
    found = []
    for host in state.nations:
        for kinds in ventures.KINDS:
            chosen = plan(state.books, host.number, kinds)
            if chosen is None or host.profile.expertise < 0.2:
                continue
            prospect = state.appraiser.with_plants(LOOK_AHEAD, chosen.addition, (host.number, kinds))
            gains = [ventures.plant_gain(state, nation, prospect, chosen) for nation in state.nations]
            for partner in state.nations:
                surplus = gains[host.number] + gains[partner.number] - chosen.cost
                if partner is host or not (exceeds(surplus) and exceeds(gains[partner.number])):
                    continue
                venture = Venture(plan=chosen, host=host.number, partner=partner.number, surplus=surplus)
                laid = lay(state, venture)
                if exceeds(float(laid.worth.min(axis=0).max())):
                    found.append(laid)
    found.sort(key=lambda one: (one.venture.host, one.venture.partner))
    return [found[place] for place in ranked([one.worth.min(axis=0).max() for one in found])]


def lay(state: State, venture: Venture) -> Laid:
    """Value a venture against having none; outcomes that either side cannot pay are ruled out for both."""
    host, partner = state.nations[venture.host], state.nations[venture.partner]
    prospect = state.appraiser.with_plants(LOOK_AHEAD, venture.plan.addition, (venture.host, venture.plan.kinds))
    table, walls = ventures.lay(state, venture, sittings.outlook(state, host, partner))
    payable = table.min(axis=0) > ventures.BEYOND_REACH / 2
    worth = np.where(payable, table - np.array(walls)[:, None], ventures.BEYOND_REACH)
    return Laid(venture=venture, worth=worth, value=ventures.offtake_value(state, venture, prospect))


def cannot_pay(state: State, venture: Venture, terms: dict[str, Level]) -> str:
    """Say who cannot pay its part of a venture, in one sentence; empty where both can."""
    both = ventures.parts(venture, terms, state.setting.market.scale_exponent)
    sides = zip((venture.host, venture.partner), both, strict=True)
    for number, part in sides:
        if part > state.nations[number].savings:
            has, name = usd(state.nations[number].savings), state.names[number]
            return f"{name} cannot pay its part of this plant: {usd(part)}, and it has {has}."
    return ""


def begin_agreed(state: State) -> None:
    """Begin the joint ventures that were agreed on at the table; those that can no longer be paid lapse."""
    for agreed in state.handed.ventures:
        chosen, pair = plan(state.books, agreed.host, agreed.kinds), (agreed.host, agreed.partner)
        terms = dict(agreed.terms)
        if chosen is None:
            said = f"{' and '.join(agreed.kinds)} plants in {state.names[agreed.host]} stand shut"
            state.log.note(state.now, "refusal", pair, f"The joint venture lapses: {said}.")
            continue
        venture = Venture(plan=chosen, host=agreed.host, partner=agreed.partner, surplus=0.0)
        wrong = cannot_pay(state, venture, terms)
        if wrong:
            state.log.note(state.now, "refusal", pair, f"The joint venture lapses. {wrong}")
            continue
        laid = lay(state, venture)
        sittings.begin(state, venture, terms, laid.worth[:, laid.space.encode(terms)])
        # Decisions later this year take the plant into account.
        state.appraiser = state.look_ahead()
