"""The figures of one clearing: what each nation can mine, make, use, tax, forbid and has promised."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import numpy as np

from market.compiled import compiled
from market.network import Flags, Floats, Ints

STAGES, MATERIALS, CONVERSIONS = 3, 2, 2
STAGE_VALUE = (0.4, 0.7, 1.0)
"""Usual price of contained oxide at each stage, share of the magnet's price; only fills prices left open."""


@dataclass(frozen=True, kw_only=True)
class ChainShape:
    """The unchanging shape of the market: its nations, and the content of each mine's ore."""

    nations: int
    mine_nation: Ints
    """Shape (mines,): nation of each mine."""
    mine_light: Floats
    """Shape (mines,): t of light oxide in a t REO mined, share (0-1)."""
    mine_heavy: Floats
    """Shape (mines,): t of heavy oxide in a t REO mined, share (0-1)."""
    uses: int
    """Number of end uses."""

    def __post_init__(self) -> None:
        """Refuse mines of unknown nations or with more than a tonne in a tonne."""
        object.__setattr__(self, "mine_nation", np.asarray(self.mine_nation, dtype=np.int64))
        for name in ("mine_light", "mine_heavy"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=float))
            if getattr(self, name).shape != self.mine_nation.shape:
                raise ValueError(
                    f"{name} must have one share for each of {self.mines} mines, "
                    f"got the shape {getattr(self, name).shape}"
                )
        if self.nations < 1 or self.uses < 1:
            raise ValueError(f"a chain needs at least 1 nation and 1 end use, got {self.nations} and {self.uses}")
        if self.mines and not 0 <= self.mine_nation.min() <= self.mine_nation.max() < self.nations:
            raise ValueError(f"mine_nation must name nations from 0 to {self.nations - 1}, got {self.mine_nation}")
        total = self.mine_light + self.mine_heavy
        if self.mines and not (np.all(self.mine_light >= 0) and np.all(self.mine_heavy >= 0) and np.all(total <= 1)):
            raise ValueError("the light and heavy shares of a mine must be at least 0 and together at most 1")

    @property
    def mines(self) -> int:
        """Number of mines."""
        return len(self.mine_nation)

    @cached_property
    def lowest(self) -> Floats:
        """The least of each range."""
        return np.array([low for _, _, low, _ in self.ranges], dtype=float)

    @cached_property
    def highest(self) -> Floats:
        """The most of each range."""
        return np.array([high for _, _, _, high in self.ranges], dtype=float)

    @cached_property
    def limits(self) -> dict[str, tuple[tuple[int, ...], float, float]]:
        """Shape, least and most of each array of a quarter, by its name."""
        return {name: (wanted, float(low), float(high)) for name, wanted, low, high in self.ranges}

    @cached_property
    def ranges(self) -> list[tuple[str, tuple[int, ...], float, float]]:
        """Name, shape, least and most of each array of a quarter."""
        return _ranges(self)


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """One clearing's figures as annual rates; stages are ore, oxide, magnet and materials light, heavy.

    Change some with :meth:`changed`, or with ``dataclasses.replace``; start from ``Quarter.calm``.
    """

    mine_capacity: Floats
    """Shape (mines,): t REO/yr."""
    mine_cost: Floats
    """Shape (mines,): cost of the first tonne, USD/kg REO."""
    mine_rise: Floats
    """Shape (mines,): by how much cost rises up to full capacity, USD/kg REO."""
    capacity: Floats
    """Shape (nations, 2, 2) by conversion and material: input, t/yr of contained oxide."""
    making_cost: Floats
    """Shape (nations, 2, 2): USD/kg of input, the mean of all plants; below 0 where a subsidy outweighs the cost."""
    recovery: Floats
    """Shape (nations, 2, 2): share of the input that survives, above 0 and at most 1."""
    recycling_capacity: Floats
    """Shape (nations, 2): oxide won back, t/yr."""
    recycling_cost: Floats
    """Shape (nations, 2): USD/kg of oxide."""
    demand: Floats
    """Shape (nations, uses, 2): t/yr of contained oxide in magnets at the reference price."""
    elasticity: Floats
    """Shape (uses,): own-price elasticity at the reference price, below 0."""
    reference_price: Floats
    """Shape (2,): magnets, USD/kg of contained oxide."""
    shortage_price: Floats
    """Shape (2,): value of an unserved tonne, USD/kg; demand above it goes unserved."""
    freight: Floats
    """Shape (nations, nations): USD/kg from a nation to another."""
    tariff: Floats
    """Shape (nations, nations, 3, 2) from, to: paid to the importing nation, USD/kg."""
    export_tax: Floats
    """Shape (nations, 3, 2): paid to the exporting nation, USD/kg; below 0 a subsidy, as in undercutting."""
    ban: Flags
    """Shape (nations, nations, 3, 2) from, to: no spot trade."""
    quota: Floats
    """Shape (nations, 3, 2): most spot exports, t/yr; infinite when there is no quota."""
    committed: Floats
    """Shape (nations, nations, 3, 2) seller, buyer: delivered under supply agreements, t/yr."""
    release: Floats
    """Shape (nations, 3, 2): stock on offer, t/yr."""
    release_price: Floats
    """Shape (nations, 3, 2): least price at which stock is sold, USD/kg."""
    purchase: Floats
    """Shape (nations, 3, 2): bought for stock at any price below the shortage price, t/yr."""
    dear_capacity: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 2, 2): the part of ``capacity`` in plants that cost more to run, t/yr; none if empty."""
    dear_by: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 2, 2): by how much those cost more than the others, USD/kg of input; empty as above."""
    smuggling_capacity: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): what may leave past quota and export tax, t/yr; none if empty."""
    smuggling_cost: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): cost of leaving that way, USD/kg; a tenth of the reference price if empty."""
    hoard: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): what private holders would add to stock, t/yr; they stay out of the market if empty."""
    hoard_price: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): the price at which they buy nothing, USD/kg; and all by ``holder_range`` below."""
    unload: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): what they would sell from stock, t/yr."""
    unload_price: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 3, 2): the price at which they begin to sell, USD/kg; and all by ``holder_range`` above."""
    demand_price: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (nations, 2): the price at which ``demand`` is wanted, USD/kg; the reference price if empty."""
    freight_rise: float = 2e-6
    """Rise of freight with volume on each route, USD/kg per t/yr, above 0; makes flows unique."""
    making_rise: float = 0.1
    """Rise of the cost of making up to full capacity, share of the cost."""
    recycling_rise: float = 0.5
    """Rise of the cost of recycling up to full capacity, share of the cost."""
    holder_range: float = 0.3
    """Range of prices over which private holders' orders come in, share of the price named."""
    curved: bool = False
    """Whether demand keeps its elasticity at every price (``market.curve``) instead of falling along a line."""
    usual_price: Floats = field(default_factory=lambda: np.empty(0))
    """Shape (3, 2): what a price is taken to be where the market leaves it open, USD/kg; usual shares if empty."""

    @classmethod
    def calm(cls, shape: ChainShape, **figures: Any) -> Self:
        """Return a quarter without levers, promises and stocks, except for the figures given."""
        n, mines = shape.nations, shape.mines
        good, route = (n, STAGES, MATERIALS), (n, n, STAGES, MATERIALS)
        made = (n, CONVERSIONS, MATERIALS)
        price = np.asarray(figures.get("reference_price", (100.0, 500.0)), dtype=float)
        usual: dict[str, Any] = {
            "mine_capacity": np.zeros(mines),
            "mine_cost": np.full(mines, 5.0),
            "mine_rise": np.full(mines, 2.0),
            "capacity": np.zeros(made),
            "making_cost": np.full(made, 10.0),
            "recovery": np.full(made, 0.92),
            "recycling_capacity": np.zeros((n, MATERIALS)),
            "recycling_cost": np.full((n, MATERIALS), 30.0),
            "demand": np.zeros((n, shape.uses, MATERIALS)),
            "elasticity": np.full(shape.uses, -0.3),
            "reference_price": price,
            "shortage_price": 12 * price,
            "freight": np.where(np.eye(n) > 0, 0.0, 0.5),
            "tariff": np.zeros(route),
            "export_tax": np.zeros(good),
            "ban": np.zeros(route, dtype=bool),
            "quota": np.full(good, np.inf),
            "committed": np.zeros(route),
            "release": np.zeros(good),
            "release_price": np.zeros(good),
            "purchase": np.zeros(good),
        }
        return cls(**(usual | figures))

    def __post_init__(self) -> None:
        """Hold every figure as an array and refuse those out of range."""
        self._settle(self.__dict__)

    def _settle(self, figures: dict[str, Any]) -> Self:
        """Hold some figures as arrays and refuse those out of range."""
        held = self.__dict__
        for name, value in figures.items():
            plain = (type(value) is np.ndarray and value.dtype is _FLOAT) or name in _SINGLE or not np.ndim(value)
            held[name] = value if plain else np.ascontiguousarray(value, dtype=bool if name == "ban" else float)
        for together in (_HOLDERS, _DEAR):
            if len({held[name].size for name in together}) > 1:
                raise ValueError(f"give all of {', '.join(together)}, or none of them")
        for name in _SINGLE:
            if not held[name] > 0:
                raise ValueError(f"{name} must be above 0, got {held[name]}")
        return self

    def changed(self, **figures: Any) -> Self:
        """Return the same quarter with some figures changed; what is known of the others is not worked out again.

        Raises
        ------
        ValueError
            If a figure has no such name, or is out of range.
        """
        if strange := figures.keys() - self.__dataclass_fields__.keys():
            raise ValueError(f"a quarter has no figure {min(strange)!r}")
        one = copy(self)
        held = one.__dict__
        known = held.pop("_fits", None)
        if held.pop("_packed", None) is not None:
            held["_near"] = self
        shape, rest = held.get("_partly", (None, ())) if known is None else (known, ())
        held["_partly"] = shape, (*rest, *figures)
        for drawn, of in _DRAWN.items():
            if drawn in held and not of.isdisjoint(figures):
                del held[drawn]
        return one._settle(figures)  # noqa: SLF001 - of its own class

    @cached_property
    def resting_price(self) -> Floats:
        """The usual price of each stage and material, as given or from the reference price, shape (3, 2)."""
        return self.usual_price if self.usual_price.size else np.outer(STAGE_VALUE, self.reference_price)

    @cached_property
    def asking_price(self) -> Floats:
        """The price at which each nation wants its demand, as given or the reference price, shape (nations, 2)."""
        given = self.demand_price
        return given if given.size else np.tile(self.reference_price, (len(self.demand), 1))

    @cached_property
    def smuggling(self) -> tuple[Floats, Floats]:
        """Smuggling limits (t/yr) and costs (USD/kg), each as given or as usual, shape (nations, 3, 2)."""
        most, cost = self.smuggling_capacity, self.smuggling_cost
        if not cost.size:
            cost = np.zeros(self.quota.shape) + (0.1 * self.resting_price if most.size else 0.0)
        return (most if most.size else np.zeros(self.quota.shape)), cost

    @cached_property
    def has_holders(self) -> bool:
        """Tell whether private holders of stock are in the market."""
        return bool(self.hoard.size)

    @cached_property
    def has_commitments(self) -> bool:
        """Tell whether any tonne is promised."""
        return bool(self.committed.any())

    def fits(self, shape: ChainShape) -> None:
        """Refuse figures of another chain's size, and figures out of range; looked at once per quarter and shape."""
        if self.__dict__.get("_fits") is shape:
            return
        held = self.__dict__
        if self.ban.shape != self.tariff.shape:
            raise ValueError(f"ban must have the shape {self.tariff.shape}, got {self.ban.shape}")
        made_for, names = held.get("_partly", (None, ()))
        if made_for is shape and all(
            _one_fits(held[name], *shape.limits[name]) for name in names if name in shape.limits
        ):
            held["_fits"] = shape
            return
        arrays = []
        for name, wanted, _, _ in shape.ranges:
            array = held[name]
            if array.shape != wanted and (array.size or name not in _MAY_BE_EMPTY):
                raise ValueError(f"{name} must have the shape {wanted}, got {array.shape}")
            arrays.append(array.ravel())
        wrong = _first_outside(tuple(arrays), shape.lowest, shape.highest)
        if wrong >= 0:
            name, _, low, high = shape.ranges[wrong]
            bad = arrays[wrong][~((arrays[wrong] >= low) & (arrays[wrong] <= high))][0]
            raise ValueError(f"{name} must lie between {low:g} and {high:g}, got {bad:g}")
        held["_fits"] = shape


