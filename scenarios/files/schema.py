"""What a scenario file may hold: each field with its unit, range and meaning, read from the types themselves."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le
from pydantic.fields import FieldInfo

from agents.world.article_levels import own_levels, own_terms
from agents.world.setting import END_USES, PerMaterial, Setting
from negotiation.rulebook import kept
from scenarios.files.game_rules import GameRules

KINDS = ("mine", "separation", "magnet", "recycling")
"""Kinds of plant that can be built."""
FACTS = {
    "mine_output": ("t REO/yr", "Mined in the year."),
    "reserves": ("t REO", "Reserves of the whole nation."),
    "separation_nameplate": ("t REO/yr", "Separation capacity in rare-earth oxides of all kinds."),
    "magnet_output": ("t NdFeB/yr", "Magnets made in the year."),
    "magnet_final_demand": ("t REO/yr", "Magnet rare earths in the goods that its people and firms use."),
}
"""What a nation file tells beside the fields of a setting: unit and meaning."""
OPEN_END = 1e8
"""A range that reaches this far is told as open."""
_UNITS = {
    "demand": "t/yr",
    "stock": "t",
    "ore_price": "USD/kg",
    "oxide_price": "USD/kg",
    "magnet_price": "USD/kg",
    "elasticity": "exponent",
    "lead_time": "years",
    "capex.mine": "USD/kg REO/yr",
    "capex": "USD/kg/yr",
    "plant_size.mine": "t REO/yr",
    "plant_size": "t/yr",
    "pause_after": "round",
}
"""Units of fields whose types leave them to prose."""
_RANGES = {
    "elasticity": (-5.0, -0.01),
    "capex": (0.1, 10_000.0),
    "plant_size": (1.0, 1e6),
    "lead_time": (0, 30),
    "pause_after": (1, 100),
}
"""Ranges of fields whose types cannot hold one: figures per end use, per kind, and the levels of articles."""
_PLAIN = {
    "key": "Short name: the name of its file.",
    "name": "Name on screens.",
    "title": "Heading on screens.",
    "summary": "What it shows, in a sentence or two.",
    "iso3": "Three-letter code.",
    "role": "Lead role.",
    "region": "Nations of one region are near to each other.",
    "memberships": "Groups that it belongs to.",
    "entry": "May outsiders join when they like, or must members agree?",
    "voting": "How members decide.",
    "kind": "What is being built.",
    "mine": "Deposit that a new mine adds to.",
}
"""Meanings of fields that need no figure."""
_EACH = {
    "nations": "<nation>",
    "mines": "<mine>",
    "projects": "<project>",
    "planned": "<shock>",
    "chapters": "<chapter>",
    "alliances": "<alliance>",
    "demand": "<end use>",
    "elasticity": "<end use>",
}
_SPECIAL = {"<end use>": END_USES, "<kind>": KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a scenario."""

    path: str
    """Names joined by points; ``<nation>``, ``<mine>``, ``<end use>`` and the like stand for any such name."""
    kind: str
    """number, whole number, text, one of ..., or a list of these."""
    unit: str
    low: float | None
    high: float | None
    meaning: str
    default: Any
    """What holds when a file says nothing; MISSING if it must be given."""

    def wanted(self) -> str:
        """Say what would be right, for a message."""
        if self.low is None or self.high is None:
            return f"a {self.kind}"
        if self.high >= OPEN_END:
            return f"a {self.kind} of at least {self.low:g} ({self.unit})"
        each = " each" if self.kind.startswith("list") else ""
        return f"a {self.kind}{each} from {self.low:g} to {self.high:g} ({self.unit})"


@kept
def entries() -> tuple[Entry, ...]:
    """List every field of a setting, in the order of the types; articles from plugins come last."""
    outside = (*_entries(own_levels(), "accord."), *_entries(own_terms(), "alliances.<alliance>."))
    return (*_entries(Setting, ""), *outside)


@kept
def game_entries() -> tuple[Entry, ...]:
    """List the fields of the table ``game``, which no setting holds and no run reads."""
    return tuple(_entries(GameRules, "game."))


