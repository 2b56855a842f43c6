"""The dominant supplier's weapons as levers: the gain from each by the market, and how it is carried out.

Its government's orders act through the same code as nature's shocks, reprisals and recoupment, so markets, stocks,
beliefs and claims respond in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.questions.levers import Move, View
from agents.questions.power import (
    AnswerChoice,
    PayChoice,
    Power,
    Recoup,
    RecoupChoice,
    Release,
    Undercut,
    UndercutChoice,
    Withhold,
    WithholdChoice,
)
from agents.state import State
from agents.state.dominance import Reprisal
from agents.world.books import undercut_cost, with_shocks
from agents.world.events import CRISIS, UNDERCUTTING
from agents.world.nation import Nation
from agents.world.nature import Shock
from agents.world.smuggling import with_smuggling
from agents.world.wording import counted, percent
from agents.worth.valuation import Prospect
from agents.year import dominance, levers, restrictions
from agents.year.departures import LEAST, means, possible

if TYPE_CHECKING:
    from market.chain import Quarter

Array = NDArray[np.float64]
TRIED = 0.4
"""Share of exports withheld for which the gains on the menu hold."""
LEAST_BOUGHT = 0.02
"""Share of exports below which a buyer has no entry of its own on the menu."""
LONG, SHORT = 4, 2
"""Quarters for which exports may be withheld."""


def view_of(state: State, nation: Nation) -> View:
    """Show a nation the world as it may see it, with all its choices, weapons included."""
    return replace(levers.view_of(state, nation), power=power_of(state, nation.number))


def apply(state: State, nation: Nation, moves: tuple[Move, ...]) -> None:
    """Carry out a nation's moves, those at home first, and log them."""
    levers.apply(state, nation, moves)
    for move in moves:
        if isinstance(move, Withhold | Undercut | Recoup | Release):
            carry_out(state, move)


def power_of(state: State, number: int) -> Power | None:
    """Show a nation what it may do to others; None unless it is the dominant supplier."""
    if number != dominance.number_of(state):
        return None
    return Power(
        keys=state.keys,
        withhold=tuple(_withholding(state, number)),
        undercut=_undercutting(state, number),
        answer=_answer(state, number),
        recoup=_recoup(state),
        lasting=tuple(one.said for one in _lasting(state)),
        look=lambda: _payments(state),
    )


def _withholding(state: State, number: int) -> list[WithholdChoice]:
    """Offer a year and half a year against everybody, and a year against each of those who buy most."""
    sold = state.usual_exports[1:].sum()
    to = state.spot.trade[number, :, 1:].sum(axis=(1, 2))
    aims = [("", LONG, float(sold)), ("", SHORT, float(sold))]
    aims += [
        (key, LONG, float(to[other]))
        for other, key in enumerate(state.keys)
        if other != number and to[other] >= LEAST_BOUGHT * max(to.sum(), 1.0)
    ]
    found = []
    for target, quarters, tonnes in aims:
        share = 1.0 if target else TRIED
        order = Withhold(target=target, share=share, quarters=quarters, reason="")
        found.append(
            WithholdChoice(
                look=_look(state, number, _withheld(state, order), quarters),
                target=target,
                name=state.names[state.keys.index(target)] if target else "",
                quarters=quarters,
                tonnes=tonnes,
                valued_at=share,
            )
        )
    return found


def _look(
    state: State, number: int, change: Callable[[Quarter], Quarter], quarters: int
) -> Callable[[], dict[str, float]]:
    """Value a year under a weapon by the market, once the figure is read; USD m for the time that it lasts."""

    def look() -> dict[str, float]:
        known, hit = state.appraiser.base(1), under(state, change)
        calm, crisis = (float((after - before)[number]) for before, after in _pairs(known, hit))
        return {"gain_calm": calm * quarters / 4, "gain_crisis": crisis * quarters / 4}

    return look


def _pairs(known: Prospect, hit: Prospect) -> tuple[tuple[Array, Array], ...]:
    return (known.calm, hit.calm), (known.crisis, hit.crisis)


def under(state: State, change: Callable[[Quarter], Quarter]) -> Prospect:
    """Value next year's market under a weapon, leaks included."""
    quarter = with_smuggling(change(state.appraiser.quarter(1)), state.setting, state.usual_exports)
    return state.appraiser.look(1, quarter)


