"""A quarter and its outcome as one row of figures each, as compiled code takes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from market.network import Floats, Ints
from market.quarter import ChainShape, Quarter

MINE_CAPACITY, MINE_COST, MINE_RISE, CAPACITY, MAKING_COST, DEAR_CAPACITY, DEAR_BY, RECOVERY = range(8)
RECYCLING_CAPACITY, RECYCLING_COST, DEMAND, ELASTICITY, ASKING_PRICE, SHORTAGE_PRICE, FREIGHT = range(8, 15)
TARIFF, EXPORT_TAX, BAN, QUOTA, SMUGGLING, SMUGGLING_COST, COMMITTED = range(15, 22)
RELEASE, RELEASE_PRICE, PURCHASE, HOARD, HOARD_PRICE, UNLOAD, UNLOAD_PRICE = range(22, 29)
RESTING_PRICE, SINGLE = range(29, 31)
"""Where in a row each array of a quarter begins, as places in ``quarter_places``."""
FIELDS = (
    "mine_capacity",
    "mine_cost",
    "mine_rise",
    "capacity",
    "making_cost",
    "dear_capacity",
    "dear_by",
    "recovery",
    "recycling_capacity",
    "recycling_cost",
    "demand",
    "elasticity",
    "asking_price",
    "shortage_price",
    "freight",
    "tariff",
    "export_tax",
    "ban",
    "quota",
    "smuggling_capacity",
    "smuggling_cost",
    "committed",
    "release",
    "release_price",
    "purchase",
    "hoard",
    "hoard_price",
    "unload",
    "unload_price",
    "resting_price",
)
"""The same by name. Last come the rises of freight, making and recycling, the holders' range, and whether any hold."""
PRICE, STATE, MINED, MADE, DEAR_MADE, RECYCLED, CONSUMED, UNSERVED, UNDELIVERED, TRADE = range(10)
SMUGGLED, RELEASED, PURCHASED, HOARDED, UNLOADED, QUOTA_RENT, DUMPED, BEGIN = range(10, 18)
"""Where in a row each array of an outcome begins, as places in ``outcome_places``."""


@lru_cache(maxsize=64)
def quarter_places(nations: int, mines: int, uses: int) -> Ints:
    """Where each array of a quarter begins in its row, and the length of the row; shape (32,)."""
    good, route, made, pair = 6 * nations, 6 * nations * nations, 4 * nations, 2 * nations
    sizes = (
        *(mines, mines, mines, made, made, made, made, made),
        *(pair, pair, pair * uses, uses, pair, 2, nations * nations),
        *(route, good, route, good, good, good, route),
        *(good,) * 7,
        *(6, 5),
    )
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@lru_cache(maxsize=64)
def outcome_places(nations: int, mines: int, uses: int) -> Ints:
    """Where each array of an outcome begins in its row, and the length of the row; shape (19,)."""
    good, route, made, pair = 6 * nations, 6 * nations * nations, 4 * nations, 2 * nations
    sizes = (good, 3 * good, mines, made, made, pair, pair * uses, pair * uses, route, route, *(good,) * 7, 3 * good)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@lru_cache(maxsize=64)
def outcome_shapes(nations: int, mines: int, uses: int) -> dict[str, tuple[int, int, tuple[int, ...]]]:
    """Begin, end and shape of each array of an outcome in its row, by name."""
    good, route, made, pair = (nations, 3, 2), (nations, nations, 3, 2), (nations, 2, 2), (nations, 2)
    used = (nations, uses, 2)
    shapes: dict[str, tuple[int, ...]] = {
        "price": good,
        "state": (3, *good),
        "mined": (mines,),
        "made": made,
        "dear_made": made,
        "recycled": pair,
        "consumed": used,
        "unserved": used,
        "undelivered": route,
        "trade": route,
        "smuggled": good,
        "released": good,
        "purchased": good,
        "hoarded": good,
        "unloaded": good,
        "quota_rent": good,
        "dumped": good,
        "begin": (3, *good),
    }
    at = outcome_places(nations, mines, uses)
    found = {name: (int(at[k]), int(at[k + 1]), shape) for k, (name, shape) in enumerate(shapes.items())}
    begin = int(at[STATE])
    return found | {"producer_price": (begin + 6 * nations, begin + 12 * nations, good)}


