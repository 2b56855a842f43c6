"""A refused move, with the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class Refused(ValueError):  # noqa: N818 - it is an answer to a person, not a fault of the program.
    """A move that is refused; its text is one clear sentence for the person who made it."""


def near(word: str, known: Iterable[str]) -> str:
    """Name what somebody may have meant."""
    found = get_close_matches(word, list(known), n=1)
    return f" Did you mean {found[0]!r}?" if found else ""
