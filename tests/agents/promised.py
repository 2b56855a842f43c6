"""Promises over a market of three nations that always clears at the same prices, to be checked by hand."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import numpy as np

from agents.players.orders import AUTOMATIC
from agents.players.port import USUAL, answer, rule, usually
from agents.supply.agreements import SupplyAgreement
from agents.supply.promises import Promises
from agents.supply.quarter_of_promises import live
from agents.terms.lane import Lane

SELLER, BUYER, OTHER = 0, 1, 2
QUIET = {
    "supply.breach_noise": 0.0,
    "supply.detection": 1.0,
    "trust.gossip": 0.0,
    "supply.forum": "none",
    "supply.look_ahead": 400,
    "disputes.members_forum": "none",
    "trust.reciprocity": 0.0,
}


@dataclass(frozen=True, kw_only=True)
class Market:
    """Only what promises look at in a quarter."""

    committed: np.ndarray = field(default_factory=lambda: np.zeros((3, 3, 3, 2)))
    freight: np.ndarray = field(default_factory=lambda: np.zeros((3, 3)))
    ban: np.ndarray = field(default_factory=lambda: np.zeros((3, 3, 3, 2), dtype=bool))
    quota: np.ndarray = field(default_factory=lambda: np.full((3, 3, 2), np.inf))

    def changed(self, **figures):
        return replace(self, **figures)


def agreement(**changes):
    lane = Lane(seller=SELLER, buyer=BUYER, stage=1, material=0, tonnes=400.0, waits=0, score=0.0)
    given = {
        "number": 12,
        "lane": lane,
        "tonnes": 400.0,
        "price_rule": "fixed",
        "base_price": 50.0,
        "emergency": True,
        "damages": 1.0,
        "signed": 0,
        "starts": 0,
        "ends": 400,
    } | changes
    return SupplyAgreement(**given)


def market(spot=50.0, there=None, able=np.inf, quota=np.inf):
    """A market of three nations that always clears at the same prices; the seller has ``able`` t/yr to deliver."""
    price = np.full((3, 3, 2), spot)
    at_buyer = price.copy()
    at_buyer[BUYER] = spot if there is None else there

    def clear(met):
        missing = np.zeros((3, 3, 3, 2))
        missing[SELLER, BUYER, 1, 0] = max(met.committed[SELLER, BUYER, 1, 0] - able, 0.0)
        return SimpleNamespace(producer_price=price, price=at_buyer, undelivered=missing)

    return Market(quota=np.full((3, 3, 2), quota)), clear


def go(promises, quarter, clear, season=0, **changes):
    given = {
        "now": season // 4,
        "season": season,
        "crisis": False,
        "trust": np.ones((3, 3)),
        "ask": usually,
        "draw": lambda number: np.random.default_rng([season, number]),
        "settled": {},
    } | changes
    return live(promises, quarter, clear, **given)


def promised(setting, worth=(0.0, 0.0), **changes):
    promises = Promises(setting, ("Australia", "Japan", "China"))
    promises.sign(agreement(**changes), worth)
    return promises


def played_by(**strategies):
    """Each side asks its own strategy: ``seller`` and ``buyer`` name one, all else is decided the usual way."""
    names = {{"seller": SELLER, "buyer": BUYER}[side]: name for side, name in strategies.items()}

    def ask(nation, question, rng=None, *, about=()):
        if nation not in names:
            return usually(nation, question, rng, about=about)
        return rule(names[nation], question.verb)(question, rng or np.random.default_rng((nation, *about)))

    return ask


def governed(seller=AUTOMATIC, buyer=AUTOMATIC):
    """People at either side hand in orders; what these leave open is decided the usual way."""
    orders = {SELLER: seller, BUYER: buyer}

    def ask(nation, question, rng=None, *, about=()):
        return answer(USUAL, orders.get(nation, AUTOMATIC), question, rng or np.random.default_rng((nation, *about)))

    return ask
