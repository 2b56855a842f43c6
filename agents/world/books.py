"""The physical books of the world: capacity, plants under way, stocks and demand, nation by nation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents.world.chain_view import calm_quarter, pair
from agents.world.nature import Shock
from agents.world.setting import END_USES, Setting
from market import urban
from market.chain import ChainShape, Quarter
from market.elementary import power
from market.vintages import Vintages, added

Array = NDArray[np.float64]
Counts = NDArray[np.int64]
LIFE = np.array([15.0, 25.0, 5.0, 12.0, 20.0])
"""Years from sale to scrap by end use: cars 15, turbines 25, electronics 3 to 6. Estimates; see SOURCES.md."""
PAST_GROWTH, REMEMBERED = 0.06, 30
"""Growth of use before the run, a year (it doubled in a dozen years), and years of sales that are kept."""
ACCORD = -1
"""Owner of a plant that the joint fund of an accord built."""


def _no_counts() -> Counts:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Addition:
    """New capacity, wherever it is; shapes as in the market's Quarter."""

    mine: Array
    """(mines,) t REO/yr."""
    capacity: Array
    """(nations, conversions, materials) t/yr."""
    recycling: Array
    """(nations, materials) t/yr."""

    def times(self, factor: float) -> Addition:
        """The same plants, larger or smaller."""
        return Addition(mine=self.mine * factor, capacity=self.capacity * factor, recycling=self.recycling * factor)

    def plus(self, other: Addition) -> Addition:
        """Both additions together."""
        return Addition(
            mine=self.mine + other.mine,
            capacity=self.capacity + other.capacity,
            recycling=self.recycling + other.recycling,
        )


@dataclass(frozen=True, kw_only=True)
class Project:
    """Capacity that is paid for and opens later."""

    addition: Addition
    opens: int
    """Round in which it starts to work."""
    owner: int
    """Number of the nation that owns it, or ACCORD."""
    label: str
    """Its description, for the record."""


