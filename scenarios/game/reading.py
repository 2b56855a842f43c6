"""Reading a move: a known verb that its sender may use, with its words only; all else is refused with a sentence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import scenarios.game.verbs
from negotiation.rulebook import find, names
from scenarios.game.refusal import Refused, near

HOST_PHASES = ("start", "go_on", "resolve_now")
"""Verbs of the facilitator that open another phase."""
BOARDLESS = (
    "take_seat",
    "watch",
    "phase",
    "ready",
    "take_back",
    "hand",
    "release",
    "pause",
    "resume",
    "extend",
    "pin",
    "absent",
    "stand_in",
    "accept",
    "refuse",
    "withdraw",
    "lived",
    "compared",
)
"""Verbs that are checked without the market."""
HIDDEN = frozenset(("token", "reason", "answers"))
"""Words that only the program itself puts into a move."""
LARGEST = 10**12
"""No figure in a move is as large."""
KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "yes or no", dict: "a table"}


@cache
def verbs() -> tuple[str, ...]:
    """Name everything that can be done."""
    return (*names(scenarios.game.verbs), *HOST_PHASES)


def read(who: str, move: object) -> tuple[str, dict[str, Any]]:
    """Read a move as its verb and words.

    Parameters
    ----------
    who : key of a nation, ``host``, ``observer``, or empty for somebody unknown.

    Raises
    ------
    Refused : one sentence, for whatever does not fit.
    """
    if not who:
        raise Refused("This link belongs to no seat of this game; ask the facilitator for a new one.")
    if not isinstance(move, Mapping) or not isinstance(move.get("do"), str):
        raise Refused("A move is a table with the verb under 'do'.")
    verb = move["do"]
    known = verbs()
    if verb not in known:
        raise Refused(f"Nothing is called {verb!r} here.{near(verb, known)}")
    if verb in HOST_PHASES:
        by, needed, may = "host", {}, {}
    else:
        rules = rules_of(verb)
        by, needed, may = rules["BY"], rules["WORDS"], rules["MAY_WORDS"]
    mine = "host" if who == "host" else "observer" if who == "observer" else "seat"
    if mine not in by.split(" or "):
        raise Refused(f"'{verb}' is not yours to do; it is for {'the facilitator' if by == 'host' else by}.")
    words = {name: value for name, value in move.items() if name != "do"}
    if not _writable(words):
        raise Refused(f"'{verb}' holds a character that cannot be written down; leave it out.")
    return verb, _typed(
        verb,
        words,
        {n: t for n, t in needed.items() if n not in HIDDEN},
        {n: t for n, t in may.items() if n not in HIDDEN},
    )


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


def mark_of(verb: str, words: Mapping[str, Any]) -> str:
    """A short mark of what a move says, by which the same move sent again is known from another."""
    said = json.dumps([verb, words], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def rules_of(verb: str) -> dict[str, Any]:
    """What a verb's file says: who may use it, when, and with which words."""
    return find(scenarios.game.verbs, verb, "do").__globals__


def _typed(verb: str, words: dict[str, Any], needed: Mapping[str, type], may: Mapping[str, type]) -> dict[str, Any]:
    """Hold the words of a move against those of its verb."""
    known = {**needed, **may}
    for name, value in words.items():
        if name not in known:
            raise Refused(f"'{verb}' takes no word {str(name)!r}; it takes {', '.join(known) or 'none'}.")
        wanted = known[name]
        if wanted is float and isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST:
            words[name] = float(value)
        elif wanted is float and isinstance(value, int) and not isinstance(value, bool):
            raise Refused(f"{name!r} of '{verb}' is larger than any figure here.")
        elif not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise Refused(f"{name!r} of '{verb}' must be {KINDS.get(wanted, 'a list')}, got {value!r:.60}.")
        elif isinstance(value, float) and not abs(value) < LARGEST:
            raise Refused(f"{name!r} of '{verb}' must be a finite number, got {value!r}.")
    missing = [name for name in needed if name not in words]
    if missing:
        raise Refused(f"'{verb}' needs the word {missing[0]!r}.")
    return words
