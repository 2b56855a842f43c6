"""Scenario files read into settings: by name or by path, each built on another and changed by hand if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agents.world.setting import Setting
from scenarios.files import nations, plugging
from scenarios.files.checks import build, build_game
from scenarios.files.figures import Figure
from scenarios.files.game_rules import GameRules
from scenarios.files.schema import fields_at
from scenarios.files.wording import near, slug

FOLDER = Path(__file__).parent / "data"
"""Scenarios that come with the program."""


@dataclass(frozen=True, kw_only=True)
class _Source:
    """A scenario with all that it extends."""

    name: str
    values: dict[str, Any]
    figures: dict[str, Figure]
    folders: tuple[Path, ...]
    """Where its nations are looked for, the nearest first."""
    plugins: tuple[str, ...] = ()
    """Plugins that it names, or what it extends."""


def names() -> list[str]:
    """List the scenarios that come with the program, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name_or_path: str | Path, **changes: object) -> Setting:
    """Read a scenario, by its name or from a file that ends in ``.toml``.

    Parameters
    ----------
    changes : as for ``with_changes``, such as ``**{"risks.export_ban": 0.3}``.

    Raises
    ------
    ValueError
        One sentence: what was wrong, where, with which value, and what would be right.
    """
    setting, _ = _both(name_or_path)
    return with_changes(setting, changes) if changes else setting


def game_rules(name_or_path: str | Path) -> GameRules:
    """Read how a scenario is played by people; one without a table ``game`` is played without clocks."""
    return _both(name_or_path)[1]


def _both(name_or_path: str | Path) -> tuple[Setting, GameRules]:
    source = _source(_find(name_or_path), ())
    plugging.use(source.plugins)
    setting = build(_whole(source)[0], source.name)
    return setting, build_game(source.values.get("game", {}), setting)


def figures(name_or_path: str | Path) -> list[Figure]:
    """List every figure behind a scenario, with its unit, year, source and confidence.

    A plain number that a scenario puts in the place of a figure has no source, so the figure is left out.
    """
    source = _source(_find(name_or_path), ())
    plugging.use(source.plugins)
    values, found = _whole(source)
    setting = plain_values(build(values, source.name))
    return [figure for path, figure in found.items() if _at(setting, path) == figure.value]


def _at(values: Mapping[str, Any], path: str) -> Any:
    for part in path.split("."):
        values = values.get(part, {})
    return values


def with_changes(setting: Setting, changes: Mapping[str, object]) -> Setting:
    """Return the setting with some fields changed and all checks made again.

    Parameters
    ----------
    changes : path to value. Paths are written as in scenario files, ``market.demand_growth`` or
        ``nations.australia.mines.mount_weld.capacity``; values may be texts, as on a command line, and lists are
        written with commas.
    """
    values = plain_values(setting)
    for path, value in changes.items():
        _put(values, path, value)
    return build(_listed(values), setting.name)


def with_plugins(setting: Setting, own: Sequence[str]) -> Setting:
    """Let the rules of some more plugins be used in a world; names are as ``plugging.named`` gives them."""
    more = [name for name in own if name not in setting.plugins]
    if not more:
        return setting
    plugging.use(more)
    values = plain_values(setting)
    return build(_listed(values | {"plugins": [*setting.plugins, *more]}), setting.name)


def plain_values(setting: Setting) -> dict[str, Any]:
    """Give a setting as nested tables, with nations, mines and projects under their keys, as in a file."""
    values = asdict(setting)
    for table in (values["accord"], *values["alliances"]):
        table |= dict(table.pop("own"))
    if not values["plugins"]:
        del values["plugins"]  # Most worlds have none, and say nothing about it.
    for nation in values["nations"]:
        for group in ("mines", "projects"):
            nation[group] = {slug(entry["name"]): entry for entry in nation[group]}
    values["nations"] = {nation["key"]: nation for nation in values["nations"]}
    return values


def from_values(values: Mapping[str, Any]) -> Setting:
    """Make a setting of nested tables as ``plain_values`` gives them; all checks are made again."""
    return build(_listed(values), str(values["name"]))


def _put(values: dict[str, Any], path: str, value: object) -> None:
    """Write one value where a path points to."""
    parts, at = path.split("."), values
    if parts[0] == "nations" and parts[-1] == "key":
        raise ValueError(f"cannot change {path!r}: a nation keeps its key")
    if parts[0] == "plugins":
        raise ValueError("cannot change 'plugins': name them in the file of the scenario or of the experiment")
    if parts[0] == "game":
        raise ValueError(f"cannot change {path!r}: how people play moves nothing in a run")
    for depth, part in enumerate(parts):
        known = _below(at, ".".join(parts[:depth]))
        if part not in known:
            parent = ".".join(parts[:depth]) or "a scenario"
            raise ValueError(f"cannot change {path!r}: {parent} has no field {part!r}{near(part, known)}")
        if depth < len(parts) - 1:
            at = at[part] if part in at else at.setdefault(part, {})
            if not isinstance(at, dict):
                raise ValueError(f"cannot change {path!r}: {'.'.join(parts[: depth + 1])} is a single value")
    old = at.get(parts[-1])
    if isinstance(old, dict):
        raise ValueError(f"cannot change {path!r} as a whole; name one of its fields{near(path, _below(old, path))}")
    if isinstance(old, tuple | list) and isinstance(value, str):
        value = [word.strip() for word in value.split(",") if word.strip()]
    at[parts[-1]] = value


