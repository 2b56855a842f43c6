"""The minutes of a sitting: every offer, what became of it, every vote and every word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Fate = Literal["accepted", "refused", "countered", "withdrawn", "expired"]


class OfferMade(NamedTuple):
    """An offer and what became of it.

    A tuple, because minutes run to hundreds of offers and a tuple is made in a fifth of the time.
    """

    round: int
    """The round it was made in, from 1."""
    party: int
    """Who made it, from 0; -1 is the mediator."""
    outcome: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Vote:
    """How the parties voted on a text."""

    round: int
    outcome: int
    yes: int
    """Votes in favour."""
    carried: bool
    voters: tuple[bool, ...] | None
    """How each party voted; None where the ballot was secret."""


@dataclass(frozen=True, slots=True)
class Message:
    """Words that a party said in a sitting."""

    round: int
    party: int
    text: str
    to: tuple[int, ...] | None
    """Who heard it; None: all."""

    def heard_by(self, party: int) -> bool:
        """Say whether ``party`` heard or said it."""
        return self.to is None or party == self.party or party in self.to


@dataclass(frozen=True)
class Sitting:
    """How a sitting went."""

    agreement: int | None
    """The outcome agreed on; None without agreement."""
    rounds: int
    """Rounds begun, the last one included."""
    ended: str
    """Why it ended, in plain words."""
    signatories: tuple[int, ...] = ()
    """Parties that accepted the agreement."""
    delay: int = 0
    """Offers made before the one agreed on; with discounting it is worth ``factor**delay`` of its utility."""
    votes: tuple[Vote, ...] = ()
    messages: tuple[Message, ...] = ()
    waiting: int | None = None
    """The party, a person, whose answer the sitting waits for."""
    standing: OfferMade | None = None
    """The offer that this answer is about, with the fate ``expired`` should no answer come."""
    _offers: Callable[[], tuple[OfferMade, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def offers(self) -> tuple[OfferMade, ...]:
        """Every offer in order; the closed path writes them out only when somebody asks."""
        made: tuple[OfferMade, ...] | None = self.__dict__.get("_made")
        if made is None:
            made = self._offers()
            self.__dict__["_made"] = made
        return made


@dataclass(slots=True)
class Minutes:
    """Minutes while they are taken."""

    offers: list[OfferMade] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    standing: tuple[int, int, int] | None = None
    """The offer that stands, as (round from 1, party, outcome)."""

    def put(self, turn: int, party: int, outcome: int) -> None:
        """Write down an offer made in round ``turn`` (from 0); one that still stood is thereby countered."""
        self.close("countered")
        self.standing = (turn + 1, party, outcome)

    def close(self, fate: Fate) -> None:
        """Write down what became of the offer that stands, if one does."""
        if self.standing is not None:
            self.offers.append(OfferMade(*self.standing, fate))
            self.standing = None

    def end(
        self, agreement: int | None, turn: int, ended: str, signatories: tuple[int, ...] = (), delay: int = 0
    ) -> Sitting:
        """Close the minutes in round ``turn`` (from 0)."""
        made = tuple(self.offers)
        return Sitting(
            agreement=agreement,
            rounds=turn + 1,
            ended=ended,
            signatories=signatories,
            delay=delay,
            votes=tuple(self.votes),
            messages=tuple(self.messages),
            _offers=lambda: made,
        )
