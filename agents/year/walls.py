"""Walls: measures that keep trade out or ore in, found by running the market with and without each, and their removal.

A wall is an article of the accord or of an alliance beside it, a nation that keeps its ore, or a restriction of the
dominant supplier that lasts long enough (``agents.year.restrictions``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles import article, hook
from agents.state import State
from agents.state.walls import Wall
from agents.terms.text import Text, without
from agents.treaty import alliances
from agents.year import restrictions, treaties
from market.welfare import welfare

if TYPE_CHECKING:
    from agents.accord.accord import Accord
    from market.chain import Outcome, Quarter

Array = NDArray[np.float64]
YEARS = 2.0
"""Years of harm that a claim asks for, as long as governments weigh what a partner is worth."""
LEAST = 0.05
"""Level below which the rest of an article counts as nothing."""
BESIDE = ": "
"""Between the name of an alliance beside the accord and its article, in the name of a wall."""


def standing(state: State, season: int) -> list[Wall]:
    """Find the walls of the day, each by one run of the market with it and one without."""
    plain, accord = state.books.working(), state.accord
    quarter = plain if accord is None else _under(state, accord, accord.text, plain)
    found = []
    if accord is not None:
        for name, level in accord.text.more:
            part = _justified(state, name, level)
            if part is None or level <= state.walls.caps.get(name, -1.0):
                continue  # No wall, or one that a ruling has already lowered to what is justified.
            free = _under(state, accord, without(accord.text, name), plain)
            said = f"{state.setting.accord.name}: {article(name).say(level)}"
            found.append(_wall(state, quarter, free, name, accord.members, said, part))
    found += _beside(state, quarter)
    for number in sorted(state.restricted):
        ban = quarter.ban.copy()
        ban[number, :, 0] = True
        said = f"{state.names[number]} keeps its ore at home"
        found.append(_wall(state, replace(quarter, ban=ban), quarter, state.keys[number], (number,), said, 0.0, 1.0))
    for one in restrictions.lasting(state, season):
        limited = restrictions.limited(state, quarter, one, season)
        span = min(one.left / 4, YEARS)
        found.append(_wall(state, limited, quarter, one.name, (state.setting.dominant,), one.said, 0.0, span))
    return found


def _beside(state: State, quarter: Quarter) -> list[Wall]:
    """The walls of alliances beside the accord, each with all of its articles and without one."""
    present, found = alliances.standing(state.setting, state.year), []
    for at, one in enumerate(present):
        for name, level in one.text.more:
            part, wall = _justified(state, name, level), f"{one.name}{BESIDE}{name}"
            if part is None or level <= state.walls.caps.get(wall, -1.0):
                continue
            without_it = replace(one, text=without(one.text, name))
            behind, free = (
                alliances.policy(all_, state.books, quarter, state.spot.price, state.clear)[0]
                for all_ in (present, (*present[:at], without_it, *present[at + 1 :]))
            )
            said = f"{one.name}: {article(name).say(level)}"
            found.append(_wall(state, behind, free, wall, one.members, said, part))
    return found


def _justified(state: State, name: str, level: float) -> float | None:
    """Part of an article that the environment justifies (0-1); None where it is no wall."""
    rule = hook(name, "justified")
    return None if rule is None or level <= 0 else float(np.clip(rule(state.setting.accord, level), 0.0, 1.0))


def _under(state: State, accord: Accord, text: Text, plain: Quarter) -> Quarter:
    ruled = replace(accord, text=text, notice=dict(accord.notice), kept=dict(accord.kept))
    return ruled.policy(state.books, plain, state.spot.price, state.clear)[0]


def _wall(
    state: State,
    behind: Quarter,
    without: Quarter,
    name: str,
    builders: tuple[int, ...],
    said: str,
    justified: float,
    years: float = YEARS,
) -> Wall:
    walled, free = state.clear(behind), state.clear(without)
    harm = welfare(state.books.shape, without, free).total - welfare(state.books.shape, behind, walled).total
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


def of_accord(state: State, name: str) -> bool:
    """Tell whether a wall is an article of the accord."""
    return not (BESIDE in name or name in state.keys or restrictions.known(name))


def sharers(state: State, name: str) -> tuple[int, ...]:
    """Nations that share the cost of a wall if one of them pays; none where a single nation built it."""
    if BESIDE in name:
        alliance = name.rpartition(BESIDE)[0]
        present = alliances.standing(state.setting, state.year)
        return next((one.members for one in present if one.name == alliance), ())
    return state.accord.members if state.accord is not None and of_accord(state, name) else ()


def take_down(state: State, name: str) -> str:
    """Take a wall down, or lower it to what is justified; returns words to follow the builder's name."""
    if name in state.keys:
        state.walls.open_ |= {state.keys.index(name)}
        state.restricted.discard(state.keys.index(name))
        return "opens its ore to all again and may not keep it any more"
    alliance, _, key = name.rpartition(BESIDE)
    level = _level(state, alliance, key)
    part = _justified(state, key, level) or 0.0
    lower = level * part if level * part >= LEAST else 0.0
    state.walls.caps[name] = lower
    if alliance:
        treaties.lower(state, alliance, key, lower)
    elif state.accord is not None:
        state.accord.text = without(state.accord.text, key, lower)
    if alliance and len(sharers(state, name)) < 2:
        who = f"{'lowers' if lower else 'takes down'} its wall"
    else:
        who = f"and its partners {'lower' if lower else 'take down'} their wall"
    return f"{who} ({article(key).title.lower()})" + (f", from now on {article(key).say(lower)}" if lower else "")


def _level(state: State, alliance: str, key: str) -> float:
    if alliance:
        present = alliances.standing(state.setting, state.year)
        return max((one.text.level(key) for one in present if one.name == alliance), default=0.0)
    return state.accord.text.level(key) if state.accord is not None else 0.0
