"""The answer to a question that is answered with yes or no."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Yes or no, and why."""

    yes: bool
    reason: str
    """A clause with figures that reads on after "as", such as ``it is owed 40 t``."""


def with_reason(evidence: str, reason: str) -> str:
    """Put a reason behind what the record says anyway; a reason that is the same is not said twice.

    Examples
    --------
    >>> with_reason("3 quarters were missed", "it answers every breach"), with_reason("40 t are owed", "40 t are owed")
    ('3 quarters were missed, as it answers every breach', '40 t are owed')
    """
    return evidence if reason == evidence else f"{evidence}, as {reason}"
