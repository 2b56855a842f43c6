"""Four quarters of a year: shocks strike, markets clear, promises are kept or broken, stocks are released."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import (
    alliances,
    clauses,
    communities,
    dominance,
    emergencies,
    expulsion,
    holding,
    outsiders,
    pie,
    rationing,
)
from agents.articles import USD_M
from agents.books import undercut_cost, with_shocks
from agents.delivering import Kept
from agents.events import CRISIS, UNDERCUTTING
from agents.fringe import with_smuggling
from agents.investing import close_and_reopen
from agents.nature import Shock
from agents.promises import QuarterOfPromises, live
from agents.saying import counted, percent
from agents.streams import stream
from agents.support import with_support
from agents.valuation import damage, stage_shares, wanted
from agents.yearbook import Yearbook
from market.chain import Outcome, Quarter
from market.dependence import drawn_of
from market.welfare import welfare

if TYPE_CHECKING:
    from agents.model import AllianceModel

Array = NDArray[np.float64]
HABIT = 0.25
"""Share of the way that expected prices move to the new one in a quarter; about a year to get used to a price."""


def live_quarter(model: AllianceModel, season: int) -> None:
    """Live through one quarter of the run (``season`` counts from 0)."""
    shocks = tuple(shock for shock in model.nature.in_quarter(season) if dominance.strikes(model, shock))
    _tell_shocks(model, season)
    crisis = any(shock.kind == "export ban" for shock in shocks) or model.dominance.restricts(season)
    model.book.banned |= crisis
    quarter, relief, floor = _market(model, shocks, season, crisis=crisis)
    model.unrestrained = quarter.demand
    quarter = holding.place_orders(model, quarter, shocks, season)
    quarter = emergencies.respond(model, quarter, season, crisis=crisis)
    model.promises.members = model.accord.members if model.accord else ()
    outsiders.file(model, season)
    disputes = model.promises.disputes
    came = live(
        model.promises,
        quarter,
        model.clear,
        now=model.now,
        season=season,
        crisis=crisis,
        trust=model.trust.expected,
        ask=model.ask,
        draw=lambda number: stream("keeping promises", model.seed, model.replication, season, number),
        settled=dict(model.handed.settled),
        lost=_lost(model, quarter),
    )
    for note in came.notes:
        model.log.note(
            model.now, note.kind, note.actors, note.text, season % 4 + 1, about=note.about, follows=note.follows
        )
    outsiders.settle(model, disputes, season)
    _account(model, came, relief, floor, crisis=crisis)
    _pay_for_undercutting(model, shocks, came.outcome)
    _settle_stocks(model, came.outcome)
    holding.settle(model, came.outcome)
    emergencies.settle(model, came.quarter, came.outcome)
    before = model.books.mine_shut.copy(), model.books.shut()
    close_and_reopen(model, came.quarter, came.outcome, season)
    dominance.watch(model, shocks, before, season)
    model.spot = came.outcome
    price = came.outcome.planning_price[:, 2]
    model.books.expected += HABIT * (np.minimum(price, model.weights.shortage_cost) - model.books.expected)
    if not shocks and not model.dominance.restricts(season) and model.dominance.limit is None:
        model.usual_exports = 0.75 * model.usual_exports + 0.25 * _exports(model, came.outcome)


def _tell_shocks(model: AllianceModel, season: int) -> None:
    for shock in (s for s in model.nature.starting(season) if dominance.strikes(model, s)):
        actors, text = _told(model, shock)
        about = {"export ban": CRISIS, "price undercut": UNDERCUTTING}.get(shock.kind, "")
        model.log.note(model.now, "shock", actors, text, season % 4 + 1, about=about)


def _told(model: AllianceModel, shock: Shock) -> tuple[tuple[int, ...], str]:
    """Say who is concerned by a shock, and what it is."""
    dominant = model.keys.index(model.setting.risks.dominant)
    name, time = model.names[dominant], f"for {counted(shock.quarters, 'quarter')}"
    if shock.kind == "export ban":
        what = "heavy oxide and magnets" if shock.heavy_only else "oxide and magnets"
        if shock.target:
            target = model.keys.index(shock.target)
            return (dominant, target), f"{name} stops exports of {what} to {model.names[target]} {time}."
        return (dominant,), f"{name} withholds {percent(shock.size)} of its usual exports of {what} {time}."
    if shock.kind == "mine outage":
        owner = model.keys.index(shock.target)
        mine = [mine for nation in model.setting.nations for mine in nation.mines][shock.mine]
        return (owner,), f"{mine.name} in {model.names[owner]} loses {percent(shock.size)} of its output {time}."
    if shock.kind == "demand surge":
        return (), f"Demand for {shock.target} rises by {percent(shock.size)} {time}."
    return (dominant,), f"{name} sells oxide {percent(shock.size)} below its price {time}."


def _market(
    model: AllianceModel, shocks: tuple[Shock, ...], season: int, *, crisis: bool
) -> tuple[Quarter, Array, Array]:
    """Put together the quarter's market.

    What works, nature's shocks, the accord's articles, restrictions, purchases.
    """
    quarter = model.books.working()
    relief, floor = np.zeros(len(model.keys)), np.zeros(2)
    if model.accord is not None:
        quarter, relief, floor = model.accord.policy(model.books, quarter, model.spot.price, model.clear)
        if crisis:
            quarter = model.accord.ready(model.books, quarter)
    quarter, spared = _alliances(model, quarter, crisis=crisis)
    relief = np.maximum(relief, spared)
    quarter, better = clauses.in_force(model.books, quarter, model.promises.uses(model.now), relief)
    quarter, model.paid = with_support(quarter, model.books.supported, model.spot.planning_price)
    calmer = communities.stoppages_avoided(model.accord) if model.accord is not None else relief
    calmer, relief = np.minimum(calmer + better - relief, 1.0), better
    quarter = with_shocks(quarter, model.setting, shocks, model.usual_exports, calmer[model.books.shape.mine_nation])
    quarter = dominance.with_dominance(model, quarter, season)
    ban = quarter.ban
    if model.restricted:
        ban = ban.copy()
        ban[list(model.restricted), :, 0] = True
    purchase = quarter.purchase + model.purchase
    purchase[:, 1] += model.reserve_purchase
    if crisis:
        purchase = np.zeros_like(purchase)  # Nobody fills a stock while supply is short.
    limited = with_smuggling(replace(quarter, ban=ban, purchase=purchase), model.setting, model.usual_exports)
    return limited, relief, floor


def _alliances(model: AllianceModel, quarter: Quarter, *, crisis: bool) -> tuple[Quarter, Array]:
    """Put the alliances that stand beside the accord into force; returns the damage that they spare as well."""
    present = alliances.standing(model.setting, model.year)
    price = model.spot.price
    quarter, spared, model.floors = alliances.policy(present, model.books, quarter, price, model.clear)
    return (alliances.ready(present, model.books, quarter) if crisis else quarter), spared


def _account(
    model: AllianceModel, came: QuarterOfPromises, relief: Array, floor: Array, *, crisis: bool = False
) -> None:
    """Write the quarter into the yearbook; the market speaks in annual rates, a quarter is a fourth of them."""
    book, outcome, quarter = model.book, came.outcome, came.quarter
    parts = welfare(model.books.shape, quarter, outcome)
    # What members forgo by restraint they wanted all the same, and it is missed.
    want = wanted(replace(quarter, demand=model.unrestrained), model.books.expected)
    consumed = outcome.consumed
    if crisis and (first := rationing.priority(model)).any():
        consumed = rationing.serve(consumed, want, first)
        lost = rationing.worth_lost(quarter, outcome, consumed, model.weights.shortage_cost)
        book.money["consumer_surplus"] -= lost / 4
    shortfall = np.clip(want - consumed, 0, None)
    missed = (shortfall * model.weights.uses[:, None]).sum(axis=1)
    harm = damage(model.books, quarter, outcome, relief)
    price = outcome.price
    carrying = model.setting.market.carrying_rate
    held = model.books.stock + (model.accord.reserve if model.accord else 0.0)
    books = {
        "consumer_surplus": parts.consumer_surplus,
        "producer_rent": parts.mine_rent,
        "refiner_rent": parts.making_rent + parts.recycling_rent,
        "trade_rent": parts.trade_rent,
        "stock_trade": parts.holder_cash,
        "public_revenue": parts.tax_revenue + parts.quota_rent + parts.release_revenue - parts.purchase_cost,
        "shortage_cost": (missed * model.weights.shortage_cost).sum(axis=1) * USD_M,
        "stock_cost": (carrying * (held * price[:, 1]).sum(axis=1) + holding.carrying(model, price)) * USD_M,
    }
    for name, figure in books.items():
        book.money[name] += figure / 4
    support = (model.paid * outcome.vintages).sum(axis=(0, 2, 3)) * USD_M / 4
    book.money["public_revenue"] -= support
    book.support += support
    for nation in model.nations:
        nation.spend(float(support[nation.number]))
    book.money["contracts"] += came.transfers
    book.money["litigation"] += came.costs
    book.amends += came.amends
    beside = alliances.floor_transfers(model.floors, outcome) / 4
    book.money["transfers"] += beside
    book.support -= beside
    if model.accord is not None:
        paid = model.accord.floor_transfers(floor, outcome) / 4
        book.money["transfers"] += paid
        model.floor_paid -= float(paid.sum())
        book.support -= paid
        communities.share_rent(model.accord, book, parts.mine_rent / 4, parts.making_rent / 4)
    book.damage += harm / 4
    book.strategic += model.weights.strategic * stage_shares(model.books, outcome) / 4
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
    _keep_extremes(model, price, consumed, want, shortfall)
    for one in came.kept:
        _remember(book, one)
        if one.missed:
            owed = one.delivery.obligation
            expulsion.fault(model, owed.debtor, one.account.pair, owed.id)


def _keep_extremes(model: AllianceModel, price: Array, consumed: Array, want: Array, shortfall: Array) -> None:
    """Write down what a year's mean would hide: how dear magnets were outside, and how much of the want was met."""
    book, out = model.book, np.arange(len(model.keys)) != model.keys.index(model.setting.risks.dominant)
    use = consumed[out].sum(axis=1)
    mean = (price[out, 2] * use).sum(axis=0) / np.maximum(use.sum(axis=0), 1e-9)
    book.peak = np.maximum(book.peak, mean)
    book.service.append(1 - float(shortfall[out].sum() / max(want[out].sum(), 1e-9)))


