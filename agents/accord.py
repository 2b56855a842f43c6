"""An accord in force: its members, its text, its fund and its reserve."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from agents.articles import ArticleValues, Text, addition_rent, with_floor, with_standard
from agents.books import ACCORD, Books, Project
from agents.plants import projects
from agents.setting import Setting
from agents.valuation import USD_M
from market.chain import Outcome, Quarter

Array = NDArray[np.float64]


@dataclass
class Accord:
    """What the accord holds this year. The model writes it; everything else reads it."""

    setting: Setting
    members: tuple[int, ...]
    text: Text
    values: ArticleValues
    """Worth of its articles as its members saw it at the last summit."""
    split: Array
    """(nations,) share of its returns that each gets."""
    founded: int
    review: int
    """Round of the next summit that may change the text."""
    treasury: float = 0.0
    """Money in the joint fund, USD m."""
    reserve: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """Shared reserve by holder, (nations, materials), t of oxide."""
    target: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """What each holder has promised, (nations, materials), t."""
    notice: dict[int, int] = field(default_factory=dict)
    """Members that have given notice, and the round in which they leave."""

    def policy(self, books: Books, quarter: Quarter, price: Array) -> tuple[Quarter, Array, Array]:
        """Put the articles into force in a market.

        Returns
        -------
        The market; share of damage avoided (nations,); payment per tonne of input to members' separation
        (materials,) USD/kg.
        """
        standard, relief = with_standard(books, quarter, self.members, self.text.standard_level)
        paid, unit = with_floor(books, standard, self.members, self.text.price_floor, price)
        return paid, relief, unit

    def floor_transfers(self, unit: Array, outcome: Outcome) -> Array:
        """Who pays for the price floor, (nations,) USD m/yr; members pay by their use, and nothing is left over.

        The payment itself already stands in the producers' rent, so only the paying is booked here.
        """
        total = float((outcome.made[list(self.members), 0] @ unit).sum()) * USD_M
        use = np.zeros(len(self.split))
        use[list(self.members)] = outcome.consumed.sum(axis=(1, 2))[list(self.members)]
        if use.sum() <= 0:
            use[list(self.members)] = 1.0
        return -total * use / use.sum()

    def contributions(self) -> Array:
        """What each member pays into the fund this year, (nations,) USD m."""
        paid = np.zeros(len(self.split))
        paid[list(self.members)] = self.values.contribution(self.text)[list(self.members)]
        return paid

    def build(self, books: Books, now: int) -> tuple[list[Project], float, str]:
        """Spend the fund on the plant that serves the members best, once it pays for a third of one."""
        best = self.values.fund_plan(self.members, self.text)
        if best is None:
            return [], 0.0, ""
        chosen = best[0]
        exponent = self.setting.market.scale_exponent
        size = chosen.size_for(self.treasury, exponent)
        if size < 0.33:
            return [], 0.0, ""
        cost = chosen.cost_at(size, exponent)
        self.treasury -= cost
        return (
            projects(books, chosen, size, ACCORD, now),
            cost,
            f"{chosen.label}, {size:.0%} of the reference plant, {cost:,.0f} USD m",
        )

    def purchases(self, years: float = 3.0) -> Array:
        """Reserve bought this year towards the target, (nations, materials) t/yr."""
        return np.clip(self.target - self.reserve, 0, None) / years

    def returns(self, books: Books, price: Array, quarter: Quarter) -> Array:
        """What the fund's plants earn in each nation in a year, (nations,) USD m."""
        earned = np.zeros(len(self.split))
        if books.owned is None:
            return earned
        for nation in range(len(earned)):
            alone = books.nothing()
            mine = np.where(books.shape.mine_nation == nation, books.owned.mine, 0.0)
            capacity, recycling = alone.capacity.copy(), alone.recycling.copy()
            capacity[nation], recycling[nation] = books.owned.capacity[nation], books.owned.recycling[nation]
            part = replace(alone, mine=mine, capacity=capacity, recycling=recycling)
            earned[nation] = addition_rent(part, price, quarter, books)
        return earned

    def share_out(self, earned: Array) -> Array:
        """Take the returns from the hosts and give each member its share, (nations,) USD m, summing to 0."""
        return earned.sum() * self.split - earned
