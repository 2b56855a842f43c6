"""Reading a move: a known verb that its sender may use, with its words only; all else is refused with a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, cast

from pydantic import Field, TypeAdapter, ValidationError

import scenarios.game.verbs
from negotiation.rulebook import find, names
from scenarios.game.move import Move
from scenarios.game.refusal import Refused, near


class GoOn(Move):
    """The facilitator opens another phase; the log has the phase that was opened."""

    BY: ClassVar = "host"

    do: Literal["start", "go_on", "resolve_now"]


HOST_PHASES = ("start", "go_on", "resolve_now")
"""Verbs of the facilitator that open another phase."""
WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "yes or no",
    "dict_type": "a table",
    "list_type": "a list",
}
"""What a word must be, by the kind of the error where it is not."""


@cache
def kinds() -> dict[str, type[Move]]:
    """The class of each verb."""
    found: dict[str, type[Move]] = {
        verb: cast("type[Move]", find(scenarios.game.verbs, verb, verb.title().replace("_", "")))
        for verb in names(scenarios.game.verbs)
    }
    return found | dict.fromkeys(HOST_PHASES, GoOn)


@cache
def _union() -> TypeAdapter[Move]:
    """Every move there is, told apart by its verb."""
    some = tuple(dict.fromkeys(kinds().values()))
    every: Any = Annotated[Union[some], Field(discriminator="do")]  # noqa: UP007 - made of what was found
    return TypeAdapter(every)


def written(body: Mapping[str, Any]) -> Move:
    """Read a move as it stands in a log; words that this version does not know are left out."""
    kind = kinds()[body["do"]]
    return _union().validate_python({name: body[name] for name in body if name in kind.model_fields}, strict=False)


def read(who: str, move: object) -> Move:
    """Read a move that somebody sends.

    Parameters
    ----------
    who : key of a nation, ``host``, ``observer``, or empty for somebody unknown.
    move : the move, or the same as a table with its verb under ``do``.

    Raises
    ------
    Refused : one sentence, for whatever does not fit.
    """
    if not who:
        raise Refused("This link belongs to no seat of this game; ask the facilitator for a new one.")
    said = move.body() if isinstance(move, Move) else move
    if not isinstance(said, Mapping) or not isinstance(said.get("do"), str):
        raise Refused("A move is a table with the verb under 'do'.")
    verb = said["do"]
    if verb not in kinds():
        raise Refused(f"Nothing is called {verb!r} here.{near(verb, kinds())}")
    by = kinds()[verb].BY
    mine = who if who in ("host", "observer") else "seat"
    if mine not in by.split(" or "):
        raise Refused(f"'{verb}' is not yours to do; it is for {'the facilitator' if by == 'host' else by}.")
    if not _writable(said):
        raise Refused(f"'{verb}' holds a character that cannot be written down; leave it out.")
    return _typed(verb, said)


def _typed(verb: str, said: Mapping[str, Any]) -> Move:
    """Hold the words of a move against those of its verb; the first that does not fit is told, then what is missing."""
    known, wrong = kinds()[verb].sent(), {}
    try:
        found = _union().validate_python({name: value for name, value in said.items() if name in known or name == "do"})
    except ValidationError as error:
        # The first part of each place is the verb.
        wrong = {str(one["loc"][1]): one["type"] for one in error.errors()}
    for name, value in said.items():
        if name != "do" and name not in known:
            raise Refused(f"'{verb}' takes no word {str(name)!r}; it takes {', '.join(known) or 'none'}.")
        if name in wrong:
            raise Refused(_sentence(verb, name, value, wrong[name]))
    missing = [name for name, needed in known.items() if needed and name not in said]
    if missing:
        raise Refused(f"'{verb}' needs the word {missing[0]!r}.")
    return found


def _sentence(verb: str, name: str, value: object, wrong: str) -> str:
    if wrong == "larger":
        return f"{name!r} of '{verb}' is larger than any figure here."
    if wrong == "infinite":
        return f"{name!r} of '{verb}' must be a finite number, got {value!r}."
    return f"{name!r} of '{verb}' must be {WANTED[wrong]}, got {value!r:.60}."


def _writable(value: Any) -> bool:
    """Whether every text in a value can be kept: half a character, as a forged message may hold, cannot."""
    if isinstance(value, Mapping):
        return all(_writable(name) and _writable(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return all(map(_writable, value))
    return not isinstance(value, str) or legible(value) == value


def legible(text: str) -> str:
    """The same text with a question mark for every half of a character."""
    return text.encode("utf-8", "replace").decode()


def mark_of(move: Move) -> str:
    """A short mark of what a move says, by which the same move sent again is known from another."""
    said = json.dumps([move.do, move.words()], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
