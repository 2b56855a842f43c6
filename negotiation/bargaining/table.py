"""A table with its seats, as a protocol finds it when the sitting opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.minutes import Message, Minutes
from negotiation.bargaining.rules import Rules
from negotiation.bargaining.seat import Say, Seat, Tactic
from negotiation.bargaining.terms import TermSpace

Array = NDArray[np.float64]


@dataclass(eq=False)
class Table:
    """Everything a protocol may read; the parties themselves see only their seats."""

    protocol: str
    utilities: Array
    """(parties, outcomes)."""
    reservations: Array
    """(parties,)."""
    tactics: tuple[Tactic, ...]
    deadline: int
    """Rounds."""
    rng: np.random.Generator
    names: tuple[str, ...]
    rules: Rules
    space: TermSpace | None = None
    scripts: dict[int, tuple[Say, ...]] = field(default_factory=dict)
    minutes: Minutes = field(default_factory=Minutes)
    foresight: Any = None
    """What rational parties have worked out; made when the first of them is asked."""

    @property
    def parties(self) -> int:
        """Number of parties."""
        return len(self.tactics)

    @property
    def outcomes(self) -> int:
        """Number of outcomes."""
        return int(self.utilities.shape[1])

    @property
    def quota(self) -> int:
        """Votes that carry a text."""
        return self.parties if self.rules.quota is None else self.rules.quota

    @property
    def timed(self) -> bool:
        """Whether all tactics depend on time only, so that the whole sitting can be worked out at once."""
        return all(tactic.timed for tactic in self.tactics)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """One seat for each party."""
        return tuple(
            Seat(
                party=party,
                parties=self.parties,
                utility=self.utilities[party],
                reservation=float(self.reservations[party]),
                deadline=self.deadline,
                rng=self.rng,
                tactic=tactic,
                script=self.scripts.get(party, ()),
                space=self.space,
                everyone=self,
            )
            for party, tactic in enumerate(self.tactics)
        )

    def speak(self, party: int, standing: int | None) -> Say:
        """Ask ``party`` for its answer to the offer that stands, and hold it to its walls."""
        say = self.seats[party].tactic.speak(self.seats[party], standing)
        if say.kind == "accept":
            if standing is None:
                raise ValueError(f"{self.names[party]} accepts, but no offer stands")
            self.check(party, standing, "accepts")
        if say.kind == "offer":
            if say.outcome is None:
                raise ValueError(f"{self.names[party]} makes an offer without an outcome")
            self.check(party, say.outcome, "offers")
        return say

    def tell(self, maker: int, outcome: int) -> None:
        """Let all seats know that ``maker`` offers ``outcome``."""
        for seat in self.seats:
            if seat.party == maker:
                seat.made.append(outcome)
                seat.sent.add(outcome)
            else:
                seat.heard.append((maker, outcome))
                seat.received.add(outcome)

    def pass_on(self, party: int, say: Say, turn: int) -> None:
        """Write down the words that go with an answer in round ``turn`` (from 0), for those who may hear them."""
        if not say.message:
            return
        message = Message(turn + 1, party, say.message, say.to)
        self.minutes.messages.append(message)
        for seat in self.seats:
            if seat.party != party and message.heard_by(seat.party):
                seat.messages.append((party, say.message))

    def check(self, party: int, outcome: int, verb: str) -> None:
        """Refuse an outcome that does not exist or lies below the party's reservation."""
        if not 0 <= outcome < self.outcomes:
            raise ValueError(f"{self.names[party]} {verb} outcome {outcome}; outcomes are 0 to {self.outcomes - 1}")
        value, wall = self.utilities[party, outcome], self.reservations[party]
        if value < wall:
            raise ValueError(
                f"{self.names[party]} {verb} outcome {outcome}, worth {value:,.4g}, "
                f"below its reservation of {wall:,.4g}"
            )
