"""The agenda of a summit: only the articles that matter most by the market's own figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.accord.article_values import ArticleValues
from agents.articles import article, hook
from agents.terms.text import LEVELS, Levels, Text, further
from agents.world.accord_rules import AccordRules
from agents.world.article_levels import with_levels
from negotiation.bargaining.agenda import agenda

Array = NDArray[np.float64]
MOST, FEWEST, MOST_TEXTS = 7, 4, 8000
"""Most and fewest articles that a summit takes up, and most texts that it compares."""


def take_up(
    values: ArticleValues, seats: tuple[int, ...], names: Sequence[str], kept: Text | None = None
) -> tuple[ArticleValues, str]:
    """Leave on the table what a summit can bargain over; the rest stays as it is, or at its first level.

    Parameters
    ----------
    names : of all nations.
    kept : the text in force, if there is one.

    Returns
    -------
    The same values with shorter rules, and the reason; an empty reason where nothing had to be left out.
    """
    rules = values.rules
    open_ = [name for name in (*LEVELS, *further(rules)) if len(getattr(rules, name)) > 1]
    if len(open_) <= MOST and _texts(rules, open_) <= MOST_TEXTS:
        return values, ""
    stakes = np.array([moved(values, seats, name) for name in open_]).T
    ranked = agenda(open_, stakes, [names[seat] for seat in seats], most=MOST, fewest=FEWEST, unit="USD m")
    chosen = [item.name for item in ranked]
    while len(chosen) > FEWEST and _texts(rules, chosen) > MOST_TEXTS:
        chosen.pop()
    left = [name for name in open_ if name not in chosen]
    stay = {name: kept.level(name) if kept else getattr(rules, name)[0] for name in left}
    still: dict[str, Any] = {name: (int(level) if article(name).whole else level,) for name, level in stay.items()}
    short = with_levels(rules, still)
    return replace(values, rules=short, full=values.full or rules), _told(chosen, left, stakes.sum(axis=0), open_)


def moved(values: ArticleValues, seats: tuple[int, ...], name: str) -> Array:
    """Range of each nation's worth at the table over the levels of one article alone, (seats,) USD m."""
    levels = [float(level) for level in getattr(values.rules, name)]
    needed: Any = hook(name, "NEEDS")
    beside = {} if needed is None else {needed: max(getattr(values.rules, needed))}
    texts = tuple(replace(alone(name, level), **beside) for level in levels)
    payoff = values.payoffs(seats, Levels.of(texts))[:, list(seats)]
    spread: Array = payoff.max(axis=0) - payoff.min(axis=0)
    return spread


def alone(name: str, level: float) -> Text:
    """A text of one article."""
    nothing = Text(fund_rate=0.0, reserve_days=0.0, standard_level=0, price_floor=0.0, benefit_rule="equal")
    if name in LEVELS:
        one: dict[str, Any] = {name: int(level) if article(name).whole else level}
        return replace(nothing, **one)
    return replace(nothing, more=((name, level),) if level > 0 else ())


def _texts(rules: AccordRules, names: Sequence[str]) -> int:
    return prod(len(getattr(rules, name)) for name in names) * len(rules.benefit_rule)


def _told(chosen: Sequence[str], left: Sequence[str], stakes: Array, names: Sequence[str]) -> str:
    """Say which articles are taken up, with the effect of each, and which are left aside."""
    moves = dict(zip(names, stakes, strict=True))
    taken = ", ".join(f"{article(name).title} ({moves[name]:,.0f})" for name in chosen)
    aside = ", ".join(f"{article(name).title} ({moves[name]:,.0f})" for name in left)
    return (
        f"The summit takes up what moves most for those at the table, in USD m of their gains together: {taken}. "
        f"Left as they are: {aside}."
    )
