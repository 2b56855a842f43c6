"""The house rules of a sitting: votes needed, time, discounting, who chairs, what is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Ballot = Literal["open", "secret"]
Chair = Literal["rotating", "weighted", "largest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules that the parties settled before they sat down."""

    quota: int | None = None
    """Votes that carry a text, at least 1; None asks for all parties."""
    discount: float | tuple[float, ...] = 1.0
    """Worth of a gain one offer later, above 0 and at most 1; one for all, or one for each party."""
    expiry: int | None = None
    """Answers that an offer waits for before it lapses, at least 1; None: until it is answered by all."""
    final_answer: bool = False
    """Whether the last offer before the deadline still gets its answers."""
    ballot: Ballot = "open"
    """Whether the parties learn who voted how, or only the count."""
    chair: Chair = "rotating"
    """Who puts texts to the vote: each in turn, drawn by weight, or the party with the largest weight."""
    weights: tuple[float, ...] | None = None
    """Weights of the parties for the chair, none below 0; None: all equal."""

    def __post_init__(self) -> None:
        for name in ("quota", "expiry"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} must be at least 1 or left out, got {value}")
        for factor in self.discount if isinstance(self.discount, tuple) else (self.discount,):
            if not 0 < factor <= 1:
                raise ValueError(f"discount must be above 0 and at most 1, got {factor}")
        for name, choices in (("ballot", get_args(Ballot)), ("chair", get_args(Chair))):
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} must be one of {', '.join(choices)}, got {getattr(self, name)!r}")
        if self.weights is not None and (min(self.weights) < 0 or sum(self.weights) <= 0):
            raise ValueError(f"weights must be at least 0 and not all 0, got {self.weights}")

    def factors(self, parties: int) -> tuple[float, ...]:
        """Return the discount factor of each party."""
        return self.discount if isinstance(self.discount, tuple) else (self.discount,) * parties

    def check(self, parties: int) -> None:
        """Refuse rules that do not fit the number of parties."""
        if self.weights is not None and len(self.weights) != parties:
            raise ValueError(f"weights must be one for each of {parties} parties, got {len(self.weights)}")
        if len(self.factors(parties)) != parties:
            raise ValueError(f"discount must be one for each of {parties} parties, got {self.discount}")
        if self.quota is not None and self.quota > parties:
            raise ValueError(f"a quota of {self.quota} cannot be reached by {parties} parties")


DEFAULT = Rules()
