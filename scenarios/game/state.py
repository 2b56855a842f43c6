"""The state of a game: seats, phase, clock, offers, words and papers; made by applying the log, move by move.

It knows nothing of the market. The results of a round of the market are in the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from agents.players.orders import Act, Stance
from scenarios.game.lane_names import is_venture
from scenarios.game.offer import Offer
from scenarios.year_end import Apart, YearEnd

PHASES = ("lobby", "brief", "negotiate", "commit", "resolve", "report", "over")
Phase = Literal["lobby", "brief", "negotiate", "commit", "resolve", "report", "over"]
NAMES = {phase: phase.capitalize() for phase in PHASES}
"""Phases as they are said to people."""
NEXT: dict[str, Phase] = {
    "lobby": "brief",
    "brief": "negotiate",
    "negotiate": "commit",
    "commit": "resolve",
    "resolve": "report",
}
ALL = "all"


@dataclass
class Seat:
    """A nation's chair."""

    key: str
    name: str
    token: str
    """Secret of its link."""
    people: list[str] = field(default_factory=list)
    """Names of those who share it; empty where nobody sits."""
    ready: bool = False
    stand_in: str = ""
    """Why an AI plays for the people here: ``absent``, ``handed`` by the facilitator; empty if it does not."""
    countdown: float | None = None
    """When an AI takes over unless somebody comes back, seconds since 1970."""

    @property
    def human(self) -> bool:
        """Whether people sit here."""
        return bool(self.people)

    @property
    def played(self) -> bool:
        """Whether people decide here now."""
        return self.human and not self.stand_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message."""

    id: int
    maker: str
    """Key of a nation, ``host`` or ``observer``."""
    to: str
    """Key of a nation, or ``all``."""
    text: str
    round: int
    at: float
    leaked: bool = False
    """Whether the press has brought it to all."""
    about: int = 0
    """Offer that it is about; 0 for none."""
    lane: str = ""
    """Lane that it asks about; empty if it is no question."""
    answers: int = 0
    """Question that it answers; 0 for none."""
    by_ai: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A text that somebody has put to the vote."""

    id: int
    maker: str
    """Key of a nation, or ``mediator``."""
    terms: tuple[tuple[str, Any], ...]
    """Level of each article."""
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote on a proposal."""

    proposal: int
    who: str
    yes: bool
    reason: str = ""
    by_ai: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """What the facilitator lets happen."""

    id: int
    kind: str
    round: int
    words: tuple[tuple[str, Any], ...]
    """The words of its kind, such as target, size and quarters."""
    news: str
    """What all read of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A note that the facilitator keeps for the debrief."""

    round: int
    phase: str
    text: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Whether a year that was lived elsewhere would come to the same on another machine."""

    round: int
    machine: str
    """On which it was lived once more."""
    apart: Apart | Literal[""]
    """What differs; empty if nothing does."""
    text: str
    """The same in a sentence."""


@dataclass
class Paper:
    """What a seat has decided alone this round; the last word holds."""

    levers: dict[str, float] | None = None
    """Size of each lever pulled (0-1); None before anything was decided."""
    amounts: dict[str, tuple[float, float]] = field(default_factory=dict)
    """The same as amounts in the unit of each lever, and what they cost when they were confirmed, USD m."""
    stance: Stance = ""
    breaks: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    disputes: dict[str, Act] = field(default_factory=dict)
    """What it does about each case."""
    sums: dict[str, float] = field(default_factory=dict)
    """What it would settle each case for, USD m."""


@dataclass
class GameState:
    """Everything that the log says."""

    seats: dict[str, Seat]
    rounds: int
    round: int = 0
    """1 to ``rounds``; 0 in the lobby."""
    phase: Phase = "lobby"
    deadline: float | None = None
    """When the phase ends by itself, seconds since 1970; None waits."""
    paused: bool = False
    left: float | None = None
    """Seconds that were left when the game was paused."""
    offers: dict[int, Offer] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    proposals: dict[int, Proposal] = field(default_factory=dict)
    ballots: dict[tuple[int, str], Ballot] = field(default_factory=dict)
    injects: list[Inject] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    papers: dict[int, dict[str, Paper]] = field(default_factory=dict)
    """By round, then by nation."""
    played: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Nations that people played when each round was resolved; the rest were left to the AI."""
    tabled: dict[int, int] = field(default_factory=dict)
    """Proposal that went to the summit of each round; missing leaves it to the mediator."""
    settled: dict[int, dict[str, float]] = field(default_factory=dict)
    """Cases closed at the table in each round, USD m."""
    observers: list[str] = field(default_factory=list)
    numbers: int = 0
    """Ids given out so far."""
    keys: dict[tuple[str, str], int] = field(default_factory=dict)
    """Names that senders gave their moves, and the entries that they became."""
    watchers: dict[str, str] = field(default_factory=dict)
    """Names of observers by their tokens."""
    since: float = 0.0
    """When the phase began."""
    years: dict[int, YearEnd] = field(default_factory=dict)
    """What each lived round came to, by round."""
    compared: list[Compared] = field(default_factory=list)
    plugins: tuple[str, ...] = ()
    """Plugins of its world."""

    def seat_of(self, token: str) -> Seat | None:
        """Find the seat of a secret."""
        return next((seat for seat in self.seats.values() if seat.token == token), None)

    def paper(self, nation: str) -> Paper:
        """The paper of a nation in this round."""
        return self.papers.setdefault(self.round, {}).setdefault(nation, Paper())

    def open_offers(self) -> list[Offer]:
        """List the offers that wait for an answer."""
        return [offer for offer in self.offers.values() if offer.state == "open"]

    def at_table(self) -> list[Seat]:
        """List the seats where people decide now."""
        return [seat for seat in self.seats.values() if seat.played]

    def next_id(self) -> int:
        """Give out the next id."""
        self.numbers += 1
        return self.numbers

    def struck(self, round_: int) -> list[Offer]:
        """List what was agreed in a round, in the order of the offers."""
        return [offer for offer in self.offers.values() if offer.round == round_ and offer.state == "accepted"]

    def with_plant(self) -> set[str]:
        """Nations that have agreed on a joint venture this round; a nation enters one a year."""
        struck = [offer for offer in self.struck(self.round) if is_venture(offer.lane)]
        return {key for offer in struck for key in (offer.maker, offer.other)}

    def votes(self, proposal: int) -> Iterable[Ballot]:
        """List the votes on a proposal."""
        return [ballot for (number, _), ballot in self.ballots.items() if number == proposal]


def still(state: GameState) -> GameState:
    """Copy a state, so that one can think about it while moves go on; what never changes once made is shared."""
    return replace(
        state,
        seats={key: replace(seat, people=[*seat.people]) for key, seat in state.seats.items()},
        offers={**state.offers},
        words=[*state.words],
        proposals={**state.proposals},
        ballots={**state.ballots},
        injects=[*state.injects],
        pins=[*state.pins],
        played={**state.played},
        tabled={**state.tabled},
        papers={
            number: {key: _copied(paper) for key, paper in papers.items()} for number, papers in state.papers.items()
        },
        settled={number: {**cases} for number, cases in state.settled.items()},
        observers=[*state.observers],
        keys={**state.keys},
        watchers={**state.watchers},
        years={**state.years},
        compared=[*state.compared],
    )


def _copied(paper: Paper) -> Paper:
    return Paper(
        levers=None if paper.levers is None else {**paper.levers},
        amounts={**paper.amounts},
        stance=paper.stance,
        breaks={*paper.breaks},
        claims={*paper.claims},
        ends={*paper.ends},
        disputes={**paper.disputes},
        sums={**paper.sums},
    )
