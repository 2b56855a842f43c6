"""Walls: what keeps trade out or ore in, found by one run of the market with each and one without, and taken down.

A wall is an article of the accord or of an alliance beside it, a nation that keeps its ore, or a restriction of the
dominant supplier that lasts long enough (``agents.restrictions``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents import alliances, restrictions
from agents.articles import article, hook
from agents.texts import Text, without
from market.welfare import welfare
from negotiation.least_worth import greatest

if TYPE_CHECKING:
    from agents.accord import Accord
    from agents.model import AllianceModel
    from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
YEARS = 2.0
"""Years of harm that a claim asks for, as long as governments weigh what a partner is worth."""
LEAST = 0.05
"""Level below which what is left of an article counts as nothing."""
BESIDE = ": "
"""Between the name of an alliance beside the accord and its article, in the name of a wall."""


@dataclass(frozen=True, kw_only=True)
class Wall:
    """Something that keeps trade out or ore in, with what it does to everybody."""

    name: str
    """An article of the accord, an alliance and its article, a nation that keeps its ore, or a restriction."""
    builders: tuple[int, ...]
    """Who has put it up."""
    said: str
    justified: float
    """Part of it that the environment justifies (0-1)."""
    years: float
    """Years of harm that a claim may ask for."""
    harm: Array
    """(nations,) what each loses by it, USD m/yr; below 0 for those who gain."""
    crossing: Array
    """(nations, nations) t/yr of all goods between row and column with it."""
    free: Array
    """The same without it."""

    def evidence(self, nation: int) -> tuple[float, float]:
        """Tonnes a year between a nation and the builders without the wall, and with it."""
        free, crossing = (
            float(table[nation, list(self.builders)].sum() + table[list(self.builders), nation].sum())
            for table in (self.free, self.crossing)
        )
        return free, min(free, crossing)

    def answers(self, nation: int) -> int:
        """The builder by which a nation loses most trade; the claim is against it."""
        lost = (self.free - self.crossing)[nation] + (self.free - self.crossing)[:, nation]
        builders = sorted(self.builders)
        return greatest(builders, lost[builders])


@dataclass
class Walls:
    """The walls that were claimed against. The model writes it; everything else reads it."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Number of each wall by its name; W1 is the first on the record."""
    said: dict[str, str] = field(default_factory=dict)
    """What each is, by its name on the record."""
    cases: dict[str, int] = field(default_factory=dict)
    """Claims so far, by the same name."""
    quiet: dict[tuple[str, int], int] = field(default_factory=dict)
    """By wall and claimant: quarter of the run until which there is peace."""
    gains: dict[str, float] = field(default_factory=dict)
    """What a wall is worth to its builders, by case, USD m over the years that the claim asks for."""
    caps: dict[str, float] = field(default_factory=dict)
    """Highest level of articles of the accord that had to be lowered, or of those of alliances beside it."""
    open_: frozenset[int] = frozenset()
    """Nations that may not keep their ore any more."""
    passing: set[str] = field(default_factory=set)
    """Restrictions of which it was told that no ruling would come in time."""

    def record(self, name: str) -> str:
        """What the record calls a wall."""
        return f"W{self.numbers.setdefault(name, len(self.numbers) + 1)}"

    def name_of(self, record: str) -> str:
        """Name of the wall that the record calls so."""
        return next(name for name, number in self.numbers.items() if f"W{number}" == record)


def standing(model: AllianceModel, season: int) -> list[Wall]:
    """Find the walls of the day, each by one run of the market with it and one without."""
    plain, accord = model.books.working(), model.accord
    quarter = plain if accord is None else _under(model, accord, accord.text, plain)
    found = []
    if accord is not None:
        for name, level in accord.text.more:
            part = _justified(model, name, level)
            if part is None or level <= model.walls.caps.get(name, -1.0):
                continue  # No wall, or one that a ruling has brought down to what is justified.
            free = _under(model, accord, without(accord.text, name), plain)
            said = f"{model.setting.accord.name}: {article(name).say(level)}"
            found.append(_wall(model, quarter, free, name, accord.members, said, part))
    found += _beside(model, quarter)
    for number in sorted(model.restricted):
        ban = quarter.ban.copy()
        ban[number, :, 0] = True
        said = f"{model.names[number]} keeps its ore at home"
        found.append(_wall(model, replace(quarter, ban=ban), quarter, model.keys[number], (number,), said, 0.0, 1.0))
    for one in restrictions.lasting(model, season):
        limited = restrictions.limited(model, quarter, one, season)
        span = min(one.left / 4, YEARS)
        found.append(_wall(model, limited, quarter, one.name, (model.setting.dominant,), one.said, 0.0, span))
    return found


