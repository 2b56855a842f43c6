"""The dominant supplier's conduct: it answers a growing accord, and recoups what undercutting cost.

Neither is part of nature's path: retaliation draws from the stream of politics and recoupment draws nothing, so all
regimes still meet the same shocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agents.questions.power import Cut, EarnBack, Retaliate
from agents.state import State
from agents.state.dominance import Reprisal
from agents.world.events import ACCORD, CRISIS, UNDERCUTTING
from agents.world.nature import Shock
from agents.world.smuggling import with_smuggling
from agents.world.streams import stream
from agents.world.wording import counted, percent
from agents.worth.valuation import money
from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
CUTS = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Export cuts that it considers when it recoups, shares of usual exports."""


def number_of(state: State) -> int:
    """Number of the dominant supplier in the scenario."""
    return state.keys.index(state.setting.risks.dominant)


def strikes(state: State, shock: Shock) -> bool:
    """Tell whether a shock of nature's path takes place; undercutting does not where it is switched off."""
    return shock.kind != "price undercut" or state.setting.failures.undercutting


def weight_of_members(state: State) -> float:
    """Members' share of all use outside the dominant supplier (0-1); 0 without an accord."""
    return 0.0 if state.accord is None else use_of(state, list(state.accord.members))


def use_of(state: State, rows: list[int]) -> float:
    """Share of some nations in all use outside the dominant supplier (0-1)."""
    use = state.books.base.demand.sum(axis=(1, 2))
    elsewhere = use.sum() - use[number_of(state)]
    return float(use[rows].sum() / max(elsewhere, 1e-9))


def retaliate(state: State) -> None:
    """Ask the dominant supplier once a year whether it restricts exports to the accord's members."""
    risks, now, accord, number = state.setting.risks, state.now, state.accord, number_of(state)
    others = accord is not None and state.setting.failures.retaliation and number not in accord.members
    members = accord.members if accord is not None and others else ()
    weight = weight_of_members(state) if members else 0.0
    question = Retaliate(
        members=members,
        weight=weight,
        chance=risks.export_ban * state.setting.strains.retaliation_rise * weight,
        cut=risks.ban_cut,
        quarters=risks.ban_quarters,
    )
    rng = stream("reprisals", state.seed, state.replication, now)
    for answer in state.ask(number, question, rng):
        if not members:
            title, why = "Withhold exports from the accord's members", "no accord of others is there to answer"
            state.log.undone(now, number, state.names[number], title, why)
            continue
        reprisal = Reprisal(
            start=4 * now + answer.quarter - 1, quarters=answer.quarters, size=answer.size, members=members
        )
        state.dominance.reprisals.append(reprisal)
        text = (
            f"{state.names[number]} answers the accord, {answer.reason}: from quarter {answer.quarter} it withholds "
            f"{percent(reprisal.size)} of its exports of oxide and magnets to them for "
            f"{counted(reprisal.quarters, 'quarter')}."
        )
        state.log.note(now, "policy", (number, *reprisal.members), text, about=CRISIS, follows=(ACCORD,))


def with_dominance(state: State, quarter: Quarter, season: int) -> Quarter:
    """The same market under reprisals and recoupment.

    A reprisal cuts exports by the amount meant to be withheld from members. Others feel it too: goods reach the
    highest bidder through third nations, so what is withheld from some is missed by all.
    """
    number, desk = number_of(state), state.dominance
    quota = quarter.quota.copy()
    if desk.limit is not None:
        quota[number] = np.minimum(quota[number], desk.limit)
    for reprisal in (r for r in desk.reprisals if r.active(season)):
        quota[number] = np.minimum(quota[number], left_by(state, reprisal))
    return replace(quarter, quota=quota)


def left_by(state: State, reprisal: Reprisal) -> Array:
    """Exports that a reprisal leaves, (stages, materials) t/yr; ore flows freely."""
    left = np.clip((1 - reprisal.size * _part_of(state, reprisal)) * state.usual_exports, 0, None)
    left[0] = np.inf
    return left


def _part_of(state: State, reprisal: Reprisal) -> Array:
    """Part of the dominant supplier's exports that goes to those whom a reprisal hits, (stages, materials) 0-1."""
    rows = list(reprisal.members)
    sold = state.spot.trade[number_of(state)]
    total = sold.sum(axis=0)
    weight = weight_of_members(state) if reprisal.answers else use_of(state, rows)
    part: Array = np.divide(sold[rows].sum(axis=0), total, out=np.full(total.shape, weight), where=total > 1)
    return part


