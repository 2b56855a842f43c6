"""What happened, in sentences with figures, in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened."""

    year: int
    quarter: int
    """1 to 4; 0 is the year as a whole."""
    kind: str
    """One of KINDS."""
    actors: tuple[str, ...]
    """Keys of the nations that it is about."""
    text: str
    """One sentence with figures."""

    def __post_init__(self) -> None:
        """Refuse kinds that nobody knows."""
        if self.kind not in KINDS:
            raise ValueError(f"no event is called {self.kind!r}; there are {', '.join(KINDS)}")


@dataclass
class Log:
    """The record of events as a run writes it."""

    keys: tuple[str, ...]
    """Nations in the order of the scenario."""
    start_year: int
    events: list[Event] = field(default_factory=list)

    def note(self, now: int, kind: str, actors: tuple[int, ...], text: str, quarter: int = 0) -> None:
        """Write down an event of round ``now`` (from 0); ``actors`` are numbers of nations."""
        self.events.append(
            Event(
                year=self.start_year + now,
                quarter=quarter,
                kind=kind,
                actors=tuple(self.keys[actor] for actor in actors),
                text=text,
            )
        )
