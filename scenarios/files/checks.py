"""A setting made from plain values, or one sentence that says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import import_module
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agents import plugins
from agents.articles import texts
from agents.world.accord_rules import AccordRules
from agents.world.article_levels import OURS, foreign, own_levels, own_terms
from agents.world.setting import END_USES, MATERIALS, STAGES, MarketRules, Profile, Setting
from negotiation import rulebook
from scenarios.files.game_rules import GameRules
from scenarios.files.schema import KINDS, entry_at, fields_at
from scenarios.files.wording import near, slug

_ADAPTER = TypeAdapter(Setting)
_GAME = TypeAdapter(GameRules)


def build(values: Mapping[str, Any], where: str) -> Setting:
    """Make a setting of plain values, as read from a file or changed by hand.

    Parameters
    ----------
    values : the fields of a setting; nations, mines and projects are lists of tables.
    where : the scenario, named first in messages.

    Raises
    ------
    ValueError
        One sentence with the path, the value, what would be right and, for a misspelt name, a near guess.
    """
    try:
        setting = _ADAPTER.validate_python(_gathered(values))
    except ValidationError as error:
        raise ValueError(f"{where}: {_sentence(error, values)}") from None
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    wrong = next(_misfits(setting), None)
    if wrong:
        raise ValueError(f"{where}: {wrong}")
    return setting


def _gathered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay what accord and alliances say of articles from the world's plugins aside, checked by the articles' own words.

    Raises
    ------
    ValueError : for a level that the article does not take.
    """
    gathered, mine = dict(values), plugins.names_of("articles", values.get("plugins", ()))
    known = [article.name for article in foreign() if article.name in mine]
    if not known:
        return gathered
    if isinstance(accord := values.get("accord", {}), Mapping):
        gathered["accord"] = _aside(accord, known, own_levels(), ("accord",), values)
    if isinstance(alliances := values.get("alliances", ()), list | tuple):
        gathered["alliances"] = [
            _aside(one, known, own_terms(), ("alliances", at), values) if isinstance(one, Mapping) else one
            for at, one in enumerate(alliances)
        ]
    return gathered


