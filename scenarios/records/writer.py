"""A setting written as a scenario file that stands alone, so that a run can be repeated from its own folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from agents.world.setting import Setting
from scenarios.loader import plain_values

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(setting: Setting) -> str:
    """Write a setting as TOML; reading it back under the same file name gives an equal setting."""
    values = plain_values(setting)
    del values["name"]  # The name of a scenario is that of its file.
    nations = values.pop("nations")
    whole = {
        key: {"alone": True} | {name: value for name, value in nation.items() if name != "key"}
        for key, nation in nations.items()
    }
    return "\n".join(_lines({"nations": list(nations)} | values | {"nation": whole}, "")) + "\n"


def _lines(table: Mapping[str, Any], path: str) -> Iterator[str]:
    """Write a table's own values first, as TOML demands, then the tables below it."""
    below = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    own = {key: value for key, value in table.items() if key not in below}
    if path and own:
        yield f"\n[{path}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in own.items())
    for key, value in below.items():
        yield from _lines(value, f"{path}.{_key(key)}" if path else _key(key))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    if isinstance(value, Mapping):  # A table in a list, such as a planned shock.
        return f"{{ {', '.join(f'{_key(key)} = {_value(entry)}' for key, entry in value.items())} }}"
    if isinstance(value, str):
        # JSON leaves this one character as it is, TOML does not take it.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)
