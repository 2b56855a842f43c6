"""The worth of an accord's articles to every nation, member or not, once each article has been run alone.

A text's worth is the sum of its articles' effects. Contributions to the joint fund would have been spent at home,
so the plants that they displace count against it, for the nation itself and for all that would have gained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.accord.borrowing import Borrowing, Building, FundOutlook, borrowing
from agents.accord.insight import NAME, Insight
from agents.accord.joint_effects import Carried, Joint
from agents.articles.anti_corruption import leaking
from agents.terms.text import BESIDE_FUND, Levels, Text, fund_only
from agents.world.accord_rules import AccordRules
from agents.world.plants import Plan
from agents.worth.groups import best_plants
from market.elementary import power, product
from negotiation.coalitions.pool import additive, membership, sizes
from negotiation.least_worth import exceeds, greatest_at

Array = NDArray[np.float64]
REFERENCE_DAYS, REFERENCE_FLOOR, MOST_PLANTS = 60.0, 0.1, 4.0


@dataclass(frozen=True, kw_only=True)
class ArticleValues:
    """Effects of the articles, present value in USD m; rows: the nation that carries it; columns: that feels it."""

    plans: tuple[Plan, ...]
    plant_effect: Array
    """(plans, nations) of the first plant of reference size."""
    plant_more: Array
    """(plans, nations) of each further one up to MOST_PLANTS."""
    plant_rent: Array
    """(plans,) present value of the first plant's earnings beyond its running cost."""
    rent_more: Array
    """(plans,) the same for each further one."""
    home_cost: Array
    """(nations,) cost of the plant that each would build alone; infinite where it would build none."""
    home_effect: Array
    """(nations, nations) of the first such plant of the row's nation."""
    home_more: Array
    """(nations, nations) of each further one."""
    reserve_effect: Array
    """(nations, nations) of REFERENCE_DAYS held by the row's nation."""
    reserve_cost: Array
    """(nations,) of buying and holding them."""
    reserve_gain: Array
    """(nations,) their sales above their cost, which go into the pool."""
    standard_effect: Array
    """(nations, nations) of one level kept by the row's mines, stoppages left aside."""
    floor_effect: Array
    """(nations, nations) of REFERENCE_FLOOR paid to the row's separation."""
    floor_cost: Array
    """(nations,) payments under that floor to each nation's separation."""
    outage_effect: Array
    """(nations, nations) if the row's mines never stopped."""
    rent: Array
    """(nations,) rent of mines and of separation and magnet plants, USD m/yr."""
    leakage: Array
    """(nations,) share of communities' money that does not reach them."""
    environment: Array
    """(nations,) weight of communities in a government's eyes."""
    consumption: Array
    """(nations,) t/yr; members pay the floor by their share of it."""
    base: Array
    """(nations,) magnet-dependent value added, USD m/yr."""
    gdp: Array
    """(nations,) USD trn."""
    budget: Array
    """(nations,) most that each will pay into a fund, USD m/yr."""
    annuities: Array
    """(nations,) present value of one a year over the horizon."""
    rules: AccordRules
    sovereignty: Array
    """(nations,) political cost of a text of full strength, USD m/yr."""
    exponent: float
    joint: Mapping[str, Joint] = field(default_factory=dict)
    """For reserve_days, standard_level, price_floor and further articles: effects beyond the sum of single ones."""
    carried: Mapping[str, Carried] = field(default_factory=dict)
    """Further articles by name."""
    insight: Insight = field(default_factory=Insight)
    """The worth of better beliefs about restrictions."""
    full: AccordRules | None = None
    """The rules before a summit left articles aside; they define what counts as strict."""
    indispensable: tuple[int, ...] = ()
    """Nations without which no accord comes into force."""
    checked: Mapping[tuple[tuple[int, ...], Text], Array] = field(default_factory=dict)
    """For some members and texts: effect of a run of the whole text beyond the sum of its articles, (nations,)."""
    oversight: float = 0.0
    """Cost of audits and publication to each member, USD m/yr."""
    outlook: FundOutlook = field(default_factory=FundOutlook)
    """Assumptions for how much loans and trained crews let the fund build."""
    coordination: float = 0.0
    """Cost to each member for each other member, USD m/yr."""
    reprisal: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) loss of each by answers to an accord that held all use elsewhere; empty for none."""
    use: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) share of all use outside the dominant supplier."""
    free_riding: bool = True
    """True if nations take into account what others' accord gives them anyway."""

    def contribution(self, text: Text) -> Array:
        """Each nation's contribution to the fund, USD m/yr."""
        return np.minimum(text.fund_rate * self.base, self.budget)

    def stands(self, members: tuple[int, ...]) -> bool:
        """Tell whether an accord of some members is in force: enough of them, and all indispensable ones."""
        return len(members) >= self.rules.minimum_members and set(self.indispensable) <= set(members)

    def running_cost(self, text: Text, members: int = 2) -> Array:
        """Administration, coordination and political cost of being bound, (nations,) USD m/yr."""
        count = self.oversight + self.coordination * max(members - 1, 0)
        return self.rules.admin_cost + count + self.sovereignty * text.strength(self.full or self.rules)

    def provoked(self, inside: Array) -> Array:
        """Each nation's loss by the dominant supplier's answers to some members, (..., nations) USD m.

        ``inside`` is (..., nations), 1 for members. Chance and size of an answer both grow with their share of use.
        """
        if not self.reprisal.any():
            return np.zeros_like(inside)
        return np.multiply.outer(product(inside, self.use) ** 2, self.reprisal)

    def stoppages_avoided(
        self, standard_level: Array | float, community_share: Array | float, honesty: Array | float = 0.0
    ) -> Array:
        """Share of mines' stoppages that standard and communities' shares avoid in a nation, (..., nations) 0-1.

        ``honesty`` is the level of the article against corruption.
        """
        reaching = 100 * np.asarray(community_share)[..., None] * (1 - leaking(self.leakage, honesty))
        better = np.multiply.outer(self.rules.standard_effect * np.asarray(standard_level), np.ones_like(self.leakage))
        return np.minimum(better + self.rules.community_effect * reaching, 1.0)

    def counts(self, money: Array, cost: Array | float) -> tuple[Array, Array]:
        """The part of a first plant, and the number of further ones, that a present value in USD m pays for."""
        ratio = np.minimum(np.asarray(money) / cost, MOST_PLANTS)
        return np.minimum(power(np.maximum(ratio, 0.0), 1 / self.exponent), 1.0), np.maximum(ratio - 1, 0.0)

    def loans(self, text: Text) -> Borrowing:
        """The effect of loans and trained crews on what contributions build."""
        return borrowing(text.level("bank_loans"), text.level("skills"), self.outlook)

    def forgone(self, contribution: Array) -> Array:
        """Cost to nations of paying into a fund, (nations, nations): the money, or the plants of their own."""
        money = self.annuities * contribution
        first, more = self.counts(money, self.home_cost)
        plants = first[:, None] * self.home_effect + more[:, None] * self.home_more
        builds = exceeds(np.diag(plants), money)
        return np.where(builds[:, None], plants, np.diag(money))

    def fund_plan(self, members: tuple[int, ...], text: Text) -> Building | None:
        """Find the plant that serves the members best for their pooled money."""
        rows = list(members)
        pooled = float((self.contribution(text) * self.annuities)[rows].sum()) * self.loans(text).built
        numbers = [number for number, chosen in enumerate(self.plans) if chosen.nation in members]
        if not numbers or pooled <= 0:
            return None
        # One by one, since a power of an array may be rounded otherwise than that of a number.
        ratios = [min(pooled / self.plans[number].cost, MOST_PLANTS) for number in numbers]
        first = np.array([min(power(max(ratio, 0.0), 1 / self.exponent), 1.0) for ratio in ratios])
        more = np.array([max(ratio - 1, 0.0) for ratio in ratios])
        theirs = np.ix_(numbers, rows)
        gain = first * self.plant_effect[theirs].sum(axis=1) + more * self.plant_more[theirs].sum(axis=1)
        best = greatest_at(gain)
        if not exceeds(float(gain[best])):
            return None
        return Building(number=numbers[best], first=float(first[best]), more=float(more[best]))

    def payoff(self, members: tuple[int, ...], text: Text, shares: Array | None = None) -> Array:
        """Present value for every nation if the members, and only they, sign the text; (nations,) USD m.

        Parameters
        ----------
        shares : (nations,) share of the fund's returns that each gets; equal among members if not given.
        """
        given = None if shares is None else {text.benefit_rule: shares}
        payoff: Array = self.payoffs(members, Levels.of((text,)), given)[0] + self._found(members, text)
        return payoff

    def expected_error(self, members: tuple[int, ...], levels: Levels) -> Array:
        """Correction to the sum of articles from whole runs so far, (texts, nations) USD m.

        Each text is assumed to share the error of the run whose text it contains most of, in that proportion.
        """
        error, most = np.zeros((len(levels.benefit_rule), len(self.base))), np.zeros(len(levels.benefit_rule))
        for text in dict.fromkeys(run for _, run in self.checked):
            held = levels.holding(text)
            better = held > most
            error[better] = np.multiply.outer(held, self._found(members, text) + np.zeros(len(self.base)))[better]
            most = np.maximum(most, held)
        return error

    def _found(self, members: tuple[int, ...], text: Text) -> Array | float:
        """Findings of whole runs of a text for some members, or for the smallest group run that contains them all."""
        same = {group: found for (group, run), found in self.checked.items() if run.does_as(text)}
        runs = {group: found for group, found in same.items() if set(members) <= set(group)}
        if not runs or len(members) < 2:
            return 0.0
        return runs[min(runs, key=lambda group: (len(group), group))]

    def payoffs(self, members: tuple[int, ...], levels: Levels, shares: dict[str, Array] | None = None) -> Array:
        """The same for many texts at once, (texts, nations); ``shares`` by benefit rule."""
        total: Array = np.zeros((len(levels.benefit_rule), len(self.base)))
        if len(members) < 2:
            return total
        inside, rows = self._inside(members), list(members)
        days, floor = levels.reserve_days / REFERENCE_DAYS, levels.price_floor / REFERENCE_FLOOR
        total += np.multiply.outer(days, self.reserve_effect[rows].sum(axis=0) - inside * self.reserve_cost)
        total += np.multiply.outer(levels.standard_level, self.standard_effect[rows].sum(axis=0))
        payers = np.where(inside, self.consumption, 0.0)
        payers = payers / payers.sum() if payers.sum() > 0 else inside / len(rows)
        total += np.multiply.outer(floor, self.floor_effect[rows].sum(axis=0) - self.floor_cost[rows].sum() * payers)
        honesty = levels.level("anti_corruption")
        avoided = self.stoppages_avoided(levels.standard_level, levels.community_share, honesty)
        total += product(avoided[:, rows], self.outage_effect[rows])
        for name, joint in self.joint.items():
            total += joint.together(inside.astype(float)) * joint.at(levels.level(name))
        for name, one in self.carried.items():
            total += np.multiply.outer(levels.level(name), one.effect[rows].sum(axis=0) - inside * one.cost)
        if self.insight.spread:
            total += inside * self.insight.worth(np.array(len(rows)), levels.level(NAME))
        total -= levels.community_share[:, None] * (inside * self.annuities * self.community_cost(honesty))
        total += self._fund(members, levels, shares)
        bound: Array | float = self.rules.admin_cost + self.oversight + self.coordination * (len(rows) - 1)
        bound = bound + np.multiply.outer(levels.strength(self.full or self.rules), self.sovereignty)
        total -= inside * self.annuities * bound + self.provoked(inside.astype(float))
        return total

    def _inside(self, members: tuple[int, ...]) -> NDArray[np.bool_]:
        flags = np.zeros(len(self.base), dtype=bool)
        flags[list(members)] = True
        return flags

    def community_cost(self, honesty: Array | float = 0.0) -> Array:
        """Net cost to a government of giving all rent to communities, (..., nations) USD m/yr."""
        return self.rent * (1 - self.environment * (1 - leaking(self.leakage, honesty)))

    def _fund(self, members: tuple[int, ...], levels: Levels, shares: dict[str, Array] | None) -> Array:
        """Gains and costs of the joint fund, and transfers through the pool, (texts, nations)."""
        rows, inside, rules = list(members), self._inside(members), np.array(levels.benefit_rule)
        days = levels.reserve_days / REFERENCE_DAYS
        total = -np.multiply.outer(days, inside * self.reserve_gain)
        pool = days * self.reserve_gain[rows].sum()
        terms = np.column_stack([levels.level(name) for name in ("fund_rate", *BESIDE_FUND)])
        for rate, *beside in sorted(set(map(tuple, terms.tolist()))):
            same, text = (terms == [rate, *beside]).all(axis=1), fund_only(rate, beside)
            contribution = np.minimum(rate * self.base, self.budget)
            total[same] -= self.forgone(contribution)[rows].sum(axis=0)
            paid = self.annuities * contribution
            total[same] -= self.loans(text).borne(self.base, inside.astype(float), paid)
            built = self.fund_plan(members, text)
            if built is None:
                continue
            at = built.number
            total[same] += built.first * self.plant_effect[at] + built.more * self.plant_more[at]
            returns = built.first * self.plant_rent[at] + built.more * self.rent_more[at]
            total[same, self.plans[at].nation] -= returns
            pool[same] += returns
        for rule in set(levels.benefit_rule):
            split = inside / len(rows) if shares is None else shares[rule]
            total[rules == rule] += np.multiply.outer(pool[rules == rule], split)
        return total

    def returns(self, members: tuple[int, ...], text: Text) -> float:
        """Present value of the pool's expected income: returns of plants and gains of the reserve, USD m."""
        built, pool = self.fund_plan(members, text), text.reserve_days / REFERENCE_DAYS * self.reserve_gain
        plants = 0.0
        if built is not None:
            plants = float(built.first * self.plant_rent[built.number] + built.more * self.rent_more[built.number])
        return plants + float(pool[list(members)].sum())

    def by_coalition(self, members: tuple[int, ...], text: Text) -> Array:
        """Worth to each of the members if only some of them sign, (2**k, k) USD m, returns shared equally."""
        # Returns are shared equally here, whatever the text's benefit rule.
        key = members, replace(text, benefit_rule="equal")
        found = self.worked_out.get(key)
        if found is None:
            found = self.worked_out[key] = self._by_coalition(members, text)
            found.setflags(write=False)
        return found

    @cached_property
    def worked_out(self) -> dict[tuple[tuple[int, ...], Text], Array]:
        """Figures for all groups of some members, which whole runs do not change."""
        return {}

    def checking(self, found: Mapping[tuple[tuple[int, ...], Text], Array]) -> ArticleValues:
        """The same with the findings of further whole runs."""
        values = replace(self, checked={**self.checked, **found})
        values.worked_out.update(self.worked_out)
        return values

    def outside(self, members: tuple[int, ...], text: Text) -> Array:
        """Worth to each member if it alone stays out, (members,) USD m: ``payoff`` when all the others sign."""
        everyone = (1 << len(members)) - 1
        table, found = self.by_coalition(members, text), np.zeros(len(members))
        for place, nation in enumerate(members):
            others = (*members[:place], *members[place + 1 :])
            if self.stands(others):
                more = self._found(others, text)
                found[place] = table[everyone ^ (1 << place), place] + (
                    0.0 if isinstance(more, float) else more[nation]
                )
        return found

    def _by_coalition(self, members: tuple[int, ...], text: Text) -> Array:
        k, rows = len(members), list(members)
        inside = membership(k).astype(float)
        square = np.ix_(rows, rows)
        days, floor = text.reserve_days / REFERENCE_DAYS, text.price_floor / REFERENCE_FLOOR
        honesty = text.level("anti_corruption")
        avoided = self.stoppages_avoided(float(text.standard_level), text.community_share, honesty)
        contribution = self.contribution(text)
        spill = (
            days * self.reserve_effect
            + text.standard_level * self.standard_effect
            + floor * self.floor_effect
            + avoided[:, None] * self.outage_effect
            - self.forgone(contribution)
        )
        for name, level in text.more:
            spill = spill + level * self.carried[name].effect
        spill = spill[square]
        own = days * self.reserve_cost + self.annuities * (
            self.running_cost(text, 1) + text.community_share * self.community_cost(honesty)
        )
        own = own + sum(level * self.carried[name].cost for name, level in text.more)
        total = additive(spill) - inside * own[rows]
        if self.insight.spread:
            total += inside * self.insight.worth(sizes(k), np.array(text.level(NAME)))[:, rows]
        total -= inside * (self.coordination * (sizes(k)[:, None] - 1) * self.annuities[rows])
        users = inside * (self.consumption[rows] if self.consumption[rows].sum() > 0 else 1.0)
        payers = users / np.maximum(users.sum(axis=1, keepdims=True), 1e-9)
        total -= floor * additive(self.floor_cost[rows])[:, None] * payers
        paid, loans = self.annuities * contribution, self.loans(text)
        total += self._built_by_coalition(inside, members, paid * loans.built)
        everyone, part = np.zeros((len(inside), len(self.base))), np.empty_like(total)
        everyone[:, rows] = inside
        total -= loans.borne(self.base, everyone, paid)[:, rows]
        for name, joint in self.joint.items():
            felt = joint.at(np.array([text.level(name)]))[0][rows]
            total += np.multiply(joint.by_coalition(rows)[:, None], felt, out=part)
        if self.reprisal.any():
            total -= np.outer(additive(self.use[rows]) ** 2, self.reprisal[rows])
        sold = days * self.reserve_gain[rows]
        total += inside * (additive(sold) / np.maximum(sizes(k), 1))[:, None] - inside * sold
        needed = [members.index(nation) for nation in self.indispensable if nation in members]
        lacking = (inside[:, needed] == 0).any(axis=1) | (len(needed) < len(self.indispensable))
        total[(sizes(k) < max(2, self.rules.minimum_members)) | lacking] = 0.0
        return total

    def _built_by_coalition(self, inside: Array, members: tuple[int, ...], means: Array) -> Array:
        """Gains from the fund's plants if only some of the members sign, (2**k, k) USD m."""
        rows, brought = list(members), np.zeros_like(inside)
        numbers = [number for number, chosen in enumerate(self.plans) if chosen.nation in members]
        if not numbers:
            return brought
        pooled, costs = additive(means[rows]), sorted({self.plans[number].cost for number in numbers})
        counts = np.array([self.counts(pooled, cost) for cost in costs])
        theirs = np.ix_(numbers, rows)
        best_plants(
            np.ascontiguousarray(counts),
            np.array([costs.index(self.plans[number].cost) for number in numbers]),
            np.array([members.index(self.plans[number].nation) for number in numbers]),
            self.plant_effect[theirs],
            self.plant_more[theirs],
            self.plant_rent[numbers],
            self.rent_more[numbers],
            brought,
        )
        return brought
