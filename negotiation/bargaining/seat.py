"""A party's seat: its knowledge at the table, and the things it may say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.concession import cheapest, curve, levels, rank
from negotiation.bargaining.minutes import Vote
from negotiation.bargaining.terms import TermSpace

Array = NDArray[np.float64]
Kind = Literal["offer", "accept", "refuse", "withdraw", "walk"]


@dataclass(frozen=True, slots=True)
class Say:
    """A party's move when it is its turn."""

    kind: Kind
    """offer a text, accept or refuse the one that stands, withdraw one's own, or walk away."""
    outcome: int | None = None
    """The outcome offered; None for everything else."""
    message: str = ""
    """Words that go with it."""
    to: tuple[int, ...] | None = None
    """Parties that hear the words; None: all of them."""


ACCEPT = Say("accept")
REFUSE = Say("refuse")
WALK = Say("walk")


class Waiting(Exception):  # noqa: N818 - nothing is wrong: a person has not answered yet.
    """A person's turn has come and the answer is not known yet."""

    def __init__(self, party: int) -> None:
        self.party = party


@dataclass(eq=False)
class Seat:
    """One party's chair: its own utilities and walls, the clock, and what it has heard and said.

    A tactic gets nothing but its seat. It may keep what it likes in ``memory``.
    """

    party: int
    parties: int
    utility: Array
    """Utility of each outcome to this party, (outcomes,)."""
    reservation: float
    """Utility of having no agreement; nothing below it is offered or accepted."""
    deadline: int
    """Number of rounds."""
    rng: np.random.Generator
    tactic: Tactic
    script: tuple[Say, ...] = ()
    """What a scripted or human party says, in order."""
    space: TermSpace | None = None
    """The terms that the outcomes stand for, if they are known."""
    everyone: Any = None
    """The whole table; only for tactics that assume complete information."""
    round: int = 0
    """The present round, from 0."""
    made: list[int] = field(default_factory=list)
    """Outcomes that this party has offered."""
    sent: set[int] = field(default_factory=set)
    """The same without repetitions."""
    heard: list[tuple[int, int]] = field(default_factory=list)
    """Offers of the others as (party, outcome)."""
    received: set[int] = field(default_factory=set)
    """Their outcomes without repetitions."""
    messages: list[tuple[int, str]] = field(default_factory=list)
    """Words that this party heard, as (party, text)."""
    text: int | None = None
    """The text adopted so far, where the protocol keeps one."""
    votes: list[Vote] = field(default_factory=list)
    """Votes so far, where the protocol has them."""
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def time(self) -> float:
        """Relative time, above 0 and below 1."""
        return (self.round + 1) / (self.deadline + 1)

    @cached_property
    def _ranks(self) -> tuple[NDArray[np.intp], Array]:
        return rank(self.utility)

    @property
    def order(self) -> NDArray[np.intp]:
        """Outcomes from worst to best."""
        return self._ranks[0]

    @property
    def ranked(self) -> Array:
        """Utilities from worst to best."""
        return self._ranks[1]

    @property
    def worst(self) -> float:
        """Utility of the worst outcome."""
        return float(self.ranked[0])

    @property
    def best(self) -> float:
        """Utility of the best outcome."""
        return float(self.ranked[-1])

    @property
    def low(self) -> float:
        """The lower end of what this party can live with: its wall, or its worst outcome if that is better."""
        return max(self.worst, self.reservation)

    def share(self, outcome: int) -> float:
        """Return where ``outcome`` lies between ``low`` (0) and the best (1); below 0 under the wall."""
        width = self.best - self.low
        if width <= 0:
            return float(self.utility[outcome] >= self.low)
        return float((self.utility[outcome] - self.low) / width)

    def worth(self, share: float) -> float:
        """Return the utility at ``share`` (0-1) of the way from ``low`` to the best."""
        return self.low + share * (self.best - self.low)

    @property
    def hopeless(self) -> bool:
        """Whether no outcome is worth at least the reservation."""
        return self.best < self.reservation

    @cached_property
    def levels(self) -> Array:
        """Utility asked for in each round by a tactic that depends on time only, (rounds,)."""
        asked = curve(self.tactic.name, self.deadline)
        return levels(asked, self.worst, self.best, self.low)

    def cheapest(self, utility: float) -> int:
        """Return the outcome of least utility to this party that is worth ``utility`` and at least the wall.

        Less by rounding is enough; above the best outcome it is the best one.
        """
        wanted = np.array([max(utility, self.reservation)])
        return int(self.order[cheapest(self.ranked, wanted, self.reservation)[0]])


@dataclass(frozen=True, slots=True)
class Tactic:
    """The functions of a tactic, as its file and its acceptance rule offer them."""

    name: str
    offer: Callable[[Seat], int | None]
    accepts: Callable[[Seat, int], bool]
    speak: Callable[[Seat, int | None], Say]
    withdraws: Callable[[Seat], bool] | None
    timed: bool
    """Whether it depends on time only."""


def answer(seat: Seat, standing: int | None) -> Say:
    """Accept what stands if the tactic accepts it, otherwise make the tactic's offer, or walk away without one."""
    if standing is not None and seat.tactic.accepts(seat, standing):
        return ACCEPT
    outcome = seat.tactic.offer(seat)
    return WALK if outcome is None else Say("offer", outcome)
