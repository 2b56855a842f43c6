"""Private stocks of oxide and magnets, quarter by quarter: alarm, orders, and how the orders were filled.

How holders decide is in `market/stocks.py`. This file says what alarms them and what they count as usual use; the
dominant supplier's own holders are never alarmed.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from agents.state import State
from agents.state.holders import Holders
from agents.world.habits import PrivateStocks
from agents.world.nature import Shock
from market import stocks
from market.chain import Outcome, Quarter
from market.stocks import Habits

Array = NDArray[np.float64]
STAGES_HELD = (1, 2)
"""Oxide and magnets; ore is bulky and not stored by traders."""
HABIT = 0.25
"""Share of the way that the use they count on moves to the last quarter's; about a year, as for expected prices."""


def open_holders(rules: PrivateStocks, outcome: Outcome) -> Holders:
    """Start with the usual cover of a calm market; nobody holds anything where that is switched off."""
    holders = Holders()
    if not rules.held:
        return holders
    holders.felt = np.zeros((len(outcome.price), 2))
    shared = {item.name: getattr(rules, item.name) for item in fields(Habits) if item.name != "stage"}
    for stage in STAGES_HELD:
        habits = Habits(stage=stage, **shared)
        holders.habits[stage], holders.usual[stage] = habits, stocks.use(outcome, habits)
        holders.stocks[stage] = stocks.at_rest(outcome, habits)
    return holders


def felt_by(state: State, shocks: tuple[Shock, ...], season: int) -> Array:
    """Share of usual exports that restrictions withhold, as buyers of each nation feel it, (nations, materials) 0-1."""
    felt_share = np.zeros((len(state.keys), 2))
    hearsay = state.setting.private_stocks.hearsay
    for shock in shocks:
        if shock.kind == "export ban":
            felt = np.full(len(state.keys), shock.size)
            if shock.target:
                felt = np.full(len(state.keys), hearsay)
                felt[state.keys.index(shock.target)] = 1.0
            felt_share[:, 1] = np.maximum(felt_share[:, 1], felt)
            if not shock.heavy_only:
                felt_share[:, 0] = np.maximum(felt_share[:, 0], felt)
    for reprisal in state.dominance.reprisals:
        if reprisal.active(season):
            felt = np.full(len(state.keys), hearsay * reprisal.size)
            felt[list(reprisal.members)] = reprisal.size
            felt_share = np.maximum(felt_share, felt[:, None])
    felt_share[state.keys.index(state.setting.risks.dominant)] = 0.0
    return np.clip(felt_share, 0.0, 1.0)


def place_orders(state: State, quarter: Quarter, shocks: tuple[Shock, ...], season: int) -> Quarter:
    """The same market with what private holders would buy and sell."""
    holders = state.holders
    if not holders.habits:
        return quarter
    felt = felt_by(state, shocks, season)
    # Only news alarms: what has been withheld for a while is no news.
    news = np.clip(felt - holders.felt, 0.0, None)
    holders.felt = felt
    for stage, habits in holders.habits.items():
        held = holders.stocks[stage]
        holders.stocks[stage] = replace(held, alarm=np.maximum(held.alarm, news))
        quarter = stocks.with_holders(quarter, holders.stocks[stage], habits, holders.usual[stage])
    state.book.alarm = np.maximum(state.book.alarm, holders.alarm)
    return quarter


def settle(state: State, outcome: Outcome) -> None:
    """Add purchases, subtract sales, and learn from the quarter's prices."""
    holders, book = state.holders, state.book
    calm = np.zeros((len(state.keys), 2))
    for stage, habits in holders.habits.items():
        # Alarm was raised when the orders were placed; it only fades from here.
        holders.stocks[stage] = stocks.advance(holders.stocks[stage], habits, outcome, calm)
        holders.usual[stage] = holders.usual[stage] + HABIT * (stocks.use(outcome, habits) - holders.usual[stage])
    book.hoarded += outcome.hoarded / 4
    book.unloaded += outcome.unloaded / 4
    book.smuggled += outcome.smuggled / 4


def carrying(state: State, price: Array) -> Array:
    """Yearly cost of holding private stock, (nations,) thousand USD at the carrying rate.

    Parameters
    ----------
    price : (nations, stages, materials) USD/kg.
    """
    holders = state.holders
    rate = state.setting.market.carrying_rate
    worth = [(holders.stocks[stage].held * price[:, stage]).sum(axis=1) for stage in holders.habits]
    return rate * np.sum(worth, axis=0) if worth else np.zeros(len(state.keys))
