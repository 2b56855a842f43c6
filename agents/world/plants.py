"""Plants that could be built: their capacity, place and cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M
from agents.world.books import Addition, Books, Project
from agents.world.crews import first_year
from market.elementary import power
from negotiation.least_worth import LEAST_PRICE, greatest

Array = NDArray[np.float64]
KINDS = ("mine", "separation", "magnet", "recycling")
STEPS = ("separation", "magnet")
OWN_PACKAGES = (("mine",), ("separation",), ("magnet",), ("recycling",), ("separation", "magnet"))
"""Plants that a government considers building alone."""
PACKAGES = (("mine",), ("separation",), ("magnet",), ("separation", "magnet"), ("mine", "separation", "magnet"))
"""Plants that governments consider building together."""
SAVED_YEARS = 4
"""Years of budget that a government saves for a plant of its own."""
SMALLEST = 0.1
"""Size below which no plant is built, share of the reference plant."""
HEAVY_PART = 0.03
"""Heavy capacity built beside each tonne of light capacity; about the share of DyTb in magnets."""
SECOND = ", second year"
"""Name on the record for capacity that opens a year after the first of the same plant."""
SWARF, RETURNED = 0.25, 0.15
"""Available scrap: share of magnet makers' input, and share of final use that comes back from old magnets
(goods last a dozen years while use doubles, and no more than a good third is collected). Estimates; see SOURCES.md."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plant of reference size, or several that belong together, at a site."""

    label: str
    kinds: tuple[str, ...]
    nation: int
    addition: Addition
    cost: float
    """USD m at reference size; another size costs size ** scale_exponent as much."""
    lead: int
    """Years until all of it works."""

    def cost_at(self, size: float, exponent: float) -> float:
        """Cost of a plant of some multiple of the reference size, USD m."""
        return self.cost * power(size, exponent) if size > 0 else 0.0

    def size_for(self, budget: float, exponent: float) -> float:
        """Largest multiple of the reference size, at most 1, that a budget in USD m pays for."""
        return min(1.0, power(budget / self.cost, 1 / exponent)) if budget > 0 else 0.0


def best_mine(books: Books, nation: int) -> int:
    """The mine of a nation whose ore is worth most above its cost; -1 if it has none with reserves."""
    setting, shape = books.setting, books.shape
    mines = np.flatnonzero(shape.mine_nation == nation)
    if not len(mines):
        return -1
    price = setting.market.ore_price
    margin = (shape.mine_light * price.light + shape.mine_heavy * price.heavy) - books.base.mine_cost
    reserves = np.array([mine.reserves for owner in setting.nations for mine in owner.mines])
    left = [mine for mine in mines if reserves[mine] > 20 * books.base.mine_capacity[mine]]
    return int(greatest(left, margin[left], LEAST_PRICE)) if left else -1


def scrap_left(books: Books, nation: int) -> float:
    """Light oxide in a nation's scrap that no plant recycles yet, t/yr."""
    base = books.base
    coming = sum(project.addition.recycling[nation, 0] for project in books.projects)
    scrap = SWARF * base.capacity[nation, 1, 0] + RETURNED * base.demand[nation, :, 0].sum()
    return float(scrap - base.recycling_capacity[nation, 0] - coming)


def plan(books: Books, nation: int, kinds: tuple[str, ...]) -> Plan | None:
    """Design the plants of some kinds at one nation, sized to fit each other.

    Returns
    -------
    None where the nation has no deposit for a mine, too little scrap for a recycling plant, or plants of the kind
    that are shut.
    """
    setting, market = books.setting, books.setting.market
    addition, cost, lead = books.nothing(), 0.0, 0
    chain_size = max(market.plant_size[kind] for kind in kinds if kind != "mine") if set(kinds) - {"mine"} else None
    mine_extra, capacity, recycling = addition.mine, addition.capacity, addition.recycling
    for kind in kinds:
        size = market.plant_size[kind] if chain_size is None or kind == "recycling" else chain_size
        if kind == "mine":
            number = best_mine(books, nation)
            if number < 0:
                return None
            if chain_size is not None:
                size = chain_size / max(books.shape.mine_light[number], 0.05)
            mine_extra[number] += size
        elif kind != "recycling" and (books.plant_shut[:, nation, STEPS.index(kind), 0] > 0).any():
            return None
        elif kind == "recycling":
            if scrap_left(books, nation) < size:
                return None
            recycling[nation] += size * np.array([1.0, HEAVY_PART])
        else:
            capacity[nation, STEPS.index(kind)] += size * np.array([1.0, HEAVY_PART])
        cost += (
            market.capex[kind]
            * market.plant_size[kind]
            * USD_M
            * power(size / market.plant_size[kind], market.scale_exponent)
        )
        lead = max(lead, market.lead_time[kind])
    name = setting.nations[nation].name
    return Plan(
        label=f"{' + '.join(kinds)} in {name}",
        kinds=kinds,
        nation=nation,
        cost=cost,
        lead=lead,
        addition=Addition(mine=mine_extra, capacity=capacity, recycling=recycling),
    )


def projects(books: Books, chosen: Plan, size: float, owner: int, now: int) -> list[Project]:
    """Turn a decision to build into projects: outside the leader a plant starts slowly and fills up a year later."""
    setting = books.setting
    leader = setting.nations[chosen.nation].key == setting.risks.dominant
    rate = 1.0 if leader else first_year(setting.market.delivery_rate, float(books.skills[chosen.nation]))
    full = chosen.addition.times(size)
    first = Project(addition=full.times(rate), opens=now + chosen.lead, owner=owner, label=chosen.label)
    if rate == 1.0:
        return [first]
    return [
        first,
        replace(first, addition=full.times(1 - rate), opens=now + chosen.lead + 1, label=f"{chosen.label}{SECOND}"),
    ]
