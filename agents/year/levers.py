"""Unilateral levers: the moves each nation could make alone, valued by the market, and those it makes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.articles import LOOK_AHEAD, USD_M
from agents.questions.levers import (
    Build,
    Buy,
    Choice,
    Move,
    Restrict,
    RestrictChoice,
    StockChoice,
    Support,
    SupportChoice,
    Undone,
    View,
)
from agents.state import State
from agents.supply.agreements import AHEAD
from agents.supply.breach_costs import let_down
from agents.world.nation import Nation
from agents.world.plants import OWN_PACKAGES, SMALLEST, Plan, plan, projects
from agents.world.setting import CONVERSIONS
from agents.world.wording import plant_size
from agents.worth.valuation import Prospect, reserve_tonnes
from market.vintages import Vintages

Array = NDArray[np.float64]
STOCK_DAYS, MOST_DAYS = 30.0, 180.0
LEAST_KEPT = 100.0
"""t/yr of input below which no government considers keeping plants open."""
LEAST_BUDGET = 5.0
"""USD m of budget below which a government considers no plant."""


def view_of(state: State, nation: Nation) -> View:
    """Show a nation the world as it may see it, with its choices at home valued."""
    market = state.setting.market
    profile, number = nation.profile, nation.number
    days = stock_days(state, number)
    return View(
        key=profile.key,
        name=profile.name,
        role=profile.role,
        regime=state.regime,
        year=state.year,
        budget=nation.savings,
        joint_part=0.0 if state.regime == "unilateral" else market.joint_part,
        crisis_chance=nation.crisis_chance,
        crisis_time=state.crisis_time(nation),
        discount_rate=profile.discount_rate,
        horizon=state.setting.horizon,
        plant_life=market.plant_life,
        risk_aversion=profile.priorities.risk_aversion,
        scale_exponent=market.scale_exponent,
        carrying_rate=market.carrying_rate,
        stock_days=days,
        supported=tuple(map(bool, state.books.supported[number])),
        supply_gap=float(state.book.supply_gap[number]) if state.now else 0.0,
        member=state.is_member(number),
        bound=(state.is_member(number) and state.setting.accord.open_trade) or number in state.walls.open_,
        trust=tuple(state.trust.expected[number]),
        let_down_by=tuple(
            name for other, name in enumerate(state.names) if let_down(state.promises, number, other, 4 * state.now)
        ),
        choices=tuple(_choices(state, nation)),
        stock_choice=_stock(state, number) if days < MOST_DAYS else None,
        restrict_choice=_restrict(state, number),
        support_choices=tuple(_supports(state, number)),
    )


def stock_days(state: State, number: int) -> float:
    """Public stock of a nation in days of its net imports; 999 where it imports nothing."""
    daily = reserve_tonnes(state.appraiser.base(1), number, 1.0).sum()
    return float(min(state.books.stock[number].sum() / daily, 999.0)) if daily > 0 else 999.0


def _gain(known: Prospect, changed: Prospect, number: int) -> tuple[float, float, float]:
    return (
        float(changed.calm[number] - known.calm[number]),
        float(changed.crisis[number] - known.crisis[number]),
        float(known.shortage[number] - changed.shortage[number]),
    )


def _told(known: Prospect, changed: Prospect, number: int) -> dict[str, float]:
    return dict(zip(("gain_calm", "gain_crisis", "gain_tail"), _gain(known, changed, number), strict=True))


def _choices(state: State, nation: Nation) -> list[Choice]:
    appraiser = state.appraiser
    found: list[Choice] = []
    if nation.savings < LEAST_BUDGET:
        return found
    for kinds in OWN_PACKAGES:
        chosen = plan(state.books, nation.number, kinds)
        if chosen is None or chosen.size_for(nation.savings, state.setting.market.scale_exponent) < SMALLEST:
            continue

        def look(chosen: Plan = chosen, kinds: tuple[str, ...] = kinds) -> dict[str, float]:
            built = appraiser.with_plants(LOOK_AHEAD, chosen.addition, (nation.number, kinds))
            return _told(appraiser.base(LOOK_AHEAD), built, nation.number)

        found.append(Choice(look=look, plan=chosen))
    return found


def _stock(state: State, number: int) -> StockChoice | None:
    appraiser, known = state.appraiser, state.appraiser.base(1)
    tonnes = reserve_tonnes(known, number, STOCK_DAYS)
    cost = float((tonnes * known.calm_outcome.planning_price[number, 1]).sum()) * USD_M
    if cost < 0.1:
        return None
    release = np.zeros((len(state.keys), 2))
    release[number] = tonnes * 4 / state.setting.risks.ban_quarters

    def look() -> dict[str, float]:
        return _told(known, appraiser.with_stock(1, release), number)

    return StockChoice(look=look, tonnes=(float(tonnes[0]), float(tonnes[1])), cost=cost)


def _restrict(state: State, number: int) -> RestrictChoice | None:
    mines = state.books.shape.mine_nation == number
    refines = state.books.base.capacity[number, 0].sum() > 100
    if not refines or state.books.base.mine_capacity[mines].sum() < 100:
        return None
    appraiser = state.appraiser

    def look() -> dict[str, float]:
        quarter = appraiser.quarter(1)
        ban = quarter.ban.copy()
        ban[number, :, 0] = True
        return _told(appraiser.base(1), appraiser.look(1, quarter.changed(ban=ban)), number)

    return RestrictChoice(look=look)


def _supports(state: State, number: int) -> list[SupportChoice]:
    """Value, three years ahead, keeping open the plants that are idle or are supported now."""
    books, appraiser, found = state.books, state.appraiser, []
    known, idle = appraiser.base(AHEAD), appraiser.idle(AHEAD)[:, number, :, 0]
    large = Vintages.of(books.base).sizes[:, number, :, 0] >= LEAST_KEPT
    at_stake = (large & (idle | (books.plant_shut[:, number, :, 0] > 0))).any(axis=0)
    for step in range(len(CONVERSIONS)):
        if books.supported[number, step] and large[:, step].any():
            calm, crisis, tail = _gain(appraiser.without_support(AHEAD, number, step), known, number)
        elif at_stake[step]:
            calm, crisis, tail = _gain(known, appraiser.with_support(AHEAD, number, step), number)
        else:
            continue
        found.append(SupportChoice(step=step, gain_calm=calm, gain_crisis=crisis, gain_tail=tail))
    return found


def apply(state: State, nation: Nation, moves: tuple[Move, ...]) -> None:
    """Carry out a nation's moves at home, and log them; ``weapons.apply`` carries out weapons."""
    before = state.books.supported[nation.number].copy()
    state.books.supported[nation.number] = False
    for move in moves:
        if isinstance(move, Build):
            nation.spend(move.cost)
            state.book.money["investment"][nation.number] += move.cost
            state.books.projects += projects(state.books, move.plan, move.size, nation.number, state.now)
            state.log.note(
                state.now,
                "investment",
                (nation.number,),
                (f"{nation.profile.name} builds {move.plan.label}, {plant_size(move.size)}: {move.reason}."),
            )
        elif isinstance(move, Buy):
            nation.spend(move.cost)
            state.purchase[nation.number, 1] += np.array(move.tonnes)
            state.log.note(
                state.now,
                "policy",
                (nation.number,),
                (f"{nation.profile.name} buys {sum(move.tonnes):,.0f} t of oxide for its stock: {move.reason}."),
            )
        elif isinstance(move, Support):
            state.books.supported[nation.number, move.step] = True
            if not before[move.step]:
                state.log.note(
                    state.now,
                    "policy",
                    (nation.number,),
                    f"{nation.profile.name} keeps its plants for {CONVERSIONS[move.step]} open at public cost: "
                    f"{move.reason}.",
                )
        elif isinstance(move, Restrict):
            state.restricted.add(nation.number)
            state.book.restrictions += 1
            state.log.note(
                state.now,
                "policy",
                (nation.number,),
                f"{nation.profile.name} keeps its ore at home this year: {move.reason}.",
            )
        elif isinstance(move, Undone):
            state.log.undone(state.now, nation.number, nation.profile.name, move.title, move.reason)
