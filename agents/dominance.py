"""What the dominant supplier does about others: it answers a growing accord, and earns back what undercutting cost.

Neither is nature's: retaliation draws from the stream of politics and recoupment draws nothing, so that all regimes
still meet the same shocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.events import ACCORD, CRISIS, UNDERCUTTING
from agents.fringe import with_smuggling
from agents.nature import Shock
from agents.questions.power import Cut, EarnBack, Retaliate
from agents.saying import counted, percent
from agents.streams import stream
from agents.valuation import money
from market.chain import Outcome, Quarter

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]
CUTS = (0.0, 0.1, 0.2, 0.3, 0.4)
"""Export cuts that it looks at when it earns back, shares of usual exports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprisal:
    """Exports withheld from some nations, in answer to an accord or because the government wants it so."""

    start: int
    """Quarter of the run in which it starts."""
    quarters: int
    size: float
    """Share of the exports to those nations that is withheld (0-1)."""
    members: tuple[int, ...]
    """The nations."""
    answers: bool = True
    """Whether it answers an accord."""

    def active(self, season: int) -> bool:
        """Tell whether it is on in a quarter of the run."""
        return self.start <= season < self.start + self.quarters


@dataclass
class Dominance:
    """What the dominant supplier is about. The model writes it; everything else reads it."""

    reprisals: list[Reprisal] = field(default_factory=list)
    mines_out: NDArray[np.bool_] | None = None
    """(mines,) closed while it undercut, and not open again."""
    plants_out: NDArray[np.bool_] | None = None
    """(nations, conversions, materials), likewise."""
    limit: Array | None = None
    """(stages, materials) t/yr of exports while it earns back; None while it does not."""
    until: int = 0
    """Quarter of the run in which it stops earning back at the latest."""

    def restricts(self, season: int) -> bool:
        """Tell whether a reprisal is on."""
        return any(reprisal.active(season) for reprisal in self.reprisals)


def number_of(model: AllianceModel) -> int:
    """Place of the dominant supplier in the scenario."""
    return model.keys.index(model.setting.risks.dominant)


def strikes(model: AllianceModel, shock: Shock) -> bool:
    """Tell whether a shock of nature's path takes place; undercutting does not where it is switched off."""
    return shock.kind != "price undercut" or model.setting.failures.undercutting


def weight_of_members(model: AllianceModel) -> float:
    """Members' share of all use outside the dominant supplier (0-1); 0 without an accord."""
    return 0.0 if model.accord is None else use_of(model, list(model.accord.members))


def use_of(model: AllianceModel, rows: list[int]) -> float:
    """Share of some nations in all use outside the dominant supplier (0-1)."""
    use = model.books.base.demand.sum(axis=(1, 2))
    elsewhere = use.sum() - use[number_of(model)]
    return float(use[rows].sum() / max(elsewhere, 1e-9))


def retaliate(model: AllianceModel) -> None:
    """Ask the dominant supplier once a year whether it restricts exports to the accord's members."""
    risks, now, accord, number = model.setting.risks, model.now, model.accord, number_of(model)
    others = accord is not None and model.setting.failures.retaliation and number not in accord.members
    members = accord.members if accord is not None and others else ()
    weight = weight_of_members(model) if members else 0.0
    question = Retaliate(
        members=members,
        weight=weight,
        chance=risks.export_ban * model.setting.strains.retaliation_rise * weight,
        cut=risks.ban_cut,
        quarters=risks.ban_quarters,
    )
    rng = stream("reprisals", model.seed, model.replication, now)
    for answer in model.ask(number, question, rng):
        if not members:
            title, why = "Withhold exports from the accord's members", "no accord of others is there to answer"
            model.log.undone(now, number, model.names[number], title, why)
            continue
        reprisal = Reprisal(
            start=4 * now + answer.quarter - 1, quarters=answer.quarters, size=answer.size, members=members
        )
        model.dominance.reprisals.append(reprisal)
        text = (
            f"{model.names[number]} answers the accord, {answer.reason}: from quarter {answer.quarter} it withholds "
            f"{percent(reprisal.size)} of its exports of oxide and magnets to them for "
            f"{counted(reprisal.quarters, 'quarter')}."
        )
        model.log.note(now, "policy", (number, *reprisal.members), text, about=CRISIS, follows=(ACCORD,))


def with_dominance(model: AllianceModel, quarter: Quarter, season: int) -> Quarter:
    """The same market under reprisals and recoupment.

    A reprisal cuts exports by what it means to withhold from members. Others feel it too: goods go round through
    third nations to whoever pays most, so what is withheld from some is missed by all.
    """
    number, desk = number_of(model), model.dominance
    quota = quarter.quota.copy()
    if desk.limit is not None:
        quota[number] = np.minimum(quota[number], desk.limit)
    for reprisal in (r for r in desk.reprisals if r.active(season)):
        quota[number] = np.minimum(quota[number], left_by(model, reprisal))
    return replace(quarter, quota=quota)


def left_by(model: AllianceModel, reprisal: Reprisal) -> Array:
    """Exports that a reprisal leaves, (stages, materials) t/yr; ore flows freely."""
    left = np.clip((1 - reprisal.size * _part_of(model, reprisal)) * model.usual_exports, 0, None)
    left[0] = np.inf
    return left