def _beside(model: AllianceModel, quarter: Quarter) -> list[Wall]:
    """The walls of alliances that stand beside the accord, each with all of its articles and without one."""
    present, found = alliances.standing(model.setting, model.year), []
    for at, one in enumerate(present):
        for name, level in one.text.more:
            part, wall = _justified(model, name, level), f"{one.name}{BESIDE}{name}"
            if part is None or level <= model.walls.caps.get(wall, -1.0):
                continue
            without_it = replace(one, text=without(one.text, name))
            behind, free = (
                alliances.policy(all_, model.books, quarter, model.spot.price, model.clear)[0]
                for all_ in (present, (*present[:at], without_it, *present[at + 1 :]))
            )
            said = f"{one.name}: {article(name).say(level)}"
            found.append(_wall(model, behind, free, wall, one.members, said, part))
    return found


def _justified(model: AllianceModel, name: str, level: float) -> float | None:
    """Part of an article that the environment justifies (0-1); None where it is no wall."""
    rule = hook(name, "justified")
    return None if rule is None or level <= 0 else float(np.clip(rule(model.setting.accord, level), 0.0, 1.0))


def _under(model: AllianceModel, accord: Accord, text: Text, plain: Quarter) -> Quarter:
    ruled = replace(accord, text=text, notice=dict(accord.notice), kept=dict(accord.kept))
    return ruled.policy(model.books, plain, model.spot.price, model.clear)[0]


def _wall(
    model: AllianceModel,
    behind: Quarter,
    without: Quarter,
    name: str,
    builders: tuple[int, ...],
    said: str,
    justified: float,
    years: float = YEARS,
) -> Wall:
    walled, free = model.clear(behind), model.clear(without)
    harm = welfare(model.books.shape, without, free).total - welfare(model.books.shape, behind, walled).total
    return Wall(
        name=name,
        builders=builders,
        said=said,
        justified=justified,
        years=years,
        harm=harm,
        crossing=_flows(walled),
        free=_flows(free),
    )


def _flows(outcome: Outcome) -> Array:
    flows: Array = outcome.trade.sum(axis=(2, 3))
    return flows


def of_accord(model: AllianceModel, name: str) -> bool:
    """Tell whether a wall is an article of the accord."""
    return not (BESIDE in name or name in model.keys or restrictions.known(name))


def sharers(model: AllianceModel, name: str) -> tuple[int, ...]:
    """Who bears together what one of them pays for a wall; nobody where it stands alone."""
    if BESIDE in name:
        alliance = name.rpartition(BESIDE)[0]
        present = alliances.standing(model.setting, model.year)
        return next((one.members for one in present if one.name == alliance), ())
    return model.accord.members if model.accord is not None and of_accord(model, name) else ()


def take_down(model: AllianceModel, name: str) -> str:
    """Take a wall down, or lower it to what is justified; what was done, to be said of its builder."""
    if name in model.keys:
        model.walls.open_ |= {model.keys.index(name)}
        model.restricted.discard(model.keys.index(name))
        return "opens its ore to all again and may not keep it any more"
    alliance, _, key = name.rpartition(BESIDE)
    level = _level(model, alliance, key)
    part = _justified(model, key, level) or 0.0
    lower = level * part if level * part >= LEAST else 0.0
    model.walls.caps[name] = lower
    if alliance:
        alliances.lower(model, alliance, key, lower)
    elif model.accord is not None:
        model.accord.text = without(model.accord.text, key, lower)
    if alliance and len(sharers(model, name)) < 2:
        who = f"{'lowers' if lower else 'takes down'} its wall"
    else:
        who = f"and its partners {'lower' if lower else 'take down'} their wall"
    return f"{who} ({article(key).title.lower()})" + (f", from now on {article(key).say(lower)}" if lower else "")


def _level(model: AllianceModel, alliance: str, key: str) -> float:
    if alliance:
        present = alliances.standing(model.setting, model.year)
        return max((one.text.level(key) for one in present if one.name == alliance), default=0.0)
    return model.accord.text.level(key) if model.accord is not None else 0.0
