"""Alliances beside the accord, with articles as they were agreed; memberships may overlap.

Nobody bargains over them and nobody leaves; their articles act and cost as an accord's do. The regime says how many
nations may bind themselves together: a nation's own law acts in all, a treaty of two where two may agree, and one of
more only where an accord may be founded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.articles import USD_M, texts
from agents.articles.price_floor import with_floor
from agents.articles.standard_level import with_standard
from agents.terms.text import HELD, Text
from agents.treaty.policy import in_force, spare, standby_of
from agents.world.accord_rules import Alliance
from agents.world.books import Books
from agents.world.scene import Scene
from agents.world.setting import Setting
from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
MOST = {"unilateral": 1, "bilateral": 2}
"""Most nations that one alliance may bind under a regime; other regimes have no limit."""
Floor = tuple[tuple[int, ...], Array]
"""Members that pay a floor, and its payment for a tonne of input, (materials,) USD/kg."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An alliance in force in a year."""

    name: str
    members: tuple[int, ...]
    text: Text


def allowed(setting: Setting, regime: str) -> Setting:
    """Keep only the alliances that a regime allows."""
    most = MOST.get(regime)
    if most is None or all(len(one.members) <= most for one in setting.alliances):
        return setting
    return replace(setting, alliances=tuple(one for one in setting.alliances if len(one.members) <= most))


def standing(setting: Setting, year: int) -> tuple[Standing, ...]:
    """List the alliances that are in force in a year."""
    keys = [nation.key for nation in setting.nations]
    found = []
    for alliance in setting.alliances:
        if alliance.since <= year and (not alliance.until or year <= alliance.until):
            members = tuple(keys.index(key) for key in alliance.members)
            found.append(Standing(name=alliance.name, members=members, text=text_of(alliance)))
    return tuple(found)


def text_of(alliance: Alliance) -> Text:
    """Read an alliance's articles as a text."""
    names = [article.name for article in texts() if article.name not in HELD]
    more = {name: float(getattr(alliance, name)) for name in sorted(names)}
    return Text(
        fund_rate=0.0,
        reserve_days=0.0,
        standard_level=round(alliance.standard_level),
        price_floor=alliance.price_floor,
        benefit_rule="equal",
        more=tuple((name, level) for name, level in more.items() if level > 0),
    )


def policy(
    present: Sequence[Standing],
    books: Books,
    quarter: Quarter,
    price: Array,
    clear: Callable[[Quarter], Outcome],
) -> tuple[Quarter, Array, list[Floor]]:
    """Put the articles of alliances into force in a market, one alliance after the other.

    Returns
    -------
    The market; share of damage avoided (nations,); the floors to be paid.
    """
    relief, floors = np.zeros(books.shape.nations), []
    for one in present:
        if one.text.standard_level:
            quarter, spared = with_standard(books, quarter, one.members, one.text.standard_level)
            relief = np.maximum(relief, spared)
        if one.text.price_floor:
            quarter, unit = with_floor(books, quarter, one.members, one.text.price_floor, price)
            floors.append((one.members, unit))
        scene = Scene(books=books, clear=clear, price=price)
        quarter = in_force(scene, quarter, one.members, one.text, ahead=False)
    return quarter, relief, floors


def ready(present: Sequence[Standing], books: Books, quarter: Quarter) -> Quarter:
    """Let plants on retainer work, in a crisis."""
    for one in present:
        standby = standby_of(books, one.members, one.text)
        if standby is not None:
            quarter = books.with_plants(quarter, spare(books, standby))
    return quarter


def floor_transfers(floors: Sequence[Floor], outcome: Outcome) -> Array:
    """Payments for floors, (nations,) USD m/yr below 0; the receipts are in the producers' rent."""
    use, paid = outcome.consumed.sum(axis=(1, 2)), np.zeros(len(outcome.consumed))
    for members, unit in floors:
        rows = list(members)
        total = float((outcome.made[rows, 0] * unit).sum()) * USD_M
        part = use[rows] / use[rows].sum() if use[rows].sum() > 0 else np.full(len(rows), 1 / len(rows))
        paid[rows] -= total * part
    return paid