def _aside(
    table: Mapping[str, Any], known: Sequence[str], kind: Any, at: tuple[int | str, ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Move the levels of some articles out of their table into one field."""
    try:
        read = TypeAdapter(kind).validate_python({name: table[name] for name in known if name in table})
    except ValidationError as error:
        raise ValueError(_sentence(error, values, at)) from None
    held = asdict(read)
    rest = {key: value for key, value in table.items() if key not in known}
    return rest | {"own": tuple((name, held[name]) for name in known)}


def build_game(table: object, setting: Setting) -> GameRules:
    """Make the rules of a game of a scenario's table ``game``, and hold them against its world.

    Raises
    ------
    ValueError : one sentence, as for ``build``.
    """
    if not isinstance(table, Mapping):
        raise ValueError(f"{setting.name}: game must be a table of fields, got {table!r}")
    try:
        rules = _GAME.validate_python(dict(table))
    except ValidationError as error:
        raise ValueError(f"{setting.name}: {_sentence(error, {'game': table}, ('game',))}") from None
    wrong = next(_misplayed(rules, setting), None)
    if wrong:
        raise ValueError(f"{setting.name}: {wrong}")
    return rules


def _misplayed(rules: GameRules, setting: Setting) -> Iterator[str]:
    """Say where a game does not fit its world."""
    keys = [nation.key for nation in setting.nations]
    for at, seat in enumerate(rules.seats):
        if seat not in keys:
            yield f"game.seats has {seat!r}, which is not among the nations{near(seat, keys)}"
        if seat in rules.seats[:at]:
            yield f"game.seats lists {seat!r} twice"
    rounds = [chapter.round for chapter in rules.chapters]
    yield from _rounds(rounds, setting.rounds, "game.chapters")
    yield from _rounds(rules.pause_after, setting.rounds - 1, "game.pause_after")


def _rounds(found: Sequence[int], last: int, at: str) -> Iterator[str]:
    if list(found) != sorted(set(found)):
        yield f"{at} must go up from round to round, got {', '.join(map(str, found))}"
    yield from (f"{at} must name rounds from 1 to {last}, got {one}" for one in found if not 1 <= one <= last)


def _sentence(error: ValidationError, values: Mapping[str, Any], at: tuple[int | str, ...] = ()) -> str:
    """Tell the first thing that pydantic found, in the words of the scenario; ``at`` begins the error's own path."""
    found = error.errors(include_url=False)
    # A misspelt name is told before the field that seems to be missing for it.
    first = next((one for one in found if one["type"] == "unexpected_keyword_argument"), found[0])
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    path, item = readable((*at, *first["loc"]), values)
    if first["type"] == "unexpected_keyword_argument":
        parent, _, key = path.rpartition(".")
        return f"{parent or 'the scenario'} has no field {key!r}{near(key, fields_at(parent))}{more}"
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    entry = entry_at(path)
    wanted = entry.wanted() if entry else "a table of fields"
    if first["type"].startswith("missing"):
        return f"{path} is missing; it must be {wanted}{more}"
    got = f"{first['input']!r}{f' as entry {item + 1}' if item is not None else ''}"
    return f"{path} must be {wanted}, got {got}{more}"


def readable(loc: Sequence[int | str], values: Any) -> tuple[str, int | None]:
    """Turn a place in nested values into a path with names, and the number of the entry in a list of plain values."""
    parts: list[str] = []
    for step in loc:
        if isinstance(step, int):
            entry = values[step] if isinstance(values, list | tuple) and step < len(values) else None
            if not isinstance(entry, Mapping):
                return ".".join(parts), step
            parts.append(str(entry.get("key") or slug(str(entry.get("name", step)))))
            values = entry
        else:
            parts.append(step)
            values = values.get(step) if isinstance(values, Mapping) else None
    return ".".join(parts), None


def _misfits(setting: Setting) -> Iterator[str]:
    """Say what types cannot: names that must exist, and groups of figures that must be whole."""
    yield from _market(setting.market)
    yield from _accord(setting.accord, setting.plugins)
    for nation in setting.nations:
        yield from _nation(nation, f"nations.{nation.key}", setting.plugins)


def _market(market: MarketRules) -> Iterator[str]:
    for material in MATERIALS:
        ore, oxide, magnet = (getattr(getattr(market, f"{stage}_price"), material) for stage in STAGES)
        if not 0 < ore < oxide < magnet:
            yield (
                f"market prices of {material} material must rise from ore to oxide to magnet, above 0, "
                f"got {ore:g}, {oxide:g} and {magnet:g} USD/kg"
            )
    groups = {"elasticity": END_USES, "capex": KINDS, "plant_size": KINDS, "lead_time": KINDS}
    for name, wanted in groups.items():
        group = getattr(market, name)
        yield from _exactly(group, wanted, f"market.{name}")
        for key, figure in group.items():
            yield from _in_range(figure, f"market.{name}.{key}")


def _accord(accord: AccordRules, own: Sequence[str]) -> Iterator[str]:
    ours = {article.name for article in OURS} | dict(accord.own).keys()
    for found in (article for article in texts() if article.name in ours):
        article, levels = found.name, getattr(accord, found.name)
        if found.unit == "rule":
            continue
        if len(levels) > 1 and not found.bargained:
            yield (
                f"accord.{article} must list one level, since no run of the market prices it at a summit, "
                f"got {list(levels)!r}"
            )
        if not levels or list(levels) != sorted(set(levels)):
            yield f"accord.{article} must list at least one level, from weak to strong, got {list(levels)!r}"
        for level in levels:
            yield from _in_range(level, f"accord.{article}")
    if not accord.benefit_rule:
        yield "accord.benefit_rule must list at least one rule, got an empty list"
    known = rulebook.names(import_module("negotiation.bargaining.protocols"))
    yield from _rule("negotiation/bargaining/protocols", accord.protocol, "accord.protocol", known)
    for rule in accord.benefit_rule:
        yield from _own("benefit_rules", rule, "accord.benefit_rule", own)


def _nation(nation: Profile, at: str, own: Sequence[str]) -> Iterator[str]:
    for use in nation.demand:
        if use not in END_USES:
            yield f"{at}.demand has no end use {use!r}{near(use, END_USES)}"
    yield from _own("strategies", nation.strategy, f"{at}.strategy", own)
    yield from _own("tactics", nation.tactic, f"{at}.tactic", own)
    yield from _distinct([mine.name for mine in nation.mines], f"{at}.mines")
    yield from _distinct([project.name for project in nation.projects], f"{at}.projects")


def _exactly(group: Mapping[str, Any], wanted: Sequence[str], at: str) -> Iterator[str]:
    for key in group:
        if key not in wanted:
            yield f"{at} has no field {key!r}{near(key, wanted)}"
    for key in wanted:
        if key not in group:
            yield f"{at}.{key} is missing; {at} needs {', '.join(wanted)}"


def _in_range(figure: float, at: str) -> Iterator[str]:
    entry = entry_at(at)
    if entry and entry.low is not None and entry.high is not None and not entry.low <= figure <= entry.high:
        yield f"{at} must be {entry.wanted()}, got {figure!r}"


def _distinct(found: Sequence[str], at: str) -> Iterator[str]:
    keys = [slug(name) for name in found]
    for name, key in zip(found, keys, strict=True):
        if not key or keys.count(key) > 1:
            yield f"{at}: {name!r} {'stands twice' if key else 'is no name'}; names must differ in letters or digits"


def _own(kind: str, name: str, at: str, own: Sequence[str]) -> Iterator[str]:
    """Compare a name with our own files and those of a world's plugins."""
    yield from _rule(plugins.KINDS[kind].replace(".", "/"), name, at, plugins.names_of(kind, own))


def _rule(folder: str, name: str, at: str, known: Sequence[str]) -> Iterator[str]:
    if name not in known:
        yield f"{at}: no file {folder}/{name}.py{near(name, known)}"
