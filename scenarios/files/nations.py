"""Nation files: one nation each, every number of it with unit, year, source and confidence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.files.figures import SHAPE, Figure, is_figure, read_figure
from scenarios.files.schema import FACTS, entry_at
from scenarios.files.wording import near, slug

FOLDER = Path(__file__).parents[1] / "data" / "nations"
"""Nations that come with the program."""


@dataclass(frozen=True, kw_only=True)
class NationFile:
    """What one file says about a nation."""

    key: str
    values: dict[str, Any]
    """Plain values for the fields of a nation in a setting; mines and projects still stand under their keys."""
    facts: dict[str, Figure]
    """What stood in the world, in the units of the sources (scenarios.files.schema.FACTS)."""
    figures: dict[str, Figure] = field(default_factory=dict)
    """All figures by path, such as ``mines.mount_weld.capacity``."""


def names(folders: Sequence[Path] = (FOLDER,)) -> list[str]:
    """List the nations that have a file, in alphabetical order."""
    return sorted({path.stem for folder in folders for path in folder.glob("*.toml")})


def read(key: str, folders: Sequence[Path] = (FOLDER,)) -> NationFile:
    """Read a nation's file from the first folder that has it.

    Raises
    ------
    ValueError
        If there is no such nation, with the nearest guess; or if a number lacks its source.
    """
    known = names(folders)
    if key not in known:
        raise ValueError(f"no nation called {key!r}{near(key, known)}")
    path = next(folder / f"{key}.toml" for folder in folders if (folder / f"{key}.toml").exists())
    where = f"nations/{key}.toml"
    table = read_toml(path, where)
    figures: dict[str, Figure] = {}
    facts = _facts(table.pop("facts", {}), where)
    values = plain(table, where, f"nations.{key}", figures, bare=False)
    prefix = f"nations.{key}."
    own = {at.removeprefix(prefix): figure for at, figure in figures.items()}
    return NationFile(key=key, values=values, facts=facts, figures=own)


def read_toml(path: Path, where: str) -> dict[str, Any]:
    """Read a TOML file, or say in one sentence why that cannot be done."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{where} is not valid TOML: {str(error)[:1].lower()}{str(error)[1:]}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{where} is not a text in UTF-8") from None
    except OSError as error:
        raise ValueError(f"{where} cannot be read: {error.strerror}") from None


def plain(table: Mapping[str, Any], where: str, path: str, figures: dict[str, Figure], *, bare: bool) -> dict[str, Any]:
    """Take the values out of figures and collect the figures.

    Parameters
    ----------
    figures : filled with every figure found, by its path.
    bare : whether numbers may stand without a source, as they may in scenarios but not in nation files.
    """
    values: dict[str, Any] = {}
    for key, entry in table.items():
        at = f"{path}.{key}" if path else key
        if is_figure(entry):
            known = entry_at(at if not at.startswith("nation.") else at.replace("nation", "nations", 1))
            figures[at] = read_figure(entry, at, where, known.unit if known else None)
            values[key] = entry["value"]
        elif isinstance(entry, Mapping):
            values[key] = plain(entry, where, at, figures, bare=bare)
            if key in {"mines", "projects"}:
                _named(values[key], f"{where}: {at}")
        elif isinstance(entry, bool) and key != "alone" and not _is_switch(at):
            raise ValueError(f"{where}: {at} must be a number or a text, got {str(entry).lower()}")
        elif not bare and isinstance(entry, int | float):
            raise ValueError(f"{where}: {at} must say where it comes from, as in {SHAPE}, got {entry!r}")
        else:
            values[key] = entry
    return values


def _is_switch(path: str) -> bool:
    known = entry_at(path)
    return known is not None and known.kind == "yes or no"


def _named(group: Mapping[str, Any], at: str) -> None:
    """See to it that the key of a mine is its name in small letters, as paths for changes rely on it."""
    for key, entry in group.items():
        name = entry.get("name") if isinstance(entry, Mapping) else None
        if isinstance(name, str) and slug(name) != key:
            raise ValueError(f"{at}.{key}: the name {name!r} must stand under the key {slug(name)!r}")


def _facts(table: Mapping[str, Any], where: str) -> dict[str, Figure]:
    for key in table:
        if key not in FACTS:
            raise ValueError(f"{where}: facts has no entry {key!r}{near(key, FACTS)}")
    for key in FACTS:
        if key not in table:
            raise ValueError(f"{where}: facts.{key} is missing; it is in {FACTS[key][0]}")
        if not is_figure(table[key]):
            raise ValueError(f"{where}: facts.{key} must say where it comes from, as in {SHAPE}, got {table[key]!r}")
    return {key: read_figure(table[key], f"facts.{key}", where, FACTS[key][0]) for key in table}


def find(word: str, folders: Sequence[Path] = (FOLDER,)) -> str:
    """Give the key of the nation that a word names: its key, its name or its three-letter code, in any case.

    Raises
    ------
    ValueError
        If none is meant, with the nearest guess.
    """
    known = names(folders)
    if slug(word) in known:
        return slug(word)
    for key in known:
        values = read(key, folders).values
        if word.upper() == values["iso3"] or slug(word) == slug(values["name"]):
            return key
    raise ValueError(f"no nation called {word!r}{near(slug(word), known)}")
