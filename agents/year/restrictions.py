"""Restrictions of the dominant supplier's exports that may be claimed against, since they outlast a ruling.

There are three kinds: limits by which it recoups what undercutting cost, answers to an accord, and stops of exports
that chance brings. Remedies look ahead only (Dispute Settlement Understanding, Articles 19.1 and 22.1), so nobody
claims against a restriction that ends before a ruling could remove it. No damages are asked for, so no payment settles
such a case, and talks have not ended one so far; a nation that disobeys a ruling has benefits withdrawn. Japan, the
United States and the European Union claimed against China's export quotas in March 2012; the quotas fell in January
2015 and the taxes in May, at the end of the reasonable period (DS431 to DS433, 1,145 days).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agents.state import State
from agents.state.dominance import Reprisal
from agents.world.books import with_shocks
from agents.world.events import CRISIS
from agents.world.smuggling import with_smuggling
from agents.world.wording import counted, listed
from agents.year.dominance import with_dominance

if TYPE_CHECKING:
    from agents.world.nature import Shock
    from market.chain import Quarter

LIMIT, ANSWER, STOP = "export limit ", "export answer ", "export stop "


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """A restriction in force."""

    name: str
    """Its kind, and the quarter of the run by which it ends."""
    over: int
    """That quarter."""
    left: int
    """Quarters that a ruling would spare others; 0 or less where it ends before a ruling could remove it."""
    said: str


def known(name: str) -> bool:
    """Tell whether a wall of this name is a restriction."""
    return name.startswith((LIMIT, ANSWER, STOP))


def rules_at_all(state: State) -> bool:
    """Tell whether outsiders' claims can come to a ruling in this world."""
    return state.setting.disputes.outsiders_forum in ("panel", "appeal")


def until_relief(state: State) -> int:
    """Quarters from a claim to the first without the restriction if the claim wins, queues left aside."""
    rules = state.setting.disputes
    appeal = rules.appeal_quarters if rules.outsiders_forum == "appeal" else 0
    ruling = rules.consultation_quarters + rules.mediation_quarters + rules.panel_quarters + appeal
    return ruling + rules.reasonable_quarters + 1


def in_force(state: State, season: int) -> list[Restriction]:
    """List the restrictions in force in a quarter."""
    desk, who = state.dominance, state.names[state.setting.dominant]
    found = []
    if desk.limit is not None:
        found.append((LIMIT, desk.until, f"{who} limits its exports to earn back what undercutting cost"))
    found += [
        (ANSWER, one.start + one.quarters, f"{who} withholds exports {_from(state, one)}")
        for one in desk.reprisals
        if one.active(season)
    ]
    found += [
        (STOP, shock.start + shock.quarters, f"{who} stops exports")
        for shock in state.nature.in_quarter(season)
        if shock.kind == "export ban"
    ]
    spared = season + until_relief(state) if rules_at_all(state) else max((over for _, over, _ in found), default=0)
    return [Restriction(name=f"{kind}{over}", over=over, left=over - spared, said=said) for kind, over, said in found]


def _from(state: State, one: Reprisal) -> str:
    return "in answer to the accord" if one.answers else f"from {listed([state.names[row] for row in one.members])}"


def lasting(state: State, season: int) -> list[Restriction]:
    """List those that a ruling would still end in time."""
    return [one for one in in_force(state, season) if one.left > 0]


def stands(state: State, name: str, season: int) -> bool:
    """Tell whether a restriction is still in force."""
    return any(one.name == name for one in in_force(state, season))


def tell_passing(state: State, season: int) -> None:
    """Log once, for each that passes too soon, why nobody goes to law."""
    for one in in_force(state, season):
        told = state.walls.passing | set(state.walls.numbers)
        if one.left > 0 or one.name in told or not rules_at_all(state):
            continue
        state.walls.passing.add(one.name)
        text = (
            f"{one.said}, for {counted(one.over - season, 'quarter')} more at most; a claim now would end it in "
            f"{counted(until_relief(state), 'quarter')} at the earliest, so nobody goes to law."
        )
        state.log.note(state.now, "policy", (state.setting.dominant,), text, season % 4 + 1, follows=(CRISIS,))


def limited(state: State, quarter: Quarter, one: Restriction, season: int) -> Quarter:
    """The same market under a restriction, leaks included."""
    if one.name.startswith(STOP):
        quarter = with_shocks(quarter, state.setting, _stops(state, one.over, season), state.usual_exports)
    else:
        desk = state.dominance
        answers = [answer for answer in desk.reprisals if _ends(answer.start, answer.quarters, season, one.over)]
        limit = one.name.startswith(LIMIT)
        only = replace(desk, limit=desk.limit if limit else None, reprisals=[] if limit else answers)
        quarter = with_dominance(state.copy(dominance=only), quarter, season)
    return with_smuggling(quarter, state.setting, state.usual_exports)


def lift(state: State, name: str, season: int) -> None:
    """End a restriction after this quarter."""
    desk, over = state.dominance, int(name.rsplit(" ", 1)[1])
    if name.startswith(LIMIT):
        desk.limit, desk.mines_out, desk.plants_out = None, None, None
    elif name.startswith(ANSWER):
        desk.reprisals = [
            replace(one, quarters=season + 1 - one.start) if _ends(one.start, one.quarters, season, over) else one
            for one in desk.reprisals
        ]
    else:
        gone = state.nature.ended | set(_stops(state, over, season))
        state.nature = replace(state.nature, ended=gone)


def _stops(state: State, over: int, season: int) -> list[Shock]:
    """Stops of exports in force that end in a given quarter."""
    here = state.nature.in_quarter(season)
    return [one for one in here if one.kind == "export ban" and _ends(one.start, one.quarters, season, over)]


def _ends(start: int, quarters: int, season: int, over: int) -> bool:
    return start <= season and start + quarters == over