@dataclass
class Books:
    """Capacity, stocks and demand this year. Phases of the year write it; everything else reads it."""

    setting: Setting
    shape: ChainShape
    base: Quarter
    stock: Array
    """Public stocks of oxide, (nations, materials), t."""
    expected: Array
    """Magnet price that users have come to expect, (nations, materials), USD/kg."""
    intensity: Array = field(default_factory=lambda: np.ones((0, 2)))
    """Use for the same purpose, (nations, materials) share of the first year's: less as users learn to save."""
    projects: list[Project] = field(default_factory=list)
    owned: Addition | None = None
    """Part of today's capacity that the accord's fund owns."""
    mine_loss: Counts = field(default_factory=_no_counts)
    """(mines,) quarters in a row without profit."""
    mine_shut: Counts = field(default_factory=_no_counts)
    """(mines,) quarters of good prices that it still needs before it reopens; 0 is open."""
    plant_loss: Counts = field(default_factory=_no_counts)
    """(2, nations, conversions, materials) quarters in a row without profit, cheaper plants first."""
    plant_shut: Counts = field(default_factory=_no_counts)
    """(2, nations, conversions, materials), as mine_shut."""

    supported: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 2), dtype=bool))
    """(nations, conversions) whose government pays its plants the gap to break-even."""
    new_cost: Array = field(default_factory=lambda: np.zeros((0, 2, 2)))
    """Running cost of new plants, (nations, conversions, materials) USD/kg of input.

    Newcomers pay for what they still have to learn.
    """
    expertise: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) know-how in separation and magnets; 1 is the leader."""
    knowledge: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) joint research that each can use, USD m."""
    skills: Array = field(default_factory=lambda: np.zeros(0))
    """(nations,) crews trained together, share of what is needed (0-1)."""
    sold: Array = field(default_factory=lambda: np.zeros((0, 0, 0, 0)))
    """(years, nations, uses, materials) t in goods sold, latest last."""

    @classmethod
    def open(cls, setting: Setting) -> Books:
        """Start the books from a setting."""
        shape, base = calm_quarter(setting)
        expected = np.tile(base.reference_price, (shape.nations, 1))
        books = cls(
            setting=setting,
            shape=shape,
            base=base,
            expected=expected,
            stock=np.array([pair(nation.stock) for nation in setting.nations]),
        )
        books.owned, books.intensity = books.nothing(), np.ones_like(expected)
        books.supported = np.zeros((shape.nations, 2), dtype=bool)
        books.expertise = np.array([nation.expertise for nation in setting.nations])
        books.knowledge, books.skills = np.zeros(shape.nations), np.zeros(shape.nations)
        books.sold = urban.backcast(base.demand, REMEMBERED, PAST_GROWTH)
        lacking = 1 - books.expertise
        books.new_cost = base.making_cost * (1 + setting.market.newcomer_cost * lacking)[:, None, None]
        books.projects = [project for number in range(shape.nations) for project in books._underway(number)]
        books.mine_loss, books.mine_shut = (np.zeros(len(base.mine_capacity), dtype=np.int64) for _ in range(2))
        books.plant_loss, books.plant_shut = (np.zeros((2, *base.capacity.shape), dtype=np.int64) for _ in range(2))
        return books

    def _underway(self, number: int) -> list[Project]:
        """The projects that a nation brings into the run."""
        found = []
        for item in self.setting.nations[number].projects:
            none = self.nothing()
            mine, capacity, recycling = none.mine.copy(), none.capacity.copy(), none.recycling.copy()
            if item.kind == "mine":
                mines = np.flatnonzero(self.shape.mine_nation == number)
                if not len(mines):
                    raise ValueError(
                        f"{self.setting.nations[number].key}: project {item.name!r} is a mine, but the nation has "
                        "no deposit"
                    )
                named = [m for m in mines if self._mine_name(int(m)) in item.name]
                mine[(named or list(mines))[0]] = item.light
            elif item.kind == "recycling":
                recycling[number] = item.light, item.heavy
            else:
                capacity[number, ("separation", "magnet").index(item.kind)] = item.light, item.heavy
            found.append(
                Project(
                    addition=Addition(mine=mine, capacity=capacity, recycling=recycling),
                    owner=number,
                    opens=max(item.opens - self.setting.start_year, 0),
                    label=item.name,
                )
            )
        return found

    def _mine_name(self, number: int) -> str:
        return [mine.name for nation in self.setting.nations for mine in nation.mines][number]

    def nothing(self) -> Addition:
        """An addition of no capacity at all."""
        return Addition(
            mine=np.zeros_like(self.base.mine_capacity),
            capacity=np.zeros_like(self.base.capacity),
            recycling=np.zeros_like(self.base.recycling_capacity),
        )

    def working(self) -> Quarter:
        """The market with only those mines and plants that are open."""
        standing = self.base.changed(mine_capacity=np.where(self.mine_shut > 0, 0.0, self.base.mine_capacity))
        if not self.plant_shut.any():
            return standing
        return Vintages.of(standing).without(self.plant_shut > 0).put(standing)

    def reopened(self, quarter: Quarter, nation: int, step: int) -> Quarter:
        """The same market with a nation's shut plants for one conversion open again."""
        both, sizes = Vintages.of(quarter), Vintages.of(quarter).sizes
        stand, closed = Vintages.of(self.base).sizes[:, nation, step], self.plant_shut[:, nation, step] > 0
        sizes[:, nation, step] += np.where(closed, stand, 0.0)
        return both._replace(cheap=sizes[0], dear=sizes[1]).put(quarter)

    def shut(self) -> NDArray[np.bool_]:
        """Where some plants are shut, (nations, conversions, materials)."""
        return (self.plant_shut > 0).any(axis=0)

    def forecast(self, years: int, now: int = 0, leader_grows: bool = True) -> Quarter:
        """The market as it will be some years ahead if nothing more is decided.

        Demand grows; every project that opens by then counts; mines and plants now shut stay out. The dominant supplier
        is expected to grow with the market, as it has: plans that counted on scarcity which it will fill would build
        too much. Its own investors cannot count on that (``leader_grows`` false): they are the ones that build.
        """
        growth = power(1 + self.setting.market.demand_growth, years)
        quarter = self.working()
        coming = [project.addition for project in self.projects if project.opens <= now + years]
        ahead = self.with_plants(quarter.changed(demand=quarter.demand * growth), *coming)
        if not leader_grows:
            return ahead
        leader = self.setting.dominant
        mine, recycling, both = ahead.mine_capacity.copy(), ahead.recycling_capacity.copy(), Vintages.of(ahead)
        mines = _mines_of(self.setting, leader)
        cheap = both.cheap.copy()
        cheap[leader] += np.clip(growth * quarter.capacity[leader] - ahead.capacity[leader], 0, None)
        recycling[leader] = np.maximum(recycling[leader], growth * quarter.recycling_capacity[leader])
        mine[mines] = np.maximum(mine[mines], growth * quarter.mine_capacity[mines])
        return both._replace(cheap=cheap).put(ahead.changed(mine_capacity=mine, recycling_capacity=recycling))

    def with_plants(self, quarter: Quarter, *additions: Addition) -> Quarter:
        """The same market with more capacity; plants that cost more to run than the others run after them."""
        if not additions:
            return quarter
        more = quarter.changed(
            mine_capacity=sum((addition.mine for addition in additions), quarter.mine_capacity),
            recycling_capacity=sum((addition.recycling for addition in additions), quarter.recycling_capacity),
        )
        return added(more, [addition.capacity for addition in additions], self.new_cost)

    def grow(self) -> None:
        """Let a year's growth of demand pass."""
        self.base = self.base.changed(demand=self.base.demand * (1 + self.setting.market.demand_growth))

    def sell(self, consumed: Array) -> None:
        """Remember what went into goods this year, (nations, uses, materials) t."""
        self.sold = np.concatenate([self.sold, consumed[None]])[-REMEMBERED:]

    def worn_out(self) -> Array:
        """Oxide in goods that wear out this year, (nations, materials) t."""
        return urban.worn_out(self.sold, LIFE)

    def finish(self, now: int) -> list[Project]:
        """Open the projects whose year has come and return them."""
        ready = [project for project in self.projects if project.opens <= now]
        self.projects = [project for project in self.projects if project.opens > now]
        for project in ready:
            alike = Vintages.of(self.base).dear <= 0
            self.base = self.with_plants(self.base, project.addition)
            # A new vintage has been neither idle nor shut.
            fresh = np.stack([np.zeros_like(alike), alike])
            self.plant_loss, self.plant_shut = (np.where(fresh, 0, of) for of in (self.plant_loss, self.plant_shut))
            if project.owner == ACCORD and self.owned is not None:
                self.owned = self.owned.plus(project.addition)
        return ready


