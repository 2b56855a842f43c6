"""Four quarters of a year: shocks strike, markets clear, promises are kept or broken, stocks are released."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agents.accord import communities
from agents.articles import USD_M
from agents.state import State
from agents.supply import clauses
from agents.supply.delivery import Kept
from agents.supply.quarter_of_promises import QuarterOfPromises, live
from agents.treaty import alliances
from agents.world.books import undercut_cost, with_shocks
from agents.world.events import CRISIS, UNDERCUTTING
from agents.world.nature import Shock
from agents.world.plant_support import with_support
from agents.world.smuggling import with_smuggling
from agents.world.streams import stream
from agents.world.wording import counted, percent
from agents.world.yearbook import Yearbook
from agents.worth.valuation import damage, stage_shares, wanted
from agents.year import benefit_sharing, dominance, emergencies, expulsion, private_stocks, rationing, wall_claims
from agents.year.investment import close_and_reopen
from market.chain import Outcome, Quarter
from market.dependence import drawn_of
from market.welfare import welfare

Array = NDArray[np.float64]
HABIT = 0.25
"""Share of the distance by which expected prices move to the new one in a quarter; it takes about a year to adjust."""


def live_quarter(state: State, season: int) -> None:
    """Live through one quarter of the run (``season`` counts from 0)."""
    shocks = tuple(shock for shock in state.nature.in_quarter(season) if dominance.strikes(state, shock))
    _tell_shocks(state, season)
    crisis = any(shock.kind == "export ban" for shock in shocks) or state.dominance.restricts(season)
    state.book.banned |= crisis
    quarter, relief, floor = _market(state, shocks, season, crisis=crisis)
    state.unrestrained = quarter.demand
    quarter = private_stocks.place_orders(state, quarter, shocks, season)
    quarter = emergencies.respond(state, quarter, season, crisis=crisis)
    state.promises.members = state.accord.members if state.accord else ()
    wall_claims.file(state, season)
    disputes = state.promises.disputes
    came = live(
        state.promises,
        quarter,
        state.clear,
        now=state.now,
        season=season,
        crisis=crisis,
        trust=state.trust.expected,
        ask=state.ask,
        draw=lambda number: stream("keeping promises", state.seed, state.replication, season, number),
        settled=dict(state.handed.settled),
        lost=_lost(state, quarter),
    )
    for note in came.notes:
        state.log.note(
            state.now, note.kind, note.actors, note.text, season % 4 + 1, about=note.about, follows=note.follows
        )
    wall_claims.settle(state, disputes, season)
    _account(state, came, relief, floor, crisis=crisis)
    _pay_for_undercutting(state, shocks, came.outcome)
    _settle_stocks(state, came.outcome)
    private_stocks.settle(state, came.outcome)
    emergencies.settle(state, came.quarter, came.outcome)
    before = state.books.mine_shut.copy(), state.books.shut()
    close_and_reopen(state, came.quarter, came.outcome, season)
    dominance.watch(state, shocks, before, season)
    state.spot = came.outcome
    price = came.outcome.planning_price[:, 2]
    state.books.expected += HABIT * (np.minimum(price, state.weights.shortage_cost) - state.books.expected)
    if not shocks and not state.dominance.restricts(season) and state.dominance.limit is None:
        state.usual_exports = 0.75 * state.usual_exports + 0.25 * _exports(state, came.outcome)


def _tell_shocks(state: State, season: int) -> None:
    for shock in (s for s in state.nature.starting(season) if dominance.strikes(state, s)):
        actors, text = _told(state, shock)
        about = {"export ban": CRISIS, "price undercut": UNDERCUTTING}.get(shock.kind, "")
        state.log.note(state.now, "shock", actors, text, season % 4 + 1, about=about)


def _told(state: State, shock: Shock) -> tuple[tuple[int, ...], str]:
    """Name the nations a shock concerns, and describe it."""
    dominant = state.keys.index(state.setting.risks.dominant)
    name, time = state.names[dominant], f"for {counted(shock.quarters, 'quarter')}"
    if shock.kind == "export ban":
        what = "heavy oxide and magnets" if shock.heavy_only else "oxide and magnets"
        if shock.target:
            target = state.keys.index(shock.target)
            return (dominant, target), f"{name} stops exports of {what} to {state.names[target]} {time}."
        return (dominant,), f"{name} withholds {percent(shock.size)} of its usual exports of {what} {time}."
    if shock.kind == "mine outage":
        owner = state.keys.index(shock.target)
        mine = [mine for nation in state.setting.nations for mine in nation.mines][shock.mine]
        return (owner,), f"{mine.name} in {state.names[owner]} loses {percent(shock.size)} of its output {time}."
    if shock.kind == "demand surge":
        return (), f"Demand for {shock.target} rises by {percent(shock.size)} {time}."
    return (dominant,), f"{name} sells oxide {percent(shock.size)} below its price {time}."


def _market(state: State, shocks: tuple[Shock, ...], season: int, *, crisis: bool) -> tuple[Quarter, Array, Array]:
    """Put together the quarter's market.

    It holds the plants that are open, nature's shocks, the accord's articles, restrictions and purchases.
    """
    quarter = state.books.working()
    relief, floor = np.zeros(len(state.keys)), np.zeros(2)
    if state.accord is not None:
        quarter, relief, floor = state.accord.policy(state.books, quarter, state.spot.price, state.clear)
        if crisis:
            quarter = state.accord.ready(state.books, quarter)
    quarter, spared = _alliances(state, quarter, crisis=crisis)
    relief = np.maximum(relief, spared)
    quarter, better = clauses.in_force(state.books, quarter, state.promises.uses(state.now), relief)
    quarter, state.paid = with_support(quarter, state.books.supported, state.spot.planning_price)
    calmer = communities.stoppages_avoided(state.accord) if state.accord is not None else relief
    calmer, relief = np.minimum(calmer + better - relief, 1.0), better
    quarter = with_shocks(quarter, state.setting, shocks, state.usual_exports, calmer[state.books.shape.mine_nation])
    quarter = dominance.with_dominance(state, quarter, season)
    ban = quarter.ban
    if state.restricted:
        ban = ban.copy()
        ban[list(state.restricted), :, 0] = True
    purchase = quarter.purchase + state.purchase
    purchase[:, 1] += state.reserve_purchase
    if crisis:
        purchase = np.zeros_like(purchase)  # Nobody fills a stock while supply is short.
    limited = with_smuggling(replace(quarter, ban=ban, purchase=purchase), state.setting, state.usual_exports)
    return limited, relief, floor


def _alliances(state: State, quarter: Quarter, *, crisis: bool) -> tuple[Quarter, Array]:
    """Put the alliances beside the accord into force; returns the market and the damage that they avoid."""
    present = alliances.standing(state.setting, state.year)
    price = state.spot.price
    quarter, spared, state.floors = alliances.policy(present, state.books, quarter, price, state.clear)
    return (alliances.ready(present, state.books, quarter) if crisis else quarter), spared


def _account(state: State, came: QuarterOfPromises, relief: Array, floor: Array, *, crisis: bool = False) -> None:
    """Write the quarter into the yearbook; the market gives annual rates, of which a quarter is a fourth."""
    book, outcome, quarter = state.book, came.outcome, came.quarter
    parts = welfare(state.books.shape, quarter, outcome)
    # Members wanted what they forgo by restraint, so it counts as missing.
    want = wanted(replace(quarter, demand=state.unrestrained), state.books.expected)
    consumed = outcome.consumed
    if crisis and (first := rationing.priority(state)).any():
        consumed = rationing.serve(consumed, want, first)
        lost = rationing.worth_lost(quarter, outcome, consumed, state.weights.shortage_cost)
        book.money["consumer_surplus"] -= lost / 4
    shortfall = np.clip(want - consumed, 0, None)
    missed = (shortfall * state.weights.uses[:, None]).sum(axis=1)
    harm = damage(state.books, quarter, outcome, relief)
    price = outcome.price
    carrying = state.setting.market.carrying_rate
    held = state.books.stock + (state.accord.reserve if state.accord else 0.0)
    books = {
        "consumer_surplus": parts.consumer_surplus,
        "producer_rent": parts.mine_rent,
        "refiner_rent": parts.making_rent + parts.recycling_rent,
        "trade_rent": parts.trade_rent,
        "stock_trade": parts.holder_cash,
        "public_revenue": parts.tax_revenue + parts.quota_rent + parts.release_revenue - parts.purchase_cost,
        "shortage_cost": (missed * state.weights.shortage_cost).sum(axis=1) * USD_M,
        "stock_cost": (carrying * (held * price[:, 1]).sum(axis=1) + private_stocks.carrying(state, price)) * USD_M,
    }
    for name, figure in books.items():
        book.money[name] += figure / 4
    support = (state.paid * outcome.vintages).sum(axis=(0, 2, 3)) * USD_M / 4
    book.money["public_revenue"] -= support
    book.support += support
    for nation in state.nations:
        nation.spend(float(support[nation.number]))
    book.money["contracts"] += came.transfers
    book.money["litigation"] += came.costs
    book.amends += came.amends
    beside = alliances.floor_transfers(state.floors, outcome) / 4
    book.money["transfers"] += beside
    book.support -= beside
    if state.accord is not None:
        paid = state.accord.floor_transfers(floor, outcome) / 4
        book.money["transfers"] += paid
        state.floor_paid -= float(paid.sum())
        book.support -= paid
        communities.share_rent(state.accord, book, parts.mine_rent / 4, parts.making_rent / 4)
    book.damage += harm / 4
    book.strategic += state.weights.strategic * stage_shares(state.books, outcome) / 4
    book.price += price / 4
    book.consumed += consumed / 4
    book.wanted += want / 4
    book.missing += shortfall / 4
    book.made += outcome.made / 4
    book.recycled += outcome.recycled / 4
    book.drawn += drawn_of(outcome) / 4
    book.mined += outcome.mined / 4
    book.trade += outcome.trade / 4
    book.delivered += (quarter.committed - outcome.undelivered) / 4
    _keep_extremes(state, price, consumed, want, shortfall)
    for one in came.kept:
        _remember(book, one)
        if one.missed:
            owed = one.delivery.obligation
            expulsion.fault(state, owed.debtor, one.account.pair, owed.id)


def _keep_extremes(state: State, price: Array, consumed: Array, want: Array, shortfall: Array) -> None:
    """Keep what a year's mean would hide: the highest magnet price outside, and the share of demand that was met."""
    book, out = state.book, np.arange(len(state.keys)) != state.keys.index(state.setting.risks.dominant)
    use = consumed[out].sum(axis=1)
    mean = (price[out, 2] * use).sum(axis=0) / np.maximum(use.sum(axis=0), 1e-9)
    book.peak = np.maximum(book.peak, mean)
    book.service.append(1 - float(shortfall[out].sum() / max(want[out].sum(), 1e-9)))


