"""What the articles of an accord are worth to each nation, member or not, each effect taken from a market run.

A text's worth is the sum of its single effects: each article is run through the market once for each
nation that could carry it, and scaled. The error of adding effects up is measured at the summit by one run of
the whole text (``Summit.error``) and told in the log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.books import Addition, Books
from agents.plants import Plan, annuity, plan
from agents.setting import AccordRules
from agents.valuation import USD_M, Appraiser, Prospect, sound_prices
from market.chain import Quarter
from negotiation.terms import Issue, TermSpace

Array = NDArray[np.float64]
PACKAGES = (("mine",), ("separation",), ("magnet",), ("separation", "magnet"), ("mine", "separation", "magnet"))
REFERENCE_DAYS, REFERENCE_FLOOR, LOOK_AHEAD, MOST_PLANTS = 60.0, 0.1, 5, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The articles of an accord as agreed."""

    fund_rate: float
    reserve_days: float
    standard_level: int
    price_floor: float
    benefit_rule: str

    def __str__(self) -> str:
        """Say the articles in one line."""
        return (
            f"joint fund {self.fund_rate:.2%} of magnet-dependent value added, reserve of {self.reserve_days:g} days, "
            f"standard level {self.standard_level}, price floor {self.price_floor:.0%} over the dominant supplier, "
            f"benefits by the {self.benefit_rule.replace('_', ' ')} rule"
        )

    def strength(self, rules: AccordRules) -> float:
        """How much it binds (0-1): mean of its articles as shares of their strictest level."""
        parts = (
            (self.fund_rate, rules.fund_rate),
            (self.reserve_days, rules.reserve_days),
            (self.standard_level, rules.standard_level),
            (self.price_floor, rules.price_floor),
        )
        return float(np.mean([level / max(levels) if max(levels) > 0 else 0.0 for level, levels in parts]))


def text_space(rules: AccordRules) -> TermSpace:
    """The term space of the summit: one issue for each article."""
    return TermSpace(
        (
            Issue("fund_rate", rules.fund_rate, "share of magnet-dependent value added"),
            Issue("reserve_days", rules.reserve_days, "days of net imports"),
            Issue("standard_level", rules.standard_level, "level"),
            Issue("price_floor", rules.price_floor, "share over the dominant supplier's price"),
            Issue("benefit_rule", rules.benefit_rule, "rule"),
        )
    )


def text_of(space: TermSpace, outcome: int) -> Text:
    """Read an outcome of the term space as a text."""
    terms = space.decode(outcome)
    return Text(
        fund_rate=float(terms["fund_rate"]),
        reserve_days=float(terms["reserve_days"]),
        standard_level=int(terms["standard_level"]),
        price_floor=float(terms["price_floor"]),
        benefit_rule=str(terms["benefit_rule"]),
    )


