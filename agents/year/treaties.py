"""The yearly work of alliances beside the accord, and how a ruling lowers one of their articles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.articles import hook
from agents.state import State
from agents.treaty.alliances import standing
from agents.treaty.policy import yearly_cost
from agents.world.article_levels import with_levels


def live(state: State) -> None:
    """Pay for the year's articles, and let each take its yearly effect."""
    for one in standing(state.setting, state.year):
        for paid in yearly_cost(state.books, one.members, one.text).values():
            state.book.money["administration"] += paid
        for name, strength in one.text.more:
            lived = hook(name, "live")
            if lived is not None:
                lived(state, one.members, strength)


def lower(state: State, name: str, key: str, level: float) -> None:
    """Lower an article of an alliance for good, in the current year and in all valuations."""
    changes: dict[str, Any] = {key: level}
    changed = tuple(with_levels(one, changes) if one.name == name else one for one in state.setting.alliances)
    state.setting = replace(state.setting, alliances=changed)
    state.books = replace(state.books, setting=state.setting)