def _remember(book: Yearbook, one: Kept) -> None:
    """Book what each side owed the other; shortfalls that the terms or the law allow were not owed."""
    seller, buyer = one.account.pair
    owed = one.delivery.delivered if one.lawful else one.delivery.obligation.quantity - one.excused
    book.promised_to[buyer, seller] += owed
    book.given_to[buyer, seller] += owed if one.side == "buyer" else one.delivery.delivered
    if not one.lawful:
        book.promised_to[seller, buyer] += owed
        book.given_to[seller, buyer] += one.delivery.delivered if one.side == "buyer" else owed
    book.breaches += one.missed


def _lost(state: State, quarter: Quarter) -> Array:
    """Share of each nation's open mines that outages have taken this quarter, (nations,) 0-1."""
    owner, nations = state.books.shape.mine_nation, len(state.keys)
    usual = np.bincount(owner, weights=state.books.working().mine_capacity, minlength=nations)
    now = np.bincount(owner, weights=quarter.mine_capacity, minlength=nations)
    lost: Array = np.clip(1 - np.divide(now, usual, out=np.ones(nations), where=usual > 0), 0, 1)
    return lost


def _pay_for_undercutting(state: State, shocks: tuple[Shock, ...], outcome: Outcome) -> None:
    """Charge the dominant supplier's treasury with its subsidies; its producers' rent already holds them."""
    dominant = state.keys.index(state.setting.risks.dominant)
    for shock in shocks:
        if shock.kind == "price undercut":
            cost = undercut_cost(state.setting, shock.size, outcome.mined, outcome.made)
            state.book.money["public_revenue"][dominant] -= cost / 4