def _withheld(state: State, order: Withhold) -> Callable[[Quarter], Quarter]:
    """Return the function that withholds exports in a market."""
    number, what = dominance.number_of(state), _as_shock(state, order)

    def change(quarter: Quarter) -> Quarter:
        if isinstance(what, Shock):
            return with_shocks(quarter, state.setting, (what,), state.usual_exports)
        return _limited(quarter, number, dominance.left_by(state, what))

    return change


def _as_shock(state: State, order: Withhold) -> Shock | Reprisal:
    """Turn an order into a shock or a reprisal: part withheld from one nation is a reprisal, all else a stop."""
    start = 4 * state.now
    if order.target and order.share < 1:
        hit = (state.keys.index(order.target),)
        return Reprisal(start=start, quarters=order.quarters, size=order.share, members=hit, answers=False)
    return Shock(kind="export ban", start=start, quarters=order.quarters, size=order.share, target=order.target)


def _undercutting(state: State, number: int) -> UndercutChoice | None:
    if not state.setting.failures.undercutting:
        return None
    depth = state.setting.risks.undercut_depth
    shock = Shock(kind="price undercut", start=4 * state.now, quarters=LONG, size=depth)

    def look() -> dict[str, float]:
        known = state.appraiser.base(1)
        hit = under(state, lambda quarter: with_shocks(quarter, state.setting, (shock,), state.usual_exports))
        paid = undercut_cost(state.setting, depth, hit.calm_outcome.mined, hit.calm_outcome.made)
        calm, crisis = (float((after - before)[number]) for before, after in _pairs(known, hit))
        return {"gain_calm": calm - paid, "gain_crisis": crisis - paid, "paid": paid}

    # As deep as nature's own price cuts.
    most = float(np.clip(1.4 * depth, 0.0, 0.9))
    return UndercutChoice(look=look, quarters=LONG, most=most, valued_at=depth)


def _answer(state: State, number: int) -> AnswerChoice | None:
    accord, risks = state.accord, state.setting.risks
    if accord is None or not state.setting.failures.retaliation or number in accord.members:
        return None
    reprisal = Reprisal(start=4 * state.now, quarters=risks.ban_quarters, size=TRIED, members=accord.members)

    def change(quarter: Quarter) -> Quarter:
        return _limited(quarter, number, dominance.left_by(state, reprisal))

    return AnswerChoice(
        look=_look(state, number, change, risks.ban_quarters),
        quarters=risks.ban_quarters,
        weight=dominance.weight_of_members(state),
        valued_at=TRIED,
    )


def _recoup(state: State) -> RecoupChoice | None:
    gone, quarters = dominance.driven_out(state), state.setting.strains.recoupment_quarters
    undercuts = any(shock.kind == "price undercut" for shock in state.nature.in_quarter(4 * state.now))
    if not gone or not quarters or undercuts or state.dominance.limit is not None:
        return None

    def look() -> dict[str, float]:
        return {"gain": dominance.worth_of_cut(state, TRIED) - dominance.worth_of_cut(state, 0.0)}

    return RecoupChoice(look=look, gone=gone, quarters=quarters, valued_at=TRIED)