@dataclass(frozen=True, kw_only=True)
class ArticleValues:
    """Effects of the articles, present value in USD m; rows: who carries it; columns: who feels it."""

    plans: tuple[Plan, ...]
    plant_effect: Array
    """(plans, nations) of one plant of reference size."""
    plant_rent: Array
    """(plans,) present value of what a plant earns beyond its running cost."""
    reserve_effect: Array
    """(nations, nations) of REFERENCE_DAYS held by the row's nation."""
    reserve_cost: Array
    """(nations,) of buying and holding them."""
    standard_effect: Array
    """(nations, nations) of one level kept by the row's mines."""
    floor_effect: Array
    """(nations, nations) of REFERENCE_FLOOR paid to the row's separation."""
    floor_cost: Array
    """(nations,) what that floor pays out to the row's separation."""
    consumption: Array
    """(nations,) t/yr; members pay the floor by their share of it."""
    base: Array
    """(nations,) magnet-dependent value added, USD m/yr."""
    budget: Array
    """(nations,) most that each will pay into a fund, USD m/yr."""
    annuities: Array
    """(nations,) present value of one a year over the horizon."""
    rules: AccordRules
    sovereignty: Array
    """(nations,) political cost of a text of full strength, USD m/yr."""
    exponent: float

    def contribution(self, text: Text) -> Array:
        """What each nation would pay into the fund, USD m/yr."""
        return np.minimum(text.fund_rate * self.base, self.budget)

    def running_cost(self, text: Text) -> Array:
        """Administration and political cost of being bound, (nations,) USD m/yr."""
        return self.rules.admin_cost + self.sovereignty * text.strength(self.rules)

    def fund_plan(self, members: tuple[int, ...], text: Text) -> tuple[Plan, float, int] | None:
        """The plant that serves the members best for their pooled money, how many of it, and its number."""
        pooled = float((self.contribution(text) * self.annuities)[list(members)].sum())
        best: tuple[float, Plan, float, int] | None = None
        for number, chosen in enumerate(self.plans):
            if chosen.nation not in members or pooled <= 0:
                continue
            count = pooled / chosen.cost if pooled > chosen.cost else (pooled / chosen.cost) ** (1 / self.exponent)
            count = min(count, MOST_PLANTS)
            gain = count * float(self.plant_effect[number][list(members)].sum())
            if best is None or gain > best[0]:
                best = (gain, chosen, count, number)
        return None if best is None or best[0] <= 0 else best[1:]

    def payoff(self, members: tuple[int, ...], text: Text, shares: Array | None = None) -> Array:
        """Present value for every nation if the members, and only they, sign the text; (nations,) USD m.

        Parameters
        ----------
        shares : (nations,) share of the fund's returns that each gets; equal among members if not given.
        """
        worth = np.zeros(len(self.base))
        if len(members) < 2:
            return worth
        inside = np.zeros(len(self.base), dtype=bool)
        inside[list(members)] = True
        rows = list(members)
        days, level = text.reserve_days / REFERENCE_DAYS, text.standard_level
        floor = text.price_floor / REFERENCE_FLOOR
        worth += days * self.reserve_effect[rows].sum(axis=0) + level * self.standard_effect[rows].sum(axis=0)
        worth += floor * self.floor_effect[rows].sum(axis=0)
        payers = np.where(inside, self.consumption, 0.0)
        worth -= floor * self.floor_cost[rows].sum() * payers / max(payers.sum(), 1e-9)
        worth -= np.where(inside, days * self.reserve_cost, 0.0)
        worth -= np.where(inside, self.annuities * self.contribution(text), 0.0)
        built = self.fund_plan(members, text)
        if built is not None:
            chosen, count, number = built
            worth += count * self.plant_effect[number]
            returns = count * self.plant_rent[number]
            split = np.where(inside, 1.0 / len(members), 0.0) if shares is None else shares
            worth += returns * split
            worth[chosen.nation] -= returns
        costs = self.running_cost(text)
        return worth - np.where(inside, self.annuities * costs, 0.0)


@dataclass(frozen=True, kw_only=True)
class Beliefs:
    """What nations believe and how they weigh it, one figure each."""

    crisis_time: Array
    """Share of time in crisis (0-1)."""
    risk_aversion: Array
    discount: Array
    budget: Array
    """USD m/yr."""


def appraise(appraiser: Appraiser, candidates: tuple[int, ...], beliefs: Beliefs) -> ArticleValues:
    """Run every article through the market for every nation that could carry it."""
    books, setting = appraiser.books, appraiser.books.setting
    rules, count = setting.accord, len(setting.nations)
    base, quarter = appraiser.base(LOOK_AHEAD), appraiser.quarter(LOOK_AHEAD)
    annuities = np.array([annuity(rate, setting.horizon) for rate in beliefs.discount])
    expected = base.expected(beliefs.crisis_time, beliefs.risk_aversion)
    sound = sound_prices(base.calm_outcome)

    def effect(prospect: Prospect) -> Array:
        return prospect.expected(beliefs.crisis_time, beliefs.risk_aversion) - expected

    plans = [found for nation in candidates for kinds in PACKAGES if (found := plan(books, nation, kinds))]
    plants = [appraiser.with_plants(LOOK_AHEAD, chosen.addition, (chosen.nation, chosen.kinds)) for chosen in plans]
    life = np.array(
        [
            [(1 + rate) ** -chosen.lead * annuity(rate, setting.market.plant_life) for rate in beliefs.discount]
            for chosen in plans
        ]
    ).reshape(len(plans), count)
    reserve, standard, floor = (np.zeros((count, count)) for _ in range(3))
    reserve_cost, floor_cost = np.zeros(count), np.zeros(count)
    for nation in candidates:
        tonnes = reserve_tonnes(base, nation, REFERENCE_DAYS)
        speed = 4.0 / setting.risks.ban_quarters
        release = np.zeros((count, 2))
        release[nation] = tonnes * speed
        reserve[nation] = annuities * effect(appraiser.look(LOOK_AHEAD, quarter, release=release))
        price = sound[nation, 1]
        reserve_cost[nation] = (
            float(tonnes @ price)
            * USD_M
            * (
                1
                - (1 + beliefs.discount[nation]) ** -setting.horizon
                + setting.market.carrying_rate * annuities[nation]
            )
        )
        stricter, relief = with_standard(books, quarter, (nation,), 1)
        standard[nation] = annuities * effect(appraiser.look(LOOK_AHEAD, stricter, relief=relief))
        if quarter.capacity[nation, 0].sum() > 0:
            paid, unit = with_floor(books, quarter, (nation,), REFERENCE_FLOOR, sound)
            looked = appraiser.look(LOOK_AHEAD, paid)
            floor[nation] = annuities * effect(looked)
            floor_cost[nation] = float(looked.calm_outcome.made[nation, 0] @ unit) * USD_M * annuities[nation]
    return ArticleValues(
        plans=tuple(plans),
        plant_effect=life * np.array([effect(plant) for plant in plants]).reshape(len(plans), count),
        plant_rent=np.array(
            [
                life[number, chosen.nation] * plant_rent(plants[number], chosen, quarter, books)
                for number, chosen in enumerate(plans)
            ]
        ),
        reserve_effect=reserve,
        reserve_cost=reserve_cost,
        standard_effect=standard,
        floor_effect=floor,
        floor_cost=floor_cost,
        consumption=base.calm_outcome.consumed.sum(axis=(1, 2)),
        budget=beliefs.budget,
        annuities=annuities,
        base=np.array([nation.dependent_value_added for nation in setting.nations]),
        rules=rules,
        sovereignty=np.array([nation.priorities.sovereignty for nation in setting.nations]),
        exponent=setting.market.scale_exponent,
    )


