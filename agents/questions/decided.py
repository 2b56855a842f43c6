"""The simplest answer to a question: yes or no, with a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A yes or a no."""

    yes: bool
    reason: str = ""
    """One line in figures."""
