"""Private money: plants that investors add because they pay, and plants that close because they do not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.accord.appraisal import earned, margins
from agents.articles import LOOK_AHEAD, USD_M, bank_loans
from agents.state import State
from agents.world.books import Addition, Books, Project
from agents.world.plant_support import IDLE
from agents.world.plants import HEAVY_PART, best_mine, plan
from agents.world.rates import annuity
from agents.world.setting import CONVERSIONS, MATERIALS
from agents.world.wording import plant_size
from agents.year import loans
from market.chain import Outcome, Quarter
from market.elementary import power
from market.vintages import Vintages
from negotiation.least_worth import LEAST_PRICE, exceeds

Array = NDArray[np.float64]


def enter(state: State) -> None:
    """Let private investors add plants that pay their required return at the prices they expect some years ahead.

    They allow for the effect on prices of plants already under way, add at most a share of existing capacity
    and grow more slowly where know-how is scarce; they ignore what their plant does for others' security.
    """
    market, books = state.setting.market, state.books
    quarter, usual, aid = _outlook(state)
    alone = state.clear(books.forecast(LOOK_AHEAD, now=state.now, leader_grows=False)).planning_price
    ours, theirs = margins(usual, quarter, books, aid), margins(alone, quarter, books, aid)
    usually = annuity(market.hurdle_rate, market.plant_life)
    for nation in state.nations:
        for kind, (addition, size) in _openings(
            books, nation.number, float(books.expertise[nation.number]), market.private_ramp
        ).items():
            if size <= 0:
                continue
            scale = min(size / market.plant_size[kind], 1.0)
            unit = market.capex[kind] * power(scale, market.scale_exponent - 1)
            cost = unit * size * USD_M
            leads = nation.profile.key == state.setting.risks.dominant
            rent = earned(addition, theirs if leads else ours)
            if not exceeds(rent * loans.years(state, nation.number), cost):
                continue
            lent = not exceeds(rent * usually, cost)
            if lent and not loans.lend(state, nation.number, cost):
                continue  # It pays only with a loan, and the banks have no more to lend this year.
            lead = market.lead_time[kind] if kind != "mine" else max(market.lead_time[kind] // 2, 1)
            label = f"private {kind} capacity in {nation.profile.name}"
            lead += bank_loans.SLOWER if lent else 0
            books.projects.append(Project(addition=addition, opens=state.now + lead, owner=nation.number, label=label))
            state.book.money["investment"][nation.number] += cost


def _outlook(state: State) -> tuple[Quarter, Array, Array]:
    """The market that investors expect some years ahead with the accord's articles in force, and its prices.

    Returns
    -------
    The market; prices (nations, stages, materials) USD/kg; what a price floor pays, (nations, conversions, materials)
    USD/kg of input.
    """
    quarter = state.appraiser.quarter(LOOK_AHEAD)
    usual = state.appraiser.base(LOOK_AHEAD).calm_outcome.planning_price
    if state.accord is None:
        return quarter, usual, np.zeros_like(quarter.making_cost)
    under, _, unit = state.accord.policy(state.books, quarter, usual, state.clear)
    aid = np.zeros_like(quarter.making_cost)
    members = list(state.accord.members)
    aid[members, 0] = unit * quarter.recovery[members, 0]
    return under, state.clear(under).planning_price, aid


def _openings(books: Books, number: int, expertise: float, ramp: float) -> dict[str, tuple[Addition, float]]:
    """Capacity that investors could add in a nation this year, by kind, with its size in t/yr.

    An expansion of a working mine is counted here; it takes half as long as a new one.
    """
    found: dict[str, tuple[Addition, float]] = {}
    mine = best_mine(books, number)
    if mine >= 0:
        addition = books.nothing()
        addition.mine[mine] = ramp * books.base.mine_capacity[mine]
        found["mine"] = addition, float(addition.mine[mine])
    for step, kind in enumerate(("separation", "magnet")):
        addition = books.nothing()
        own, world = books.base.capacity[number, step, 0], books.base.capacity[:, step, 0].sum()
        size = ramp * expertise * max(own, 0.01 * world)
        addition.capacity[number, step] = size, size * HEAVY_PART
        found[kind] = addition, float(size)
    addition = books.nothing()
    size = (
        ramp
        * expertise
        * max(books.base.recycling_capacity[number, 0], 0.01 * books.base.recycling_capacity[:, 0].sum())
    )
    addition.recycling[number] = size, size * HEAVY_PART
    found["recycling"] = addition, float(size)
    return found


def close_and_reopen(state: State, quarter: Quarter, outcome: Outcome, season: int) -> None:
    """Close plants that have been idle too long, and reopen those that have seen good prices long enough.

    Closing and reopening take time (``exit_quarters``, ``restart_quarters``); that is what makes undercutting bite.
    """
    books, market = state.books, state.setting.market
    shape = books.shape
    price = outcome.planning_price
    basket = shape.mine_light * price[shape.mine_nation, 0, 0] + shape.mine_heavy * price[shape.mine_nation, 0, 1]
    mine_idle = outcome.mined < IDLE * books.base.mine_capacity
    earned = quarter.recovery * price[:, 1:] - price[:, :-1]
    # Costs as they are this quarter, support included; sizes as they are, open or shut.
    now, stand = Vintages.of(quarter), Vintages.of(books.base).sizes
    before = books.mine_shut > 0, books.plant_shut > 0
    books.mine_loss, books.mine_shut = _turn(
        books.mine_loss,
        books.mine_shut,
        mine_idle,
        exceeds(basket, quarter.mine_cost, LEAST_PRICE),
        books.base.mine_capacity,
        market.exit_quarters,
        market.restart_quarters,
    )
    books.plant_loss, books.plant_shut = _turn(
        books.plant_loss,
        books.plant_shut,
        outcome.vintages < IDLE * stand,
        exceeds(earned[None], now.costs, LEAST_PRICE),
        stand,
        market.exit_quarters,
        market.restart_quarters,
    )
    _tell(state, before, season)


def _turn(
    loss: NDArray[np.int64],
    shut: NDArray[np.int64],
    idle: NDArray[np.bool_],
    pays: NDArray[np.bool_],
    capacity: Array,
    exit_after: int,
    restart: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count a quarter: losses in a row while open, good quarters while shut."""
    is_open = shut == 0
    loss = np.where(is_open & idle & ~pays & (capacity > 0), loss + 1, 0)
    closes = loss >= exit_after
    shut = np.where(is_open, 0, np.where(pays, shut - 1, shut))
    return np.where(closes, 0, loss), np.where(closes, max(restart, 1), shut)


