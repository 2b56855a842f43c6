"""The year's figures, added up over its quarters; metrics and records read them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MONEY = (
    "consumer_surplus",
    "producer_rent",
    "refiner_rent",
    "public_revenue",
    "trade_rent",
    "stock_trade",
    "contracts",
    "transfers",
    "investment",
    "stock_cost",
    "shortage_cost",
    "litigation",
    "administration",
)
COSTS = ("investment", "stock_cost", "shortage_cost", "litigation", "administration")


@dataclass
class Yearbook:
    """Sums and means of one year; arrays start with nations."""

    year: int
    nations: int
    uses: int
    mines: int
    money: dict[str, Array] = field(default_factory=dict)
    """(nations,) USD m for each of MONEY; COSTS count against welfare."""
    damage: Array = field(init=False)
    """(nations,) USD m."""
    community: Array = field(init=False)
    """(nations,) USD m a year that reaches communities."""
    strategic: Array = field(init=False)
    """(nations,) USD m a year, worth to governments of having stages at home."""
    price: Array = field(init=False)
    """(nations, stages, materials) mean of the market's prices over the four quarters, USD/kg."""
    consumed: Array = field(init=False)
    """(nations, uses, materials) t."""
    wanted: Array = field(init=False)
    """(nations, uses, materials) t wanted at the price that users had come to expect."""
    missing: Array = field(init=False)
    """(nations, uses, materials) t wanted at that price and not had."""
    made: Array = field(init=False)
    """(nations, conversions, materials) t."""
    mined: Array = field(init=False)
    """(mines,) t REO."""
    trade: Array = field(init=False)
    """(nations, nations, stages, materials) t on the spot market."""
    delivered: Array = field(init=False)
    """(nations, nations, stages, materials) t under agreements."""
    promised_to: Array = field(init=False)
    """(nations, nations) t owed to the row's nation by the column's."""
    given_to: Array = field(init=False)
    """(nations, nations) t delivered to the row's nation by the column's."""
    amends: Array = field(init=False)
    """(nations, nations) claims of the row's nation that the column's paid, each as a share of its stake."""
    drawn: Array = field(init=False)
    """(nations, stages, materials) t taken out of public and private stocks, less tonnes added."""
    peak: Array = field(init=False)
    """(materials,) highest quarterly price of magnets outside the dominant supplier, USD/kg."""
    service: list[float] = field(default_factory=list)
    """Share of demand outside the dominant supplier that was met, by quarter (0-1)."""
    hoarded: Array = field(init=False)
    """(nations, stages, materials) t that private holders added to stock."""
    unloaded: Array = field(init=False)
    """(nations, stages, materials) t that they sold from stock."""
    smuggled: Array = field(init=False)
    """(nations, stages, materials) t that left past a limit on exports, part of ``trade``."""
    alarm: Array = field(init=False)
    """(nations, materials) highest fear of shortage in the year (0-1)."""
    hurt_by: Array = field(init=False)
    """(nations, nations) how much the row's nation suffered from restrictions of the column's (0-1)."""
    support: Array = field(init=False)
    """(nations,) USD m that governments paid to keep their plants open, price floors included."""
    recycled: Array = field(init=False)
    """(nations, materials) t of oxide."""
    loans: float = 0.0
    """Lending of development banks, USD m."""
    false_papers: int = 0
    """Outsiders whose certificates an audit found false."""
    refused: int = 0
    """Outsiders whose true certificates an audit took for false."""
    breaches: int = 0
    restrictions: int = 0
    held_back: float = 0.0
    """Tonnes that members held back from the shared reserve."""
    fund_spent: float = 0.0
    """USD m that the joint fund spent on plants."""
    banned: bool = False
    """True if the dominant supplier restricted exports."""

    def __post_init__(self) -> None:
        """Start every sum at zero."""
        n, u = self.nations, self.uses
        self.money = {name: np.zeros(n) for name in MONEY}
        self.support, self.recycled = np.zeros(n), np.zeros((n, 2))
        self.damage, self.community, self.strategic = np.zeros(n), np.zeros(n), np.zeros(n)
        self.price, self.made, self.mined = np.zeros((n, 3, 2)), np.zeros((n, 2, 2)), np.zeros(self.mines)
        self.consumed, self.wanted, self.missing = (np.zeros((n, u, 2)) for _ in range(3))
        self.trade, self.delivered = np.zeros((n, n, 3, 2)), np.zeros((n, n, 3, 2))
        self.promised_to, self.given_to, self.amends, self.hurt_by = (np.zeros((n, n)) for _ in range(4))
        self.hoarded, self.unloaded, self.smuggled = (np.zeros((n, 3, 2)) for _ in range(3))
        self.alarm, self.peak = np.zeros((n, 2)), np.zeros(2)
        self.drawn = np.zeros((n, 3, 2))

    @property
    def welfare(self) -> Array:
        """Welfare of each nation, (nations,) USD m: gains less payments and losses."""
        return sum(((-1 if name in COSTS else 1) * self.money[name] for name in MONEY), np.zeros(self.nations))

    def utility(self, environment: Array) -> Array:
        """Welfare as its government weighs it, (nations,) USD m; no term for being allied."""
        return self.welfare - environment * (self.damage - self.community) + self.strategic

    @property
    def supply_gap(self) -> Array:
        """Share of users' demand that was not met, (nations,) 0-1."""
        wanted = self.wanted.sum(axis=(1, 2))
        return np.divide(self.missing.sum(axis=(1, 2)), wanted, out=np.zeros(self.nations), where=wanted > 0)
