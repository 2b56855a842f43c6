"""Role briefings: what a person reads who takes a nation's seat, with figures of the world that is played."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from agents.world.setting import Setting
from scenarios.files.nations import read_toml
from scenarios.texts.portrait import portrait

FOLDER = Path(__file__).parents[1] / "data" / "briefings"
"""Briefings that come with the program, one file for each nation."""
_EVERYONE = "_everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A nation that one should talk to."""

    key: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One nation's role, in sentences for somebody who knows nothing of rare earths."""

    key: str
    name: str
    who: str
    """Who you are."""
    have: str
    """What you have."""
    lack: str
    """What you lack."""
    awake: str
    """What keeps your minister awake."""
    security: str
    """What good looks like: supply."""
    benefit: str
    """What good looks like: money and work."""
    trust: str
    """What good looks like: being believed."""
    secret: str
    """A concern that nobody else is told; invented for the game."""
    partners: tuple[Partner, ...]
    """Whom to talk to first; only nations that are in the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Primer:
    """What every seat reads before its own briefing."""

    title: str
    text: tuple[str, ...]
    secrets: str
    """A word on where secret concerns come from."""


_TEXTS = tuple(field.name for field in fields(Briefing) if field.name not in {"key", "name", "partners"})


def names() -> list[str]:
    """List the nations that have a briefing, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != _EVERYONE)


def briefing(setting: Setting, key: str) -> Briefing:
    """Write the briefing of a nation for a world.

    Raises
    ------
    ValueError
        One sentence: if the world has no such nation, or its briefing has a flaw.
    """
    figures = portrait(setting, key)
    where = f"briefings/{key}.toml"
    if key not in names():
        raise ValueError(f"{setting.name}: {key} has no briefing; add scenarios/data/{where}")
    table = _file(key)
    wrong = sorted({*_TEXTS, "partners"} ^ set(table))
    if wrong:
        raise ValueError(f"{where} must hold {', '.join(_TEXTS)} and partners; look at {', '.join(wrong)}")
    texts = {name: _filled(table[name], figures, f"{where}: {name}") for name in _TEXTS}
    called = {nation.key: nation.name for nation in setting.nations}
    partners = tuple(
        Partner(key=other, name=called[other], why=_filled(why, figures, f"{where}: partners.{other}"))
        for other, why in table["partners"].items()
        if other in called
    )
    return Briefing(key=key, name=called[key], partners=partners, **texts)


def briefings(setting: Setting) -> dict[str, Briefing]:
    """Write the briefing of every nation of a world that has one, in the order of the world."""
    written = names()
    return {nation.key: briefing(setting, nation.key) for nation in setting.nations if nation.key in written}


@cache
def primer() -> Primer:
    """Read what every seat is told."""
    table = _file(_EVERYONE)
    return Primer(title=table["title"], text=tuple(table["text"]), secrets=table["secrets"])


@cache
def _file(key: str) -> Mapping[str, Any]:
    return read_toml(FOLDER / f"{key}.toml", f"briefings/{key}.toml")


def _filled(text: str, figures: Mapping[str, str], at: str) -> str:
    """Put figures where the text has words in braces."""
    wanted = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    for name in wanted:
        if name not in figures:
            raise ValueError(f"{at} asks for {{{name}}}; there are {', '.join(figures)}")
    return text.format(**figures)