def reserve_tonnes(prospect: Prospect, nation: int, days: float) -> Array:
    """Some days of a nation's net imports of oxide and magnets, (materials,) t of oxide."""
    trade = prospect.calm_outcome.trade
    net = (trade[:, nation].sum(axis=0) - trade[nation].sum(axis=0))[1:].sum(axis=0)
    return np.clip(net, 0, None) * days / 365.0


def with_standard(books: Books, quarter: Quarter, members: tuple[int, ...], level: int) -> tuple[Quarter, Array]:
    """Let members' mines keep the Green Mineral Standard: dearer, and less harmful.

    Returns
    -------
    The market, and the share of damage avoided in each nation.
    """
    rules, inside = books.setting.accord, np.isin(books.shape.mine_nation, members)
    cost = quarter.mine_cost + np.where(inside, rules.standard_cost * level, 0.0)
    relief = np.zeros(books.shape.nations)
    relief[list(members)] = min(rules.standard_effect * level, 1.0)
    return replace(quarter, mine_cost=cost), relief


def with_floor(
    books: Books, quarter: Quarter, members: tuple[int, ...], floor: float, price: Array
) -> tuple[Quarter, Array]:
    """Pay members' separation plants the gap between the dominant supplier's price and the floor over it.

    Returns
    -------
    The market, and the payment for a tonne of input, (materials,) USD/kg.
    """
    keys = [nation.key for nation in books.setting.nations]
    unit = floor * price[keys.index(books.setting.risks.dominant), 1]
    cost = quarter.making_cost.copy()
    for member in members:
        cost[member, 0] -= unit * quarter.recovery[member, 0]
    return replace(quarter, making_cost=cost), unit


def plant_rent(prospect: Prospect, chosen: Plan, quarter: Quarter, books: Books) -> float:
    """What a plant of reference size earns in a calm year beyond its running cost, USD m/yr."""
    return addition_rent(chosen.addition, sound_prices(prospect.calm_outcome), quarter, books)


def addition_rent(addition: Addition, price: Array, quarter: Quarter, books: Books) -> float:
    """What some capacity earns at given prices beyond its running cost, USD m/yr; nothing where it would stand idle."""
    shape = books.shape
    basket = shape.mine_light * price[shape.mine_nation, 0, 0] + shape.mine_heavy * price[shape.mine_nation, 0, 1]
    mines = np.clip(basket - quarter.mine_cost - 0.5 * quarter.mine_rise, 0, None) @ addition.mine
    margin = quarter.recovery * price[:, 1:] - price[:, :-1] - books.new_cost
    plants = (np.clip(margin, 0, None) * addition.capacity).sum()
    recycled = (np.clip(price[:, 1] - quarter.recycling_cost, 0, None) * addition.recycling).sum()
    return float(mines + plants + recycled) * USD_M