def watch(
    state: State, shocks: tuple[Shock, ...], before: tuple[NDArray[np.int64], NDArray[np.bool_]], season: int
) -> None:
    """Count closures while the dominant supplier undercuts; afterwards begin or end recoupment.

    Parameters
    ----------
    before : mines and plants that were shut before this quarter's closures.
    """
    desk, books = state.dominance, state.books
    if any(shock.kind == "price undercut" and strikes(state, shock) for shock in shocks):
        _count(state, before)
        if desk.limit is not None:
            desk.limit = None
            _freed(state, season, "it sells below its price again")
        return
    if desk.mines_out is None or desk.plants_out is None:
        return
    desk.mines_out, desk.plants_out = desk.mines_out & (books.mine_shut > 0), desk.plants_out & books.shut()
    gone = int(desk.mines_out.sum() + desk.plants_out.sum())
    if desk.limit is None and gone and season > desk.until:
        _recoup(state, gone, season)
    elif desk.limit is not None and (not gone or season >= desk.until):
        desk.limit, desk.mines_out, desk.plants_out = None, None, None
        why = "those driven out are back" if not gone else "its time is over"
        _freed(state, season, why)


def _freed(state: State, season: int, why: str) -> None:
    """Log that the dominant supplier has stopped recouping."""
    text = f"{state.names[number_of(state)]} lets its exports run freely again: {why}."
    state.log.note(state.now, "policy", (number_of(state),), text, season % 4 + 1, follows=(UNDERCUTTING,))


def _count(state: State, before: tuple[NDArray[np.int64], NDArray[np.bool_]]) -> None:
    desk, books, number = state.dominance, state.books, number_of(state)
    mines = (books.mine_shut > 0) & ~(before[0] > 0) & (books.shape.mine_nation != number)
    plants = books.shut() & ~(before[1] > 0)
    plants[number] = False
    desk.mines_out = mines if desk.mines_out is None else desk.mines_out | mines
    desk.plants_out = plants if desk.plants_out is None else desk.plants_out | plants


def _recoup(state: State, gone: int, season: int) -> None:
    """Ask the dominant supplier how far it cuts exports to recoup while the rivals it drove out are closed."""
    desk = state.dominance
    quarters = state.setting.strains.recoupment_quarters
    if not quarters:
        desk.until = season
        return

    def look(cut: float) -> Callable[[], dict[str, float]]:
        return lambda: {"worth": worth_of_cut(state, cut)}

    cuts = tuple(Cut(look=look(cut), share=cut) for cut in CUTS)
    earning = state.ask(number_of(state), EarnBack(gone=gone, quarters=quarters, cuts=cuts))
    if earning.later:
        return
    if earning.share:
        begin_to_earn(
            state, gone, season, earning.share, f"with exports cut by {percent(earning.share)} {earning.reason}"
        )
    else:
        desk.until, desk.mines_out, desk.plants_out = season + quarters, None, None


def begin_to_earn(state: State, gone: int, season: int, share: float, said: str) -> None:
    """Cut all exports by a share while the rivals driven out are closed; ``said`` ends the sentence in the log."""
    desk, number = state.dominance, number_of(state)
    desk.until = season + state.setting.strains.recoupment_quarters
    desk.limit = limit_of(state, share)
    text = (
        f"{state.names[number]} earns back what undercutting cost: {gone} mines and lines elsewhere have closed, and "
        f"{said}."
    )
    state.log.note(state.now, "policy", (number,), text, season % 4 + 1, about=UNDERCUTTING, follows=(UNDERCUTTING,))


def driven_out(state: State) -> int:
    """Count mines and lines elsewhere that closed while the dominant supplier undercut, and are not open again."""
    desk, books = state.dominance, state.books
    if desk.mines_out is None or desk.plants_out is None:
        return 0
    return int((desk.mines_out & (books.mine_shut > 0)).sum() + (desk.plants_out & books.shut()).sum())


def limit_of(state: State, cut: float) -> Array:
    """Exports that a cut of all of them leaves, (stages, materials) t/yr; ore flows freely."""
    limit = np.full_like(state.usual_exports, np.inf)
    limit[1:] = (1 - cut) * state.usual_exports[1:]
    return limit


def worth_of_cut(state: State, cut: float) -> float:
    """The dominant supplier's utility in a market in which it cuts its exports, USD m/yr."""
    number, quarter = number_of(state), state.books.working()
    if cut:
        quota = quarter.quota.copy()
        quota[number] = np.minimum(quota[number], limit_of(state, cut))
        quarter = with_smuggling(replace(quarter, quota=quota), state.setting, state.usual_exports)
    outcome: Outcome = state.clear(quarter)
    return float(money(state.chain, quarter, outcome)[number])