_SINGLE = ("freight_rise", "making_rise", "recycling_rise", "holder_range")
_HOLDERS = ("hoard", "hoard_price", "unload", "unload_price")
_DEAR = ("dear_capacity", "dear_by")
_MAY_BE_EMPTY = ("usual_price", "demand_price", "smuggling_capacity", "smuggling_cost", *_DEAR, *_HOLDERS)
_DRAWN = {
    "resting_price": frozenset({"usual_price", "reference_price"}),
    "asking_price": frozenset({"demand_price", "reference_price"}),
    "smuggling": frozenset({"smuggling_capacity", "smuggling_cost", "usual_price", "reference_price"}),
    "has_holders": frozenset({"hoard"}),
    "has_commitments": frozenset({"committed"}),
}
"""Figures computed when first read, and those they are computed from."""
_MUCH = 1e12
_TINY = 1e-9


_FLOAT = np.dtype(float)


def _one_fits(array: Floats, wanted: tuple[int, ...], low: float, high: float) -> bool:
    """Tell whether an array has its shape and range; of one that does not, or is empty, more is said elsewhere."""
    return array.shape == wanted and _inside(array.ravel(), low, high)


@compiled
def _inside(array: Floats, low: float, high: float) -> bool:
    """Tell whether all figures lie in a range."""
    inside = True
    for value in array:
        inside = inside and low <= value <= high
    return inside


