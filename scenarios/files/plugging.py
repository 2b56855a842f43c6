"""Plugins that a scenario or an experiment names: found, loaded, and refused where a file lacks what it owes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from agents import plugins
from negotiation.rulebook import find
from scenarios import contracts


def named(value: object, where: str, beside: Path | None) -> tuple[str, ...]:
    """Read a list of plugins as a file writes it, and give each the name under which worlds keep it.

    Parameters
    ----------
    where : the file, named first in messages.
    beside : its folder, which paths are relative to.

    Raises
    ------
    ValueError : for what is no list of texts, and for a plugin that is not there.
    """
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f'{where}: plugins must be a list of folders such as ["my_study/"], got {value!r}')
    try:
        return tuple(dict.fromkeys(plugins.located(one, beside) for one in value))
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def use(names: Sequence[str]) -> None:
    """Load plugins, anew where their files have changed since.

    Raises
    ------
    ValueError : one sentence with the file, for what cannot be read, lacks what it owes, or has a name that is taken.
    """
    for name in names:
        plugin = plugins.read(name)
        plugins.use(plugin)
        for kind in plugins.KINDS:
            lacks = find(contracts, kind, "lacks")
            for rule in plugin.rules(kind):
                if wrong := lacks(rule):
                    plugins.drop(name)
                    raise ValueError(f"{plugins.file_of(plugin, kind, rule)} {wrong}")
    plugins.hashes(names)


def examine(name: str) -> list[contracts.Finding]:
    """Load a plugin and hold each of its rules to what its kind owes.

    Parameters
    ----------
    name : as ``named`` gives it.

    Raises
    ------
    ValueError : as for ``use``.
    """
    use([name])
    (plugin,) = plugins.loaded([name])
    return [
        finding
        for kind in plugins.KINDS
        for rule in plugin.rules(kind)
        for finding in contracts.examine(import_module(f"{contracts.__name__}.{kind}"), rule)
    ]
