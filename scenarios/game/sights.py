"""The views given to screens: plain frozen values made from the state and the board, never the model itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.world.events import Event
from scenarios.game.board import (
    AccordView,
    CaseView,
    Figures,
    FlowView,
    LaneView,
    LeverView,
    PromiseView,
)

Series = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One of the three things that a nation wants: security, benefit, trust."""

    name: str
    score: float
    """0 to 100."""
    text: str
    """The score in one plain sentence."""
    figures: tuple[tuple[str, str], ...]
    """What it is made of: label and figure in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A chair as everybody sees it."""

    key: str
    name: str
    role: str
    human: bool
    played_by: str
    """people, AI, ``AI (absent)`` or ``AI (for now)``; every AI seat is labelled."""
    people: tuple[str, ...]
    ready: bool
    countdown: float | None
    """When an AI takes over, seconds since 1970; None where none runs."""
    member: bool
    seen: float | None = None
    """When its people were last heard of; for the facilitator only."""
    token: str = ""
    """Secret of its link; for the facilitator only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSaid:
    """A term of an offer in words."""

    name: str
    level: Any
    text: str
    changed: bool
    """Whether the offer that this one counters said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An offer as one side of it sees it."""

    id: int
    lane: str
    title: str
    maker: str
    maker_name: str
    other: str
    other_name: str
    terms: tuple[TermSaid, ...]
    state: str
    said: str
    reason: str
    round: int
    counters: int
    mine: bool
    by_ai: bool
    worth: float | None
    """What it is worth to the one who looks, present value in USD m; None while that is worked out, or to others."""
    unsaid: str
    """How much, at what price and for how long, where that is not on the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsView:
    """A message."""

    id: int
    maker: str
    maker_name: str
    to: str
    to_name: str
    text: str
    round: int
    at: float
    leaked: bool
    by_ai: bool
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Everything between two nations, in order."""

    partner: str
    name: str
    by_ai: bool
    offers: tuple[OfferView, ...]
    words: tuple[WordsView, ...]
    open: int
    """Offers that wait for an answer of the one who looks."""
    trust: float
    """How far the one who looks trusts the partner (0-1)."""
    trusted: float
    """How far the partner trusts the one who looks (0-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A text of the accord on the table."""

    id: int
    maker: str
    maker_name: str
    terms: tuple[TermSaid, ...]
    yes: int
    no: int
    votes: tuple[tuple[str, bool, str], ...]
    """Name, vote and reason; empty where ballots are secret, but for one's own."""
    my_vote: bool | None
    current: bool
    """Whether it has most votes, so that it would go to the summit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The part common to all screens."""

    game: str
    title: str
    version: int = field(compare=False)
    """Counts changes of the game; sights that differ in nothing else show the same."""
    round: int
    rounds: int
    year: int
    phase: str
    phase_text: str
    """What one does in it, in a sentence."""
    notice: str
    """What is to be known about the years behind the game, lived on another machine; empty as a rule."""
    deadline: float | None
    paused: bool
    left: float | None
    waiting_for: tuple[str, ...]
    """Names of the seats that the phase waits for."""
    regime: str
    seats: tuple[SeatView, ...]
    chapter: str
    """What the story says of this round."""
    news: tuple[Event, ...]
    flashes: tuple[str, ...]
    """What the facilitator has let happen this round."""
    flows: tuple[FlowView, ...]
    series: Mapping[str, Series]
    by_nation: Mapping[str, Mapping[str, Series]]
    labels: Mapping[str, str]
    units: Mapping[str, str]
    public_words: tuple[WordsView, ...]
    accord: AccordView
    proposals: tuple[ProposalView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The view of the people of one seat."""

    common: Common
    nation: str
    name: str
    role: str
    axes: tuple[Axis, ...]
    figures: Figures
    others: Mapping[str, Figures]
    """The public figures of the other nations."""
    inbox: tuple[OfferView, ...]
    """Open offers that wait for one's answer, the newest first."""
    threads: tuple[Thread, ...]
    from_host: tuple[WordsView, ...]
    """What the facilitator writes to this seat alone."""
    lanes: tuple[LaneView, ...]
    """One's own, the most valuable first; ``Game.form`` gives the terms of one."""
    levers: tuple[LeverView, ...] | None
    """One's menu; None while it is worked out."""
    pulled: Mapping[str, float] | None
    """Levers decided on so far; None before a decision, which keeps things as they are."""
    stance: str
    breaks: tuple[str, ...]
    """Promises that one has decided to break this year."""
    claims: tuple[str, ...]
    ends: tuple[str, ...]
    acts: Mapping[str, str]
    """What one does about each case."""
    sums: Mapping[str, float]
    promises: tuple[PromiseView, ...]
    cases: tuple[CaseView, ...]
    accord_worth: str
    """What the accord in force is worth to one, in a sentence."""
    ready: bool
    stand_in: str
    briefing: Any
    """The role, see ``scenarios.briefings``; None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSight:
    """The facilitator's view."""

    common: Common
    code: str
    offers: tuple[OfferView, ...]
    words: tuple[WordsView, ...]
    promises: tuple[PromiseView, ...]
    cases: tuple[CaseView, ...]
    figures: Mapping[str, Figures]
    axes: Mapping[str, tuple[Axis, ...]]
    pins: tuple[tuple[int, str, str], ...]
    """Round, phase and note."""
    injects: tuple[tuple[int, str, str], ...]
    """Round, kind and news."""
    mines: tuple[str, ...]
    point: str
    """What the round is to show, from the story."""
    observers: tuple[str, ...]
    trouble: str
    """What went wrong inside, if anything did."""
    journal: tuple[tuple[int, str, str], ...]
    """The last moves: number, who and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSight:
    """The view of the projector and observers: nothing private."""

    common: Common
    code: str
    axes: Mapping[str, tuple[Axis, ...]]
    promises: tuple[PromiseView, ...]
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Promised against delivered of a nation in a year, t."""

    nation: str
    name: str
    year: int
    promised: float
    delivered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a nation came out of it; utility in USD m over the years lived."""

    nation: str
    name: str
    people: tuple[str, ...]
    total: float
    alone: float | None
    """The same with everybody alone on the same shocks; None while it is worked out."""
    by_ai: float | None
    """The same with everybody left to the AI."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the time line."""

    round: int
    year: int
    kind: str
    text: str
    actors: tuple[str, ...] = ()
    offer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefSight:
    """The debrief's view."""

    common: Common
    moments: tuple[Moment, ...]
    kept: tuple[Kept, ...]
    turning_points: tuple[Moment, ...]
    scores: tuple[Score, ...]
    questions: tuple[str, ...]
    points: tuple[str, ...]
    pins: tuple[tuple[int, str, str], ...]
    offers: tuple[OfferView, ...]
    promises: tuple[PromiseView, ...]
    cases: tuple[CaseView, ...]
    axes: Mapping[str, tuple[Axis, ...]]
    forks: tuple[tuple[str, str], ...]
    """What-ifs that suggest themselves: a change for ``Game.what_if`` as JSON, and its question."""