def _payments(state: State) -> tuple[PayChoice, ...]:
    """List the members that can be paid for leaving, as people at a table could."""
    most = means(state)
    return tuple(
        PayChoice(
            member=state.keys[one.member],
            name=state.names[one.member],
            enough=one.approach.yearly,
            most=most,
            gain=one.approach.gain,
            spared=one.approach.spared,
            notice=one.notice,
            years=one.years,
        )
        for one in possible(state)
        if most >= LEAST
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Next year's market without and with the order."""

    before: Prospect
    after: Prospect
    worth: float
    """Change of the dominant supplier's utility in a calm year for the time that it lasts, USD m."""


def foresee(state: State, orders: Sequence[Withhold | Undercut | Recoup], answer: float) -> Foreseen:
    """Value the market under all orders together.

    Parameters
    ----------
    answer : share of exports withheld from members of the accord (0-1).
    """
    number, start, usual = dominance.number_of(state), 4 * state.now, state.usual_exports
    longest, depth = 0, 0.0

    def change(quarter: Quarter) -> Quarter:
        for order in orders:
            match order:
                case Withhold():
                    quarter = _withheld(state, order)(quarter)
                case Undercut():
                    shock = Shock(kind="price undercut", start=start, quarters=order.quarters, size=order.depth)
                    quarter = with_shocks(quarter, state.setting, (shock,), usual)
                case Recoup():
                    quarter = _limited(quarter, number, dominance.limit_of(state, order.share))
        if answer and state.accord is not None:
            reprisal = Reprisal(start=start, quarters=1, size=answer, members=state.accord.members)
            quarter = _limited(quarter, number, dominance.left_by(state, reprisal))
        return quarter

    for order in orders:
        longest = max(longest, LONG if isinstance(order, Recoup) else order.quarters)
        depth = order.depth if isinstance(order, Undercut) else depth
    if answer:
        longest = max(longest, state.setting.risks.ban_quarters)
    before, after = state.appraiser.base(1), under(state, change)
    paid = undercut_cost(state.setting, depth, after.calm_outcome.mined, after.calm_outcome.made) if depth else 0.0
    worth = float(after.calm[number] - before.calm[number]) - paid
    return Foreseen(before=before, after=after, worth=worth * longest / 4)


def _limited(quarter: Quarter, number: int, most: Array) -> Quarter:
    quota = quarter.quota.copy()
    quota[number] = np.minimum(quota[number], most)
    return quarter.changed(quota=quota)


def carry_out(state: State, order: Withhold | Undercut | Recoup | Release) -> None:
    """Carry out the orders of the dominant supplier's government, and log them."""
    match order:
        case Withhold():
            withhold(state, order)
        case Undercut():
            undercut(state, order)
        case Recoup():
            recoup(state, order)
        case Release():
            release(state, order)


def withhold(state: State, order: Withhold) -> None:
    """Withhold exports from the beginning of the year on."""
    number, what = dominance.number_of(state), _as_shock(state, order)
    name, goods = state.names[number], "exports of oxide and magnets"
    actors: tuple[int, ...] = (number,)
    if order.target:
        target = state.keys.index(order.target)
        actors, to = (number, target), f" to {state.names[target]}"
        does = f"stops {goods}{to}" if order.share >= 1 else f"withholds {percent(order.share)} of its {goods}{to}"
    else:
        does = f"withholds {percent(order.share)} of its usual {goods}"
    if isinstance(what, Shock):
        state.nature = replace(state.nature, ordered=(*state.nature.ordered, what))
    else:
        state.dominance.reprisals.append(what)
    text = f"{name} {does} {_until(state, order.quarters)}: {order.reason}."
    state.log.note(state.now, "shock", actors, text, 1, about=CRISIS)


def undercut(state: State, order: Undercut) -> None:
    """Sell oxide below its price from the beginning of the year on."""
    number = dominance.number_of(state)
    shock = Shock(kind="price undercut", start=4 * state.now, quarters=order.quarters, size=order.depth)
    state.nature = replace(state.nature, ordered=(*state.nature.ordered, shock))
    text = (
        f"{state.names[number]} sells oxide {percent(order.depth)} below its price {_until(state, order.quarters)}: "
        f"{order.reason}."
    )
    state.log.note(state.now, "shock", (number,), text, 1, about=UNDERCUTTING)


def recoup(state: State, order: Recoup) -> None:
    """Cut all exports while the rivals driven out are closed."""
    gone, quarters = dominance.driven_out(state), state.setting.strains.recoupment_quarters
    said = f"it cuts its exports by {percent(order.share)} while they are away, {_until(state, quarters)} at the latest"
    dominance.begin_to_earn(state, gone, 4 * state.now, order.share, f"{said}: {order.reason}")


def release(state: State, order: Release) -> None:
    """End restrictions that began last year and would go on."""
    number = dominance.number_of(state)
    for one in _lasting(state):
        restrictions.lift(state, one.name, 4 * state.now - 1)
    text = f"{state.names[number]} lets its exports run freely again: {order.reason}."
    state.log.note(state.now, "policy", (number,), text, 1, about=CRISIS, follows=(CRISIS,))


def _lasting(state: State) -> list[restrictions.Restriction]:
    """List restrictions that began last year and would go on."""
    return [one for one in restrictions.in_force(state, 4 * state.now - 1) if one.over > 4 * state.now]


def _until(state: State, quarters: int) -> str:
    """Say how long an order of this year holds and when it ends."""
    last = 4 * state.now + quarters - 1
    year = state.setting.start_year + last // 4
    return f"for {counted(quarters, 'quarter')}, until the end of quarter {last % 4 + 1} of {year}"