def pack(shape: ChainShape, quarter: Quarter) -> Floats:
    """Return a quarter's figures as one row, kept with the quarter; who changes it takes a copy."""
    held = quarter.__dict__
    known: Floats | None = held.get("_packed")
    if known is not None:
        return known
    at = quarter_places(shape.nations, shape.mines, shape.uses)
    near: Quarter | None = held.pop("_near", None)
    if near is None:
        row, places = np.zeros(at[-1]), list(range(SINGLE))
    else:
        row, places = pack(shape, near).copy(), _others(held, near.__dict__)
    for place in places:
        array = _drawn(quarter, place)
        row[at[place] : at[place + 1]] = array.ravel() if array.size else 0.0
    row[at[SINGLE] :] = _singles(quarter)
    held["_packed"] = row
    return row


def differences(shape: ChainShape, quarter: Quarter, base: Quarter, row: Floats) -> tuple[list[Ints], list[Floats]]:
    """Return where a quarter's row differs from ``row``, which holds ``base``, and the figures that it has there."""
    at = quarter_places(shape.nations, shape.mines, shape.uses)
    places, figures = [], []
    for place in _others(quarter.__dict__, base.__dict__):
        begin, end = at[place], at[place + 1]
        array = _drawn(quarter, place)
        flat = array.ravel() if array.size else np.zeros(end - begin)
        other = (flat != row[begin:end]).nonzero()[0]
        if other.size:
            places.append(begin + other)
            figures.append(flat[other].astype(float))
    single = _singles(quarter)
    if (single != row[at[SINGLE] : at[SINGLE] + 5]).any():
        places.append(np.arange(at[SINGLE], at[SINGLE] + 5))
        figures.append(single)
    return places, figures


def unpack(shape: ChainShape, row: Floats, like: Quarter) -> Quarter:
    """Return the quarter that a row holds; what is in no row is as in ``like``."""
    at = quarter_places(shape.nations, shape.mines, shape.uses)
    limits = shape.limits
    found: dict[str, Any] = {}
    for place, name in enumerate(FIELDS):
        known = _OPEN.get(name, (name,))[0]
        size = limits["tariff" if name == "ban" else known][0]
        found[known] = row[at[place] : at[place + 1]].reshape(size)
    found["ban"] = found["ban"] > 0.0
    if not row[at[SINGLE] + 4] > 0.0:
        found |= dict.fromkeys(("hoard", "hoard_price", "unload", "unload_price"), np.empty(0))
    rises = ("freight_rise", "making_rise", "recycling_rise", "holder_range")
    found |= {name: float(row[at[SINGLE] + k]) for k, name in enumerate(rises)}
    return like.changed(**found)


_OPEN = {
    "asking_price": ("demand_price", "reference_price"),
    "smuggling_cost": ("smuggling_cost", "smuggling_capacity", "usual_price", "reference_price"),
    "resting_price": ("usual_price", "reference_price"),
}
"""What a quarter may leave open, and from which figures it is then drawn; its own comes first."""
_PLAIN = tuple((place, name) for place, name in enumerate(FIELDS) if name not in _OPEN)
_DRAWN = tuple((FIELDS.index(name), names) for name, names in _OPEN.items())


def _others(mine: dict[str, Any], theirs: dict[str, Any]) -> list[int]:
    """Places of the arrays in which two quarters may differ."""
    found = [place for place, name in _PLAIN if mine[name] is not theirs[name]]
    for place, names in _DRAWN:
        for name in names:
            if mine[name] is not theirs[name]:
                found.append(place)
                break
    return found


def _drawn(quarter: Quarter, place: int) -> Floats:
    """One array of a row; what is empty is nothing."""
    if place in (SMUGGLING, SMUGGLING_COST):
        return quarter.smuggling[place - SMUGGLING]
    found: Floats = getattr(quarter, FIELDS[place])
    return found


def _singles(quarter: Quarter) -> Floats:
    """The figures at the end of a row."""
    rises = quarter.freight_rise, quarter.making_rise, quarter.recycling_rise, quarter.holder_range
    return np.array([*rises, float(quarter.has_holders)])
