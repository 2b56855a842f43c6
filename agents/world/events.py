"""The log: events in order, as sentences with figures, each with the events that led to it.

Each event has an id. Where it is about something with a name of its own (an obligation, an agreement, a case), it says
so, and it names the events that led to it: a ruling its claim, a claim its breaches, a breach its agreement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from agents.world.wording import with_articles

KINDS = (
    "shock",
    "offer",
    "agreement",
    "refusal",
    "ratification",
    "accord",
    "accession",
    "exit",
    "release",
    "breach",
    "claim",
    "consultation",
    "settlement",
    "panel",
    "ruling",
    "appeal",
    "remedy",
    "suspension",
    "termination",
    "closed",
    "benefit",
    "investment",
    "policy",
    "closure",
    "election",
)

ACCORD, CRISIS, EMERGENCY, UNDERCUTTING = "accord", "restricted exports", "emergency", "undercutting"
"""Names of subjects that several events share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened."""

    id: str
    """E1, E2 and so on, in the order of the run."""
    year: int
    quarter: int
    """1 to 4; 0 is the year as a whole."""
    kind: str
    """One of KINDS."""
    actors: tuple[str, ...]
    """Keys of the nations that it is about."""
    text: str
    """One sentence with figures."""
    about: str = ""
    """Name of its subject: agreement A12, obligation A12-45 of a quarter, case A12/1, accord; else empty."""
    because: tuple[str, ...] = ()
    """Ids of the earlier events that led to it."""

    def __post_init__(self) -> None:
        """Refuse unknown kinds."""
        if self.kind not in KINDS:
            raise ValueError(f"no event is called {self.kind!r}; there are {', '.join(KINDS)}")


class Note(NamedTuple):
    """An event not yet dated."""

    kind: str
    actors: tuple[int, ...]
    text: str
    about: str = ""
    follows: tuple[str, ...] = ()
    """Subjects of the events that led to it; the latest about each is meant."""


@dataclass
class Log:
    """The record of events as a run writes it."""

    keys: tuple[str, ...]
    """Nations in the order of the scenario."""
    start_year: int
    events: list[Event] = field(default_factory=list)
    latest: dict[str, str] = field(default_factory=dict)
    """Id of the latest event about each named subject."""

    def note(
        self,
        now: int,
        kind: str,
        actors: tuple[int, ...],
        text: str,
        quarter: int = 0,
        *,
        about: str = "",
        follows: Iterable[str] = (),
    ) -> None:
        """Write down an event of round ``now`` (from 0); ``actors`` are numbers of nations.

        Parameters
        ----------
        about : name of its subject, if it has one.
        follows : subjects of the events that led to it; those never logged are left out.
        """
        led = (self.latest[name] for name in follows if name in self.latest)
        event = Event(
            id=f"E{len(self.events) + 1}",
            year=self.start_year + now,
            quarter=quarter,
            kind=kind,
            actors=tuple(self.keys[actor] for actor in actors),
            text=with_articles(text),
            about=about,
            because=tuple(dict.fromkeys(led)),
        )
        self.events.append(event)
        if about:
            self.latest[about] = event.id

    def undone(self, now: int, nation: int, name: str, title: str, reason: str) -> None:
        """Log that a nation cannot carry out its government's decision."""
        self.note(now, "refusal", (nation,), f"{name} had decided: “{title}”. It is not done: {reason}.")

    def take_up(self, events: Iterable[Event]) -> None:
        """Go on after events that another log has written down."""
        self.events = list(events)
        self.latest = {event.about: event.id for event in self.events if event.about}