def _below(at: dict[str, Any], path: str) -> list[str]:
    """Names that may stand in a table: those that stand there, or for end uses all that there are."""
    if path.rsplit(".", maxsplit=1)[-1] in {"nations", "mines", "projects"}:
        return list(at)
    return fields_at(path) or list(at)


def _find(name_or_path: str | Path, beside: Path | None = None) -> Path:
    """Find the file of a scenario; a path is taken as it is, relative to the file that names it."""
    text = str(name_or_path)
    if text.endswith(".toml"):
        path = Path(text) if beside is None else beside / text
        if not path.is_file():
            raise ValueError(f"no scenario file {str(path)!r}")
        return path
    if text in names():
        return FOLDER / f"{text}.toml"
    raise ValueError(f"no scenario called {text!r}{near(text, names())}")


def _source(path: Path, chain: tuple[Path, ...]) -> _Source:
    """Read a file over the one that it extends."""
    path = path.resolve()
    if path in chain:
        loop = " extends ".join(link.stem for link in (*chain[chain.index(path) :], path))
        raise ValueError(f"{loop}: a scenario may not extend itself")
    where = path.name
    table = nations.read_toml(path, where)
    extends = table.pop("extends", None)
    if extends is not None and not isinstance(extends, str):
        raise ValueError(f"{where}: extends must be the name of one scenario, got {extends!r}")
    own = plugging.named(table.pop("plugins", []), where, path.parent)
    found: dict[str, Figure] = {}
    values = nations.plain(table, where, "", found, bare=True)
    folders: tuple[Path, ...] = (path.parent / "nations",)
    if extends is not None:
        base = _source(_find(extends, path.parent), (*chain, path))
        values, found = merged(base.values, values), base.figures | found
        folders = (*folders, *base.folders)
        own = tuple(dict.fromkeys((*base.plugins, *own)))
    folders = tuple(dict.fromkeys((*folders, nations.FOLDER)))
    return _Source(name=path.stem, values=values, figures=found, folders=folders, plugins=own)


def merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one table over another; tables merge, everything else is replaced."""
    both = dict(base)
    for key, value in change.items():
        old = both.get(key)
        both[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return both


def _whole(source: _Source) -> tuple[dict[str, Any], dict[str, Figure]]:
    """Add the nations to a scenario's own fields."""
    values = dict(source.values)
    found: dict[str, Figure] = {}
    wanted, changes = values.pop("nations", None), values.pop("nation", {})
    values.pop("game", None)  # A run needs none of it; game_rules reads it.
    if "name" in values:
        raise ValueError(f"{source.name}: the scenario has no field 'name'; the name is that of the file")
    if not isinstance(changes, Mapping):
        raise ValueError(f"{source.name}: nation must be a table of nations, got {changes!r}")
    if not isinstance(wanted, list) or not all(isinstance(key, str) for key in wanted):
        raise ValueError(f"{source.name}: nations must be a list of names, got {wanted!r}")
    for key in changes:
        if key not in wanted:
            raise ValueError(f"{source.name}: nation.{key} is not among its nations{near(key, wanted)}")
    parties: dict[str, Any] = {}
    for key in dict.fromkeys(wanted):
        own = changes.get(key, {})
        if not isinstance(own, Mapping):
            raise ValueError(f"{source.name}: nation.{key} must be a table of fields, got {own!r}")
        if "key" in own:
            raise ValueError(f"{source.name}: nation.{key} has no field 'key'; the key is that of the file")
        parties[key] = _groups_checked({"key": key} | _nation(source, key, own, found), f"{source.name}: nations.{key}")
    if len(parties) < len(wanted):
        twice = sorted({key for key in wanted if wanted.count(key) > 1})
        raise ValueError(f"{source.name}: nations stand twice: {', '.join(twice)}")
    found |= {path: figure for path, figure in source.figures.items() if not path.startswith("nation.")}
    found |= {
        path.replace("nation.", "nations.", 1): figure
        for path, figure in source.figures.items()
        if path.startswith("nation.") and path.split(".")[1] in wanted
    }
    own = {"plugins": list(source.plugins)} if source.plugins else {}
    return _listed({**values, **own, "name": source.name, "nations": parties}), found


def _groups_checked(nation: dict[str, Any], at: str) -> dict[str, Any]:
    """Refuse mines and projects that are not tables under their keys."""
    for group in ("mines", "projects"):
        entries = nation.get(group, {})
        if not isinstance(entries, Mapping):
            raise ValueError(f"{at}.{group} must be a table of tables, got {entries!r}")
        for key, entry in entries.items():
            if not isinstance(entry, Mapping):
                raise ValueError(f"{at}.{group}.{key} must be a table of fields, got {entry!r}")
    return nation


def _nation(source: _Source, key: str, changes: Mapping[str, Any], found: dict[str, Figure]) -> dict[str, Any]:
    """Read a nation and lay the scenario's changes over it; ``alone = true`` leaves its file aside."""
    changes = dict(changes)
    if changes.pop("alone", False):
        return changes
    file = nations.read(key, source.folders)
    found.update({f"nations.{key}.{path}": figure for path, figure in file.figures.items()})
    return merged(file.values, changes)


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn nations, mines and projects under their keys into the lists that a setting holds."""
    listed = dict(values)
    listed["nations"] = [dict(nation) for nation in values["nations"].values()]
    for nation in listed["nations"]:
        for group in ("mines", "projects"):
            # A mine without a name of its own is named after its key.
            nation[group] = [
                {"name": key.replace("_", " ").capitalize(), **entry} for key, entry in nation.get(group, {}).items()
            ]
    return listed
