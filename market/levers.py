"""Change one lever of a quarter by a line of text, such as ``china.export.heavy.japan = 0``.

A line names a nation, a lever, and what it bears on: stages, materials and other nations, in any order; what
is left out means all of them. After the equals sign stands a figure, or a share of today's figure in per cent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np

from market.chain import ChainShape, Outcome, Quarter
from market.network import Flags, Floats

STAGES = ("ore", "oxide", "magnet")
MATERIALS = ("light", "heavy")

LEVERS: Mapping[str, str] = {
    "export": "most exports, t/yr or per cent of today's; with a nation named, 0 is a ban and 100% lifts it",
    "export_tax": "USD/kg or per cent of today's price at home, to the exporter; below 0 a subsidy",
    "tariff": "USD/kg or per cent of today's price at the border, on imports from all or from the nations named",
    "freight": "USD/kg or per cent, between the nation and all others or those named, both ways",
    "mine": "capacity of its mines, t REO/yr or per cent",
    "separation": "capacity of its separation, t/yr of input or per cent",
    "magnets": "capacity of its magnet making, t/yr of input or per cent",
    "recycling": "capacity of its recycling, t/yr or per cent",
    "demand": "final use at the reference price, t/yr or per cent",
    "release": "stock on offer at any price, t/yr",
    "purchase": "bought for stock, t/yr",
}
"""The figures that can be changed, each with its unit."""


@dataclass(frozen=True)
class Names:
    """Names by which nations may be called, each with its number."""

    nations: Mapping[str, int]

    @classmethod
    def of(cls, *columns: Sequence[str]) -> Names:
        """Return the names in columns that each list all nations in order (keys, codes, full names)."""
        return cls({_plain(name): number for column in columns for number, name in enumerate(column)})


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line of text understood."""

    text: str
    nation: int
    lever: str
    stages: tuple[int, ...]
    materials: tuple[int, ...]
    others: tuple[int, ...]
    """Nations that it bears on; empty when none was named."""
    value: float
    share: bool
    """True if the value is a share of today's figure."""

    def of(self, today: Floats) -> Floats:
        """Return the new figures in place of today's."""
        return today * self.value if self.share else np.full_like(today, self.value)

    @property
    def goods(self) -> Flags:
        """Which goods it bears on, shape (3, 2)."""
        goods = np.zeros((len(STAGES), len(MATERIALS)), dtype=bool)
        for stage in self.stages:
            goods[stage, list(self.materials)] = True
        return goods


def understand(text: str, names: Names) -> Change:
    """Return what a line asks for.

    Raises
    ------
    ValueError
        In one sentence with a near guess, if the line or a word of it is not known.
    """
    path, equals, value = text.partition("=")
    words = [_plain(word) for word in path.split(".")]
    if not equals or len(words) < 2 or not all(words):
        raise ValueError(f"a what-if reads nation.lever... = value, such as china.export.heavy.japan = 0; got {text!r}")
    nation = _pick(words[0], names.nations, "nation")
    lever = words[1]
    if lever not in LEVERS:
        raise ValueError(f"no lever {words[1]!r}{_guess(words[1], LEVERS) or f'; there are {", ".join(LEVERS)}'}")
    stages, materials, others = [], [], []
    for word in words[2:]:
        singular = word.removesuffix("s") if word not in names.nations else word
        if singular in STAGES:
            stages.append(STAGES.index(singular))
        elif word in MATERIALS:
            materials.append(MATERIALS.index(word))
        elif word in names.nations:
            others.append(names.nations[word])
        else:
            known = [*STAGES, *MATERIALS, *names.nations]
            raise ValueError(f"no stage, material or nation {word!r} in {text.strip()!r}{_guess(word, known)}")
    _refuse(text.strip(), words[-1], lever, stages, materials, others)
    number, share = _value(value.strip(), lever, text.strip())
    return Change(
        text=text.strip(),
        nation=nation,
        lever=lever,
        stages=tuple(stages) or (0, 1, 2),
        materials=tuple(materials) or (0, 1),
        others=tuple(others),
        value=number,
        share=share,
    )


def _refuse(
    text: str, last: str, lever: str, stages: Sequence[int], materials: Sequence[int], others: Sequence[int]
) -> None:
    """Refuse what a lever cannot bear on."""
    if others and lever not in {"export", "tariff", "freight"}:
        raise ValueError(f"{lever} bears on no other nation; leave {last!r} out of {text!r}")
    if (stages or materials) and lever == "freight":
        raise ValueError(f"freight is the same for all goods; leave stages and materials out of {text!r}")
    if stages and lever in {"mine", "separation", "magnets", "recycling", "demand"}:
        raise ValueError(f"{lever} has its own stage; leave the stage out of {text!r}")
    if materials and lever == "mine":
        raise ValueError(f"a mine brings forth all that its ore holds; leave the material out of {text!r}")