@compiled
def _first_outside(arrays: tuple[Floats, ...], lowest: Floats, highest: Floats) -> int:
    """Return the number of the first array with a figure out of its range or not a number, or -1."""
    number = 0
    for array in arrays:
        low = lowest[number]
        high = highest[number]
        for value in array:
            if not low <= value <= high:
                return number
        number += 1  # noqa: SIM113  Tuples of arrays are not counted off in compiled code.
    return -1


def _ranges(shape: ChainShape) -> list[tuple[str, tuple[int, ...], float, float]]:
    """Return name, shape, least and most of each array of a quarter."""
    n, mines = shape.nations, (shape.mines,)
    good, route, made = (n, STAGES, MATERIALS), (n, n, STAGES, MATERIALS), (n, CONVERSIONS, MATERIALS)
    pair = (MATERIALS,)
    ranges = {
        "mine_capacity": (mines, 0, _MUCH),
        "mine_cost": (mines, -_MUCH, _MUCH),
        "mine_rise": (mines, 0, _MUCH),
        "capacity": (made, 0, _MUCH),
        "making_cost": (made, -_MUCH, _MUCH),
        "dear_capacity": (made, 0, _MUCH),
        "dear_by": (made, 0, _MUCH),
        "recovery": (made, _TINY, 1),
        "recycling_capacity": ((n, MATERIALS), 0, _MUCH),
        "recycling_cost": ((n, MATERIALS), 0, _MUCH),
        "demand": ((n, shape.uses, MATERIALS), 0, _MUCH),
        "elasticity": ((shape.uses,), -100, -_TINY),
        "reference_price": (pair, _TINY, _MUCH),
        "shortage_price": (pair, _TINY, _MUCH),
        "freight": ((n, n), 0, _MUCH),
        "tariff": (route, -_MUCH, _MUCH),
        "export_tax": (good, -_MUCH, _MUCH),
        "quota": (good, 0, np.inf),
        "committed": (route, 0, _MUCH),
        "release": (good, 0, _MUCH),
        "release_price": (good, 0, _MUCH),
        "purchase": (good, 0, _MUCH),
        "hoard": (good, 0, _MUCH),
        "hoard_price": (good, 0, _MUCH),
        "unload": (good, 0, _MUCH),
        "unload_price": (good, 0, _MUCH),
        "smuggling_capacity": (good, 0, _MUCH),
        "smuggling_cost": (good, 0, _MUCH),
        "demand_price": ((n, MATERIALS), _TINY, _MUCH),
        "usual_price": ((STAGES, MATERIALS), -_MUCH, _MUCH),
    }
    return [(name, *limits) for name, limits in ranges.items()]