def with_shocks(
    quarter: Quarter, setting: Setting, shocks: Iterable[Shock], usual_exports: Array, relief: Array | None = None
) -> Quarter:
    """The same market under nature's shocks.

    Parameters
    ----------
    usual_exports : (stages, materials) t/yr of the dominant supplier in calm years; a ban withholds a share of them.
    relief : (mines,) share of an outage that better practice avoids (0-1).
    """
    keys = [nation.key for nation in setting.nations]
    dominant = keys.index(setting.risks.dominant)
    for shock in shocks:
        if shock.kind == "price undercut":
            quarter = undercut(quarter, setting, shock.size)
    quota, ban = quarter.quota.copy(), quarter.ban.copy()
    demand, mine = quarter.demand.copy(), quarter.mine_capacity.copy()
    for shock in shocks:
        if shock.kind == "export ban":
            materials = [1] if shock.heavy_only else [0, 1]
            if shock.target:
                ban[dominant, keys.index(shock.target), 1:, materials] = True
            else:
                left = (1 - shock.size) * usual_exports
                quota[dominant][1:, materials] = np.minimum(quota[dominant][1:, materials], left[1:, materials])
        elif shock.kind == "mine outage":
            avoided = 0.0 if relief is None else relief[shock.mine]
            mine[shock.mine] *= 1 - shock.size * (1 - avoided)
        elif shock.kind == "demand surge":
            demand[:, END_USES.index(shock.target)] *= 1 + shock.size
    return quarter.changed(quota=quota, ban=ban, demand=demand, mine_capacity=mine)


def _mines_of(setting: Setting, nation: int) -> list[int]:
    owners = [number for number, profile in enumerate(setting.nations) for _ in profile.mines]
    return [mine for mine, owner in enumerate(owners) if owner == nation]


def undercut(quarter: Quarter, setting: Setting, depth: float) -> Quarter:
    """The same market while the dominant supplier subsidises its mining and separation and lets them run harder.

    At each of the two steps it pays half of ``depth`` times the reference price for each tonne and works half of
    ``depth`` more than usual.
    """
    dominant = setting.dominant
    oxide, mines = np.array(pair(setting.market.oxide_price)), _mines_of(setting, dominant)
    capacity, making = quarter.capacity.copy(), quarter.making_cost.copy()
    digging, mining = quarter.mine_capacity.copy(), quarter.mine_cost.copy()
    capacity[dominant, 0] *= 1 + 0.5 * depth
    making[dominant, 0] -= 0.5 * depth * oxide
    digging[mines] *= 1 + 0.5 * depth
    mining[mines] -= 0.5 * depth * ore_value(setting)[mines]
    return quarter.changed(capacity=capacity, making_cost=making, mine_capacity=digging, mine_cost=mining)


def undercut_cost(setting: Setting, depth: float, mined: Array, made: Array) -> float:
    """Cost of undercutting to the dominant supplier's treasury, USD m/yr, from its mining and separation a year."""
    dominant = [nation.key for nation in setting.nations].index(setting.risks.dominant)
    mines = _mines_of(setting, dominant)
    oxide = (made[dominant, 0] * np.array(pair(setting.market.oxide_price))).sum()
    paid = oxide + (mined[mines] * ore_value(setting)[mines]).sum()
    return float(0.5 * depth * paid) / 1000.0


def ore_value(setting: Setting) -> Array:
    """Worth of the contained oxide in a kilogram mined at reference prices, (mines,) USD/kg REO."""
    price = setting.market.ore_price
    mines = [mine for nation in setting.nations for mine in nation.mines]
    return np.array([mine.light_share * price.light + mine.heavy_share * price.heavy for mine in mines])