def _tell(state: State, before: tuple[NDArray[np.bool_], NDArray[np.bool_]], season: int) -> None:
    books, quarter = state.books, season % 4 + 1
    mines = [mine for nation in state.setting.nations for mine in nation.mines]
    for mine in np.flatnonzero((books.mine_shut > 0) != before[0]):
        owner, verb = int(books.shape.mine_nation[mine]), "closes" if books.mine_shut[mine] else "opens again"
        state.log.note(state.now, "closure", (owner,), f"{mines[mine].name} in {state.names[owner]} {verb}.", quarter)
    sizes = Vintages.of(books.base).sizes
    for dear, nation, step, material in np.argwhere((books.plant_shut > 0) != before[1]):
        size, shut = (array[dear, nation, step, material] for array in (sizes, books.plant_shut))
        if size < 50:
            continue
        which, verb = "The dearer plants" if dear else "Plants", "close" if shut else "open again"
        what = f"{which} for {CONVERSIONS[step]} ({MATERIALS[material]}, {size:,.0f} t/yr)"
        state.log.note(state.now, "closure", (int(nation),), f"{what} in {state.names[nation]} {verb}.", quarter)


def stands(state: State, nation: int, kind: str, size: float) -> None:
    """Open a plant next year by a facilitator's order; without a site nothing happens."""
    chosen = plan(state.books, nation, (kind,))
    if chosen is None:
        told = f"A {kind} plant for {state.names[nation]} finds no site."
        state.log.note(state.now, "refusal", (nation,), told)
        return
    new = Project(
        addition=chosen.addition.times(size), opens=state.now + 1, owner=nation, label=f"{chosen.label}, newly found"
    )
    state.books.projects.append(new)
    told = f"A plant nobody knew of, {chosen.label}, {plant_size(size)}, opens next year."
    state.log.note(state.now, "investment", (nation,), told)