def entry_at(path: str) -> Entry | None:
    """Find the field at a path such as ``nations.japan.stock.light`` or ``game.brief``, or None."""
    parts = path.split(".")
    return next((entry for entry in (*entries(), *game_entries()) if _fits(parts, entry.path.split("."))), None)


def fields_at(path: str) -> list[str]:
    """List the names that may stand directly below a path; the empty path is the whole scenario."""
    parts = path.split(".") if path else []
    depth = len(parts)
    patterns = [entry.path.split(".") for entry in (*entries(), *game_entries())]
    names = [pattern[depth] for pattern in patterns if len(pattern) > depth and _fits(parts, pattern[:depth])]
    return list(dict.fromkeys(word for name in names for word in _SPECIAL.get(name, (name,))))


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    return len(parts) == len(pattern) and all(p == q or q.startswith("<") for p, q in zip(parts, pattern, strict=True))


def _entries(cls: Any, at: str) -> Iterator[Entry]:
    hints, infos = get_type_hints(cls), cls.__pydantic_fields__
    for field in fields(cls):
        if field.name == "own":  # Named like any other article, below.
            continue
        info = infos[field.name]
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        meaning = info.description or _PLAIN.get(field.name, "")
        yield from _field(f"{at}{field.name}", hints[field.name], info, meaning, default)


def _field(path: str, hint: Any, info: FieldInfo, meaning: str, default: Any) -> Iterator[Entry]:
    name = path.rsplit(".", maxsplit=1)[-1]
    origin, args = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        for entry in _entries(hint, f"{path}."):
            yield _per_material(entry, info, meaning, default) if hint is PerMaterial else entry
    elif origin is tuple and is_dataclass(args[0]):
        yield from _entries(args[0], f"{path}.{_EACH[name]}.")
    elif origin is dict:
        for one in KINDS if name in {"capex", "plant_size", "lead_time"} else (_EACH.get(name, "<kind>"),):
            yield from _field(f"{path}.{one}", args[1], info, meaning, MISSING)
    else:
        low, high = _range(path, info)
        yield Entry(
            path=path, kind=_kind(hint), unit=_unit(path, info), low=low, high=high, meaning=meaning, default=default
        )


def _per_material(entry: Entry, info: FieldInfo, meaning: str, default: Any) -> Entry:
    """Give a figure per material the unit and the meaning of the field that it belongs to."""
    material = entry.path.rsplit(".", maxsplit=1)[-1]
    told = f"{meaning.removesuffix('.')} ({'NdPr' if material == 'light' else 'DyTb'})."
    return replace(entry, unit=_unit(entry.path, info), meaning=told, default=getattr(default, material, MISSING))


def _unit(path: str, info: FieldInfo) -> str:
    """Read a field's unit from its type, or from the table above by the names in its path, two before one."""
    if isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get("unit"):
        return str(info.json_schema_extra["unit"])
    parts = path.split(".")
    names = [".".join(parts[at : at + 2]) for at in range(len(parts))] + parts
    return next((_UNITS[name] for name in names if name in _UNITS), "")


def _range(path: str, info: FieldInfo) -> tuple[float | None, float | None]:
    low: Any
    high: Any
    low, high = next((_RANGES[part] for part in path.split(".") if part in _RANGES), (None, None))
    extra = info.json_schema_extra
    if isinstance(extra, dict) and "low" in extra and extra["unit"] != "rule":
        low, high = extra["low"], extra["high"]
    low = next((limit.ge for limit in info.metadata if isinstance(limit, Ge)), low)
    high = next((limit.le for limit in info.metadata if isinstance(limit, Le)), high)
    return low, high


def _kind(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return f"list of {_kind(get_args(hint)[0])}s"
    if get_origin(hint) is Literal:
        return f"text, one of {', '.join(get_args(hint))}"
    if isinstance(hint, types.UnionType):
        return " or ".join(_kind(one) for one in get_args(hint))
    return {float: "number", int: "whole number", str: "text", bool: "yes or no"}.get(hint, str(hint))
