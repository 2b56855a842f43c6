"""Values of our own kinds as plain JSON and back, exact to the last bit.

A text names only dataclasses and named tuples of this project, and they are made by their own constructors, with their
own checks: nothing else can be made from a file, and no code in it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from typing import Any, Literal

import numpy as np

OURS = ("agents", "market", "negotiation")
"""Packages whose values can be written down."""
_SEVERAL: Mapping[str, Callable[[Iterable[Any]], Any]] = {"tuple": tuple, "set": set, "frozenset": frozenset}


class UnreadableError(ValueError):
    """A text that this version of the project cannot have written."""


def plain(value: Any, known: Mapping[str, Any]) -> Any:
    """Write a value in JSON's terms: text, numbers, yes and no, nothing, lists, and tables of one line.

    Parameters
    ----------
    known : values the reader has already, by name; of a dataclass like one of these only the differences are written.
        A value with ``parts`` is made again from these.

    Raises
    ------
    TypeError : for a value of a kind that has no place in a file, such as a function.
    """
    said: Any = value
    match value:
        case None | bool() | str():
            pass
        case np.generic():  # Before plain numbers: a figure of NumPy is one of them too.
            said = {"figure": [value.dtype.str, value.item()]}
        case int() | float():
            pass
        case list():
            said = [plain(one, known) for one in value]
        case np.ndarray():
            order: Literal["C", "F"] = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
            said = {"array": [value.dtype.str, order, list(value.shape), value.ravel(order).tolist()]}
        case Mapping():
            said = {"dict": [[plain(key, known), plain(one, known)] for key, one in value.items()]}
        case set() | frozenset():
            said = {type(value).__name__: sorted((plain(one, known) for one in value), key=repr)}
        case slice():
            said = {"slice": [value.start, value.stop, value.step]}
        case _:
            said = _ours(value, known)
    return said


def _ours(value: Any, known: Mapping[str, Any]) -> Any:
    """Write a tuple, or a value of a class of this project, by its name and fields."""
    kind = type(value)
    if kind is tuple:
        return {"tuple": [plain(one, known) for one in value]}
    if kind.__module__.split(".")[0] not in OURS or not (is_dataclass(value) or isinstance(value, tuple)):
        raise TypeError(f"a {kind.__module__}.{kind.__qualname__} cannot be written down")
    name = f"{kind.__module__}:{kind.__qualname__}"
    if isinstance(value, tuple):
        return {name: [plain(one, known) for one in value]}
    if hasattr(value, "parts"):
        return {name: {one: plain(what, known) for one, what in value.parts().items()}}
    like = next(((word, held) for word, held in known.items() if type(held) is kind), None)
    held = {one.name: getattr(value, one.name) for one in fields(value)}
    if like is None:
        return {name: {one: plain(what, known) for one, what in held.items()}}
    changed = {one: what for one, what in held.items() if what is not getattr(like[1], one)}
    return {"known": [like[0], {one: plain(what, known) for one, what in changed.items()}]}


def real(said: Any, known: Mapping[str, Any]) -> Any:
    """Rebuild the value that ``plain`` has written.

    Raises
    ------
    UnreadableError : for anything that this version does not know.
    """
    try:
        return _real(said, known)
    except UnreadableError:
        raise
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as wrong:
        raise UnreadableError(f"{type(wrong).__name__}: {wrong}") from wrong


def _real(said: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(said, list):
        return [_real(one, known) for one in said]
    if not isinstance(said, dict):
        return said
    ((kind, what),) = said.items()
    match kind:
        case "known":
            name, changed = what
            made = replace(known[name], **_fields(changed, known)) if changed else known[name]
        case "tuple" | "set" | "frozenset":
            made = _SEVERAL[kind](_real(one, known) for one in what)
        case "dict":
            made = {_real(key, known): _real(one, known) for key, one in what}
        case "slice":
            made = slice(*what)
        case "figure":
            made = np.dtype(what[0]).type(what[1])
        case "array":
            code, order, shape, figures = what
            made = np.array(figures, dtype=np.dtype(code)).reshape(shape, order=order)
        case _:
            made = _made(_kind(kind), what, known)
    return made


def _fields(said: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _real(one, known) for name, one in said.items()}


def _made(kind: Any, what: Any, known: Mapping[str, Any]) -> Any:
    if issubclass(kind, tuple):
        return kind(*(_real(one, known) for one in what))
    held = _fields(what, known)
    if hasattr(kind, "parts"):
        return kind(**held)
    made = kind(**{one.name: held[one.name] for one in fields(kind) if one.init and one.name in held})
    # Fields that the constructor fills take the value that was written down.
    if not kind.__dataclass_params__.frozen:
        for name, one in held.items():
            setattr(made, name, one)
    return made


def _kind(name: str) -> Any:
    """Find a dataclass or named tuple of this project by its name."""
    module, _, own = name.partition(":")
    if module.split(".")[0] not in OURS:
        raise UnreadableError(f"{name!r} is nothing of this project")
    kind = getattr(import_module(module), own)
    if not (isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, tuple))):
        raise UnreadableError(f"{name!r} is no value")
    return kind