def _part_of(model: AllianceModel, reprisal: Reprisal) -> Array:
    """Part of the dominant supplier's exports that goes to those whom a reprisal hits, (stages, materials) 0-1."""
    rows = list(reprisal.members)
    sold = model.spot.trade[number_of(model)]
    total = sold.sum(axis=0)
    weight = weight_of_members(model) if reprisal.answers else use_of(model, rows)
    part: Array = np.divide(sold[rows].sum(axis=0), total, out=np.full(total.shape, weight), where=total > 1)
    return part


def watch(
    model: AllianceModel, shocks: tuple[Shock, ...], before: tuple[NDArray[np.int64], NDArray[np.bool_]], season: int
) -> None:
    """Keep count of who closes while the dominant supplier undercuts; afterwards earn back, or stop doing so.

    Parameters
    ----------
    before : mines and plants that stood shut before this quarter's closures.
    """
    desk, books = model.dominance, model.books
    if any(shock.kind == "price undercut" and strikes(model, shock) for shock in shocks):
        _count(model, before)
        if desk.limit is not None:
            desk.limit = None
            _freed(model, season, "it sells below its price again")
        return
    if desk.mines_out is None or desk.plants_out is None:
        return
    desk.mines_out, desk.plants_out = desk.mines_out & (books.mine_shut > 0), desk.plants_out & books.shut()
    gone = int(desk.mines_out.sum() + desk.plants_out.sum())
    if desk.limit is None and gone and season > desk.until:
        _recoup(model, gone, season)
    elif desk.limit is not None and (not gone or season >= desk.until):
        desk.limit, desk.mines_out, desk.plants_out = None, None, None
        why = "those driven out are back" if not gone else "its time is over"
        _freed(model, season, why)


def _freed(model: AllianceModel, season: int, why: str) -> None:
    """Write down that the dominant supplier no longer earns back."""
    text = f"{model.names[number_of(model)]} lets its exports run freely again: {why}."
    model.log.note(model.now, "policy", (number_of(model),), text, season % 4 + 1, follows=(UNDERCUTTING,))


def _count(model: AllianceModel, before: tuple[NDArray[np.int64], NDArray[np.bool_]]) -> None:
    desk, books, number = model.dominance, model.books, number_of(model)
    mines = (books.mine_shut > 0) & ~(before[0] > 0) & (books.shape.mine_nation != number)
    plants = books.shut() & ~(before[1] > 0)
    plants[number] = False
    desk.mines_out = mines if desk.mines_out is None else desk.mines_out | mines
    desk.plants_out = plants if desk.plants_out is None else desk.plants_out | plants


def _recoup(model: AllianceModel, gone: int, season: int) -> None:
    """Ask the dominant supplier how far it cuts its exports while those driven out are away, to earn back."""
    desk = model.dominance
    quarters = model.setting.strains.recoupment_quarters
    if not quarters:
        desk.until = season
        return

    def look(cut: float) -> Callable[[], dict[str, float]]:
        return lambda: {"worth": worth_of_cut(model, cut)}

    cuts = tuple(Cut(look=look(cut), share=cut) for cut in CUTS)
    earning = model.ask(number_of(model), EarnBack(gone=gone, quarters=quarters, cuts=cuts))
    if earning.later:
        return
    if earning.share:
        begin_to_earn(
            model, gone, season, earning.share, f"with exports cut by {percent(earning.share)} {earning.reason}"
        )
    else:
        desk.until, desk.mines_out, desk.plants_out = season + quarters, None, None


def begin_to_earn(model: AllianceModel, gone: int, season: int, share: float, said: str) -> None:
    """Cut all exports by a share while those driven out are away; ``said`` ends the sentence that tells of it."""
    desk, number = model.dominance, number_of(model)
    desk.until = season + model.setting.strains.recoupment_quarters
    desk.limit = limit_of(model, share)
    text = (
        f"{model.names[number]} earns back what undercutting cost: {gone} mines and lines elsewhere have closed, and "
        f"{said}."
    )
    model.log.note(model.now, "policy", (number,), text, season % 4 + 1, about=UNDERCUTTING, follows=(UNDERCUTTING,))


def driven_out(model: AllianceModel) -> int:
    """Count mines and lines elsewhere that closed while the dominant supplier undercut, and are not open again."""
    desk, books = model.dominance, model.books
    if desk.mines_out is None or desk.plants_out is None:
        return 0
    return int((desk.mines_out & (books.mine_shut > 0)).sum() + (desk.plants_out & books.shut()).sum())


def limit_of(model: AllianceModel, cut: float) -> Array:
    """Exports that a cut of all of them leaves, (stages, materials) t/yr; ore flows freely."""
    limit = np.full_like(model.usual_exports, np.inf)
    limit[1:] = (1 - cut) * model.usual_exports[1:]
    return limit


def worth_of_cut(model: AllianceModel, cut: float) -> float:
    """What the dominant supplier has from a market in which it cuts its exports, USD m/yr."""
    number, quarter = number_of(model), model.books.working()
    if cut:
        quota = quarter.quota.copy()
        quota[number] = np.minimum(quota[number], limit_of(model, cut))
        quarter = with_smuggling(replace(quarter, quota=quota), model.setting, model.usual_exports)
    outcome: Outcome = model.clear(quarter)
    return float(money(model.chain, quarter, outcome)[number])
