"""An accord in force: its members, its text, its fund, its reserve and what it owes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from agents.accord.appraisal import addition_rent
from agents.accord.article_values import ArticleValues
from agents.accord.coalitions import shares, staying_out
from agents.articles import USD_M
from agents.articles.price_floor import with_floor
from agents.articles.standard_level import with_standard
from agents.terms.text import Text
from agents.treaty.policy import in_force, spare, standby_of, yearly_cost
from agents.world.books import Books
from agents.world.scene import Scene
from agents.world.setting import Setting
from market.chain import Outcome, Quarter

Array = NDArray[np.float64]


@dataclass
class Accord:
    """The accord's holdings and members this year. Phases of the year write it; everything else reads it."""

    setting: Setting
    members: tuple[int, ...]
    text: Text
    values: ArticleValues
    """Worth of its articles as its members saw it at the last summit."""
    split: Array
    """(nations,) share of its returns that each expects under the benefit rule."""
    founded: int
    review: int
    """Round of the next summit that may change the text."""
    renewed: int = 0
    """Round in which it was founded or last renewed; a sunset counts from there."""
    treasury: float = 0.0
    """Money in the joint fund, USD m."""
    owed: Array = field(default_factory=lambda: np.zeros(0))
    """Debt of the fund to each nation's development bank, (nations,) USD m."""
    spent: float = 0.0
    """Spending of the fund on plants, USD m."""
    spent_at_mines: float = 0.0
    """The part of it for separation where members mine, USD m."""
    reserve: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """Shared reserve by holder, (nations, materials), t of oxide."""
    target: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """Reserve promised by each holder, (nations, materials), t."""
    notice: dict[int, int] = field(default_factory=dict)
    """Members that have given notice, and the round in which they leave."""
    overstated: float = 1.0
    """Sum of the single articles' effects, divided by the effect of one run of the whole text."""
    kept: dict[int, float] = field(default_factory=dict)
    """Members that are paid to stay, USD m/yr."""
    paid_in: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) contributions not yet paid back, USD m."""
    reserve_cost: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """Cost of the shared reserve so far, (nations, materials), USD m."""
    reserve_gain: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) this year's sales of the reserve above its cost, USD m."""
    penalties: float = 0.0
    """Paid this year by nations that left, USD m; not yet distributed."""
    paid_out: float = 0.0
    """Paid out by the pool this year, USD m."""

    def __post_init__(self) -> None:
        """Open the accounts that were not given."""
        n = len(self.split)
        for name, shape in (("owed", (n,)), ("paid_in", (n,)), ("reserve_cost", (n, 2)), ("reserve_gain", (n,))):
            if getattr(self, name).size == 0:
                setattr(self, name, np.zeros(shape))

    @property
    def debt(self) -> float:
        """Debt of the fund to all development banks, USD m."""
        return float(self.owed.sum())

    @property
    def bloc(self) -> Array:
        """Number of each nation's region, (nations,)."""
        return regions(self.setting)

    def payoff(self) -> Array:
        """Every nation's gain from the accord, payments to stay included, (nations,) present value in USD m."""
        payoff = self.values.payoff(self.members, self.text, self.split)
        paid = np.zeros(len(payoff))
        for member, amount in self.kept.items():
            paid += amount * self.burden(member)
        return payoff + self.values.annuities * paid

    def burden(self, member: int) -> Array:
        """Shares of payers and receiver in each USD m paid to keep a member, (nations,); they sum to 0.

        The money leaves the pool before it is divided, so the others bear it in proportion to their shares.
        """
        part = np.clip(self.split, 0, None)
        part[member] = 0.0
        others = np.isin(np.arange(len(part)), [m for m in self.members if m != member])
        part = part / part.sum() if part.sum() > 0 else others / max(int(others.sum()), 1)
        part = -part
        part[member] = 1.0
        return part

    def outside(self, member: int) -> float:
        """A member's worth outside while the others carry on, present value in USD m."""
        return staying_out(self.values, self.members, self.text, member)

    def gains(self) -> Array:
        """Each member's gain from being in rather than out, (members,) present value in USD m."""
        payoff = self.payoff()
        return np.array([payoff[member] - self.outside(member) for member in self.members])

    def leave(self, member: int) -> None:
        """Go on without a member; the others share by the same rule."""
        self.members = tuple(m for m in self.members if m != member)
        self.target[member] = 0.0
        self.notice.pop(member, None)
        self.kept.pop(member, None)
        if len(self.members) > 1:
            self.split = shares(self.values, self.members, self.text, self.bloc)

    def policy(
        self, books: Books, quarter: Quarter, price: Array, clear: Callable[[Quarter], Outcome]
    ) -> tuple[Quarter, Array, Array]:
        """Put the articles into force in a market, which ``clear`` clears as often as they ask.

        Returns
        -------
        The market; share of damage avoided (nations,); payment per tonne of input to members' separation
        (materials,) USD/kg.
        """
        standard, relief = with_standard(books, quarter, self.members, self.text.standard_level)
        paid, unit = with_floor(books, standard, self.members, self.text.price_floor, price)
        scene = Scene(books=books, clear=clear, price=price)
        return in_force(scene, paid, self.members, self.text, ahead=False), relief, unit

    def ready(self, books: Books, quarter: Quarter) -> Quarter:
        """Let plants on retainer work, in a crisis."""
        standby = standby_of(books, self.members, self.text)
        return quarter if standby is None else books.with_plants(quarter, spare(books, standby))

    def yearly_cost(self, books: Books) -> dict[str, Array]:
        """Members' payments for each further article, (nations,) USD m/yr."""
        return yearly_cost(books, self.members, self.text)

    def floor_transfers(self, unit: Array, outcome: Outcome) -> Array:
        """Payments for the price floor, (nations,) USD m/yr; members pay by their use, and the sum is covered exactly.

        The producers' rent already contains the receipts, so only the payments are booked here.
        """
        total = float((outcome.made[list(self.members), 0] * unit).sum()) * USD_M
        use = np.zeros(len(self.split))
        use[list(self.members)] = outcome.consumed.sum(axis=(1, 2))[list(self.members)]
        if use.sum() <= 0:
            use[list(self.members)] = 1.0
        return -total * use / use.sum()

    def contributions(self) -> Array:
        """Each member's contribution to the fund this year, (nations,) USD m."""
        paid = np.zeros(len(self.split))
        paid[list(self.members)] = self.values.contribution(self.text)[list(self.members)]
        return paid

    def means(self) -> float:
        """Expected yearly income of the accord: contributions and its plants' returns, USD m/yr."""
        years = float(self.values.annuities[list(self.members)].mean())
        return float(self.contributions().sum()) + self.values.returns(self.members, self.text) / years

    def purchases(self, years: float = 3.0) -> Array:
        """Reserve bought this year towards the target, (nations, materials) t/yr."""
        return np.clip(self.target - self.reserve, 0, None) / years

    def returns(self, books: Books, price: Array, quarter: Quarter) -> Array:
        """Yearly earnings of the fund's plants in each nation, (nations,) USD m."""
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


def regions(setting: Setting) -> Array:
    """Number the regions of the nations, (nations,); those of one region share as a bloc under the Owen rule."""
    seen = {region: number for number, region in enumerate(dict.fromkeys(n.region for n in setting.nations))}
    return np.array([seen[nation.region] for nation in setting.nations])


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A text that parliaments have agreed to and that is not yet in force."""

    due: int
    """Round in which it comes into force."""
    values: ArticleValues
    """The worth of the articles as known when it was signed."""
    members: tuple[int, ...]
    text: Text
    old: tuple[int, ...] = ()
    """Members of the accord when it was signed."""
