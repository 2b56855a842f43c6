"""Small pieces of the sentences that tell what was wrong in a file and what would be right."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches

MANY = 40
"""More names than these nobody reads in a sentence."""


def near(word: object, known: Iterable[str]) -> str:
    """End a sentence with the nearest guess, or else with what there is.

    Examples
    --------
    >>> near("japn", ["china", "japan"])
    "; did you mean 'japan'?"
    >>> near("xyz", ["china", "japan"])
    '; there are china, japan'
    """
    words = list(known)
    guess = get_close_matches(str(word), words, n=1)
    if guess:
        return f"; did you mean {guess[0]!r}?"
    if len(words) > MANY:
        return f"; the nearest of {len(words)} are {', '.join(get_close_matches(str(word), words, n=5, cutoff=0.0))}"
    return f"; there are {', '.join(words)}" if words else "; there are none"


def slug(name: str) -> str:
    """Write a name in small letters and underscores.

    Examples
    --------
    >>> slug("Mount Weld")
    'mount_weld'
    """
    return "_".join("".join(letter if letter.isalnum() else " " for letter in name.lower()).split())


def left_out(number: int, one: str, many: str) -> str:
    """Say how many parts of a sample failed runs cost.

    Examples
    --------
    >>> left_out(1, "whole block", "whole blocks")
    '1 whole block was left out because a run of its own failed.'
    """
    return (
        f"1 {one} was left out because a run of its own failed."
        if number == 1
        else f"{number} {many} were left out because a run of theirs failed."
    )


_SAYABLE = 1e-7
"""What is smaller is written as a power of ten: nobody counts so many noughts."""


def spoken(value: float, *, signed: bool = False) -> str:
    """Write a figure with the digits that count: thousands parted, a true minus, never a power of ten that can be said.

    Examples
    --------
    >>> spoken(-96672.4), spoken(0.01234, signed=True), spoken(756.66), spoken(7.331e-05)
    ('−96,672', '+0.0123', '757', '0.0000733')
    """
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    text = f"{size:,.0f}" if size >= 100 else f"{size:.1f}" if size >= 10 else f"{size:.3g}"
    if _SAYABLE <= size < 1e-4:
        text = f"{Decimal(text):f}"
    sign = "−" if value < 0 and text != "0" else "+" if signed and value > 0 else ""
    return sign + text