def _settle_stocks(state: State, outcome: Outcome) -> None:
    """Add purchases to stocks and subtract sales.

    Public stocks and the reserve sell in proportion to what they offered.
    """
    offered = state.offered + state.offered_reserve
    part = np.divide(state.offered, offered, out=np.zeros_like(offered), where=offered > 0)
    released = outcome.released[:, 1] / 4
    state.books.stock -= released * part
    bought = outcome.purchased[:, 1] / 4
    total = state.purchase[:, 1] + state.reserve_purchase
    own = np.divide(state.purchase[:, 1], total, out=np.zeros_like(total), where=total > 0)
    state.books.stock += bought * own
    if state.accord is not None:
        # As public revenue books them: bought in the home market, sold at the price of own output.
        paid, earned = outcome.state[0, :, 1], outcome.producer_price[:, 1]
        benefit_sharing.book_reserve(state.accord, bought * (1 - own), released * (1 - part), paid=paid, earned=earned)
        state.accord.reserve -= released * (1 - part)
        state.accord.reserve += bought * (1 - own)
        np.clip(state.accord.reserve, 0, None, out=state.accord.reserve)
    np.clip(state.books.stock, 0, None, out=state.books.stock)


def _exports(state: State, outcome: Outcome) -> Array:
    """Exports of the dominant supplier, (stages, materials) t/yr."""
    dominant = state.keys.index(state.setting.risks.dominant)
    exports: Array = outcome.trade[dominant].sum(axis=0)
    return exports