def apply(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    """Return the quarter with a change made; ``today`` is the outcome before it, for shares of today's exports."""
    return _ACTS[change.lever](quarter, change, shape, today)


def _export(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    if change.others:
        if change.value not in {0.0, 1.0} or (change.value == 1.0) != change.share:
            raise ValueError(
                f"exports to one nation are banned by 0 or freed by 100%, got {change.text!r}; "
                "a tonnage can only be set for all destinations together"
            )
        ban = quarter.ban.copy()
        for other in change.others:
            ban[change.nation, other][change.goods] = change.value == 0.0
        return replace(quarter, ban=ban)
    quota = quarter.quota.copy()
    quota[change.nation][change.goods] = change.of(today.trade[change.nation].sum(axis=0)[change.goods])
    return replace(quarter, quota=quota)


def _export_tax(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    tax = quarter.export_tax.copy()
    tax[change.nation][change.goods] = change.of(today.producer_price[change.nation][change.goods])
    return replace(quarter, export_tax=tax)


def _tariff(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    tariff, border = quarter.tariff.copy(), border_price(quarter, today)
    for other in change.others or range(shape.nations):
        tariff[other, change.nation][change.goods] = change.of(border[other, change.nation][change.goods])
    return replace(quarter, tariff=tariff)


def _freight(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    freight = quarter.freight.copy()
    for other in set(change.others or range(shape.nations)) - {change.nation}:
        for way in ((change.nation, other), (other, change.nation)):
            freight[way] = float(change.of(np.array(freight[way])))
    return replace(quarter, freight=freight)


def border_price(quarter: Quarter, today: Outcome) -> Floats:
    """Return what goods cost at the border before tariff, USD/kg, shape (nations, nations, 3, 2) from, to."""
    gate = np.maximum(today.producer_price + quarter.export_tax, 0.0)
    price: Floats = gate[:, None] + quarter.freight[:, :, None, None]
    return price


def bound_tariffs(quarter: Quarter, today: Outcome, most: float) -> Quarter:
    """Return the quarter with no tariff above a bound, as commitments at the World Trade Organization are written.

    Parameters
    ----------
    most : highest tariff, share of the price at the border (0 and above).
    """
    if not most >= 0:
        raise ValueError(f"a bound on tariffs must be a share of at least 0, got {most:g}")
    return replace(quarter, tariff=np.minimum(quarter.tariff, most * border_price(quarter, today)))


def _mine(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    own = shape.mine_nation == change.nation
    before = quarter.mine_capacity
    total = float(before[own].sum())
    if not own.any():
        raise ValueError(f"{change.text!r}: this nation has no mine")
    goal = float(change.of(np.array(total)))
    portion = before / total if total > 0 else np.full_like(before, 1.0 / own.sum())
    return replace(quarter, mine_capacity=np.where(own, goal * portion, before))


def _separation(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    return _plant(quarter, change, 0)


def _magnets(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    return _plant(quarter, change, 1)


def _plant(quarter: Quarter, change: Change, conversion: int) -> Quarter:
    capacity = quarter.capacity.copy()
    at = (change.nation, conversion, list(change.materials))
    capacity[at] = change.of(capacity[at])
    return replace(quarter, capacity=capacity)


def _recycling(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    capacity = quarter.recycling_capacity.copy()
    at = (change.nation, list(change.materials))
    capacity[at] = change.of(capacity[at])
    return replace(quarter, recycling_capacity=capacity)


def _demand(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    demand = quarter.demand.copy()
    for material in change.materials:
        uses = demand[change.nation, :, material]
        total = float(uses.sum())
        portion = uses / total if total > 0 else np.full(len(uses), 1.0 / len(uses))
        demand[change.nation, :, material] = float(change.of(np.array(total))) * portion
    return replace(quarter, demand=demand)


def _release(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    return _good(quarter, change, "release")


def _purchase(quarter: Quarter, change: Change, shape: ChainShape, today: Outcome) -> Quarter:
    return _good(quarter, change, "purchase")


def _good(quarter: Quarter, change: Change, name: str) -> Quarter:
    array: Floats = getattr(quarter, name).copy()
    own = array[change.nation]
    own[change.goods] = change.of(own[change.goods])
    figures: dict[str, Floats] = {name: array}
    return replace(quarter, **figures)  # type: ignore[arg-type]


_ACTS: Mapping[str, Callable[[Quarter, Change, ChainShape, Outcome], Quarter]] = {
    "export": _export,
    "export_tax": _export_tax,
    "tariff": _tariff,
    "freight": _freight,
    "mine": _mine,
    "separation": _separation,
    "magnets": _magnets,
    "recycling": _recycling,
    "demand": _demand,
    "release": _release,
    "purchase": _purchase,
}


def _value(text: str, lever: str, line: str) -> tuple[float, bool]:
    """Return the figure and whether it is a share of today's."""
    match = re.fullmatch(r"([-+]?\d+(?:[.,_]\d+)*(?:[eE][-+]?\d+)?)\s*(%?)", text)
    if match is None:
        raise ValueError(f"the value of {line!r} must be a figure or a per cent, such as 500 or 60%, got {text!r}")
    number, share = float(match[1].replace(",", "").replace("_", "")), bool(match[2])
    if number < 0 and lever not in {"export_tax", "tariff"}:
        raise ValueError(f"{lever} must be at least 0, got {text} in {line!r}")
    return (number / 100 if share else number), share


def _plain(word: str) -> str:
    """Return a name as it is compared: in small letters, with one underscore between words."""
    return re.sub(r"[\s_-]+", "_", word.strip().lower())


def _pick(word: str, known: Mapping[str, int], kind: str) -> int:
    """Return the number of a name, or raise with a near guess."""
    if word not in known:
        raise ValueError(f"no {kind} {word!r}{_guess(word, known) or '; there are ' + ', '.join(_first_names(known))}")
    return known[word]


def _first_names(known: Mapping[str, int]) -> list[str]:
    """Return the first name of each number."""
    first: dict[int, str] = {}
    for name, number in known.items():
        first.setdefault(number, name)
    return list(first.values())


def _guess(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    """Return a near name as a question, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