def _remember(book: Yearbook, one: Kept) -> None:
    """Book what each side had promised the other; what the terms or the law allow to be missing was not owed."""
    seller, buyer = one.account.pair
    owed = one.delivery.delivered if one.lawful else one.delivery.obligation.quantity - one.excused
    book.promised_to[buyer, seller] += owed
    book.given_to[buyer, seller] += owed if one.side == "buyer" else one.delivery.delivered
    if not one.lawful:
        book.promised_to[seller, buyer] += owed
        book.given_to[seller, buyer] += one.delivery.delivered if one.side == "buyer" else owed
    book.breaches += one.missed


def _lost(model: AllianceModel, quarter: Quarter) -> Array:
    """Share of each nation's open mines that outages have taken this quarter, (nations,) 0-1."""
    owner, nations = model.books.shape.mine_nation, len(model.keys)
    usual = np.bincount(owner, weights=model.books.working().mine_capacity, minlength=nations)
    now = np.bincount(owner, weights=quarter.mine_capacity, minlength=nations)
    lost: Array = np.clip(1 - np.divide(now, usual, out=np.ones(nations), where=usual > 0), 0, 1)
    return lost


def _pay_for_undercutting(model: AllianceModel, shocks: tuple[Shock, ...], outcome: Outcome) -> None:
    """Charge the dominant supplier's treasury with its subsidies; its producers' rent already holds them."""
    dominant = model.keys.index(model.setting.risks.dominant)
    for shock in shocks:
        if shock.kind == "price undercut":
            cost = undercut_cost(model.setting, shock.size, outcome.mined, outcome.made)
            model.book.money["public_revenue"][dominant] -= cost / 4


