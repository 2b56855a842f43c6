"""A rule is a file: adding one file to a folder adds one rule."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, cast

_KEPT: list[Callable[[], None]] = []


def kept[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Keep what a function has found in folders of rules until a folder grows or shrinks."""
    found = cache(function)
    _KEPT.append(found.cache_clear)
    return cast("Callable[P, R]", found)


def forget() -> None:
    """Search for all rules again from now on, since the content of a folder has changed."""
    for clear in _KEPT:
        clear()


def names(folder: ModuleType) -> list[str]:
    """List the rules of a folder, in alphabetical order; files that start with ``_``, and folders, are not rules."""
    found = (module.name for module in iter_modules(folder.__path__) if not module.ispkg)
    return sorted(name for name in found if not name.startswith("_"))


def meaning(folder: ModuleType, name: str) -> str:
    """Say in a sentence what the rule ``name`` does: what its file begins with.

    Raises
    ------
    ValueError
        If no file has that name.
    """
    told = (_module(folder, name).__doc__ or "").strip().split("\n\n")[0]
    return " ".join(told.split())


def find(folder: ModuleType, name: str, verb: str) -> Callable[..., Any]:
    """Return the function ``verb`` of the rule ``name``.

    Raises
    ------
    ValueError
        If no file has that name, with the names that exist and the nearest guess,
        or if the file offers no such function.
    """
    return _find(folder, name, verb)


@kept
def _find(folder: ModuleType, name: str, verb: str) -> Callable[..., Any]:
    rule = getattr(_module(folder, name), verb, None)
    if not callable(rule):
        raise ValueError(f"the rule {folder.__name__}.{name} has no function {verb!r}")
    found: Callable[..., Any] = rule
    return found


def _module(folder: ModuleType, name: str) -> ModuleType:
    # Only the names of files that exist pass, so a text from a browser or a TOML file cannot import anything else.
    known = names(folder)
    if name not in known:
        guess = get_close_matches(str(name), known, n=1)
        hint = f" Did you mean {guess[0]!r}?" if guess else ""
        raise ValueError(f"no {_noun(folder)} called {name!r}; there are {', '.join(known)}.{hint}")
    return import_module(f"{folder.__name__}.{name}")


def _noun(folder: ModuleType) -> str:
    """Name one rule of a folder as people do: a tactic, a protocol, a benefit rule."""
    plural = folder.__name__.rpartition(".")[2]
    return {
        "sharing": "benefit rule",
        "strategies": "strategy",
        "voting": "voting rule",
        "acceptance": "acceptance rule",
    }.get(plural, plural.removesuffix("s"))


def offers(folder: ModuleType, name: str, verb: str) -> bool:
    """Say whether the rule ``name`` has the function ``verb``.

    Raises
    ------
    ValueError
        If no file has that name.
    """
    return verb in _verbs(folder, name)


@kept
def _verbs(folder: ModuleType, name: str) -> frozenset[str]:
    module = _module(folder, name)
    return frozenset(verb for verb in vars(module) if callable(getattr(module, verb)))