def _settle_stocks(model: AllianceModel, outcome: Outcome) -> None:
    """Add what was bought and take off what was sold.

    Public stocks and the reserve sell in proportion to what they offered.
    """
    offered = model.offered + model.offered_reserve
    part = np.divide(model.offered, offered, out=np.zeros_like(offered), where=offered > 0)
    released = outcome.released[:, 1] / 4
    model.books.stock -= released * part
    bought = outcome.purchased[:, 1] / 4
    total = model.purchase[:, 1] + model.reserve_purchase
    own = np.divide(model.purchase[:, 1], total, out=np.zeros_like(total), where=total > 0)
    model.books.stock += bought * own
    if model.accord is not None:
        # As public revenue books them: bought in the home market, sold at the price of own output.
        paid, earned = outcome.state[0, :, 1], outcome.producer_price[:, 1]
        pie.book_reserve(model.accord, bought * (1 - own), released * (1 - part), paid=paid, earned=earned)
        model.accord.reserve -= released * (1 - part)
        model.accord.reserve += bought * (1 - own)
        np.clip(model.accord.reserve, 0, None, out=model.accord.reserve)
    np.clip(model.books.stock, 0, None, out=model.books.stock)


def _exports(model: AllianceModel, outcome: Outcome) -> Array:
    """Exports of the dominant supplier, (stages, materials) t/yr."""
    dominant = model.keys.index(model.setting.risks.dominant)
    exports: Array = outcome.trade[dominant].sum(axis=0)
    return exports
