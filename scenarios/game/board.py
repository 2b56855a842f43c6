"""The facts of a round, against which moves are checked, as plain data: lanes, promises, cases, the accord."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.world.events import Event
from scenarios.game.refusal import Refused, near


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """A good that one nation could commit to sell to another."""

    key: str
    """Such as ``australia>japan:light oxide``."""
    seller: str
    buyer: str
    goods: str
    title: str
    tonnes: float
    """Most that the pair would bind, t/yr."""
    waits: int
    """Years until deliveries can start."""
    score: float
    """What the tonnes are worth to the buyer in a crisis, USD m/yr; the list is in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermView:
    """One term on the table, as a form field."""

    name: str
    meaning: str
    unit: str
    levels: tuple[Any, ...]
    texts: tuple[str, ...]
    """How each level is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverView:
    """A lever on a seat's menu, at its largest size; money in USD m."""

    lever: str
    title: str
    size: float
    """Its largest amount, in its unit."""
    unit: str
    """Empty where there is only yes or no."""
    cost: float
    exponent: float
    """The cost of a share of the size is the share to this power of the whole."""
    yearly: float
    """Expected worth a year."""
    worth: float
    """Present value less cost."""
    calm: float
    crisis: float
    tail: float
    """Shortage cost spared in a year of restricted exports."""
    waits: int
    divisible: bool
    valued_at: float
    """Share of the largest amount for which worth and gains hold (0-1)."""
    text: str
    """What the market says of it, in a sentence."""

    def cost_at(self, size: float) -> float:
        """What a share of the largest size costs, USD m."""
        return self.cost * size**self.exponent if size > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """An agreement, with promised against delivered."""

    name: str
    seller: str
    buyer: str
    goods: str
    terms: str
    tonnes: float
    """t/yr."""
    signed: int
    ends: int
    """Years."""
    promised: float
    delivered: float
    """t over its life so far."""
    breaches: int
    """Quarters missed."""
    status: str
    owed: float
    """Tonnes missing that may be claimed for."""
    owed_by: str
    """Key of who owes them; empty if nobody does."""
    loss: float
    """What their absence cost the other side, USD m."""
    hindrance: str = ""
    """What stands in the way of a claim as things are; empty if nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A dispute from claim to ruling."""

    id: str
    promise: str
    claimant: str
    respondent: str
    stake: float
    award: float
    paid: float
    stage: str
    forum: str
    promised: float
    delivered: float
    open: bool
    outcome: str
    story: tuple[str, ...]
    """What happened, one sentence each."""
    claimant_view: float
    respondent_view: float
    """What each side thinks its ruling's chance is; a seat sees its own only."""
    wall: bool = False
    """Whether it is about a wall to trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article of the accord, as a form field."""

    name: str
    title: str
    meaning: str
    unit: str
    levels: tuple[Any, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordView:
    """The accord as it stands, and what may be done about it this year."""

    name: str
    members: tuple[str, ...] = ()
    eligible: tuple[str, ...] = ()
    notice: tuple[tuple[str, int], ...] = ()
    """Who has given notice, and the year in which it leaves."""
    text: tuple[tuple[str, Any], ...] = ()
    """Articles in force; empty without an accord."""
    said: str = ""
    """The same in a sentence."""
    articles: tuple[ArticleView, ...] = ()
    negotiable: bool = False
    why_not: str = ""
    """Why no text can be tabled this year; empty if one can."""
    early: bool = False
    """Whether the review is not due, so that only a majority of the members can call a summit."""
    when: str = ""
    """When the text is reviewed, and what can be done before."""
    rules: tuple[str, ...] = ()
    """Entry, voting, minimum, notice and fee, one sentence each."""

    def must_speak(self, who: str, name: str) -> None:
        """Refuse nations that have no voice on the text, and years in which none can be tabled."""
        if not self.negotiable:
            raise Refused(self.why_not)
        if who not in (self.members or self.eligible):
            raise Refused(f"{name} has no voice on the text of {self.name}.")

    def terms(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Read a text as levels of every article; what is not named stays as it is, or at its weakest."""
        known = {article.name: article for article in self.articles}
        for name in given:
            if name not in known:
                raise Refused(f"The accord has no article {name!r}.{near(str(name), known)}")
        now = dict(self.text)
        return {
            name: level(article.title, article.levels, given.get(name, now.get(name, article.levels[0])), article.texts)
            for name, article in known.items()
        }


def level(name: str, levels: tuple[Any, ...], given: Any, texts: tuple[str, ...] = ()) -> Any:
    """Find the level that somebody means; ``texts`` say the levels in words.

    Raises
    ------
    Refused : if there is none such.
    """
    for one in levels:
        if type(given) is not bool and (given == one or str(given) == str(one)):
            return one
    known = texts or tuple(map(str, levels))
    raise Refused(f"{name[:1].upper()}{name[1:]} cannot be {given!r}; it can be {', '.join(known)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A nation's figures at the opening of a round; shares are 0-1, money in USD m, security in t."""

    key: str
    name: str
    role: str
    member: bool
    gap: float
    """Share of what its users wanted last year and did not get."""
    gap_in_crisis: float
    """The same in a year of restricted exports, as the market foresees for next year."""
    gap_ahead: float
    """The same three years ahead, with what is being built and bound."""
    stock_days: float
    largest_supplier: str
    dependence: float
    """Share of its imports that comes from there."""
    budget: float
    utility: float
    """Of last year, USD m."""
    trust: float
    """How far the others trust it, mean."""
    trusts: tuple[tuple[str, float], ...]
    """How far it trusts each other nation."""
    kept: float
    """Share of all that it ever promised that it delivered; 1 where nothing was promised."""
    promised: float
    delivered: float
    crisis_loss: float
    """What a year of restricted exports would cost it, USD m."""
    crisis_chance: float
    """Its belief that exports are restricted in a year."""
    uses: float
    """What its users want in a year, t."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowView:
    """A line of the network: tonnes of last year."""

    origin: str
    destination: str
    goods: str
    tonnes: float
    under: str
    """spot or agreement."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """The facts of a round, from the model that has lived the rounds before it."""

    round: int
    year: int
    regime: str
    dominant: str
    names: Mapping[str, str]
    private_talk: bool
    lanes: Mapping[str, LaneView]
    promises: tuple[PromiseView, ...]
    cases: tuple[CaseView, ...]
    accord: AccordView
    figures: Mapping[str, Figures]
    events: tuple[Event, ...]
    """Everything that has happened."""
    flows: tuple[FlowView, ...]
    series: Mapping[str, tuple[tuple[int, float], ...]]
    """World figures by year, such as prices, by name."""
    by_nation: Mapping[str, Mapping[str, tuple[tuple[int, float], ...]]]
    """Figures by year of each nation."""
    units: Mapping[str, str]
    labels: Mapping[str, str]
    kept: tuple[tuple[int, Mapping[str, tuple[float, float]]], ...]
    """By year: tonnes promised and delivered by each nation."""
    mines: Mapping[str, str]
    """Owner by mine."""
    ended: bool = False
    """Whether all rounds have been lived."""
    terms_on: Callable[[str], tuple[TermView, ...]] = field(repr=False, compare=False)
    options: Callable[[str], tuple[LeverView, ...]] = field(repr=False, compare=False)
    cannot_pay: Callable[[str, Mapping[str, Any]], str] = field(repr=False, compare=False)
    """Says who could not pay its part under some terms of a joint venture; empty where both can."""

    @property
    def news(self) -> tuple[Event, ...]:
        """What happened in the year that was lived last, and at the opening of this one."""
        since = self.year - (0 if self.ended else 1)
        return tuple(event for event in self.events if event.year >= since)

    def name(self, key: str) -> str:
        """The name of a nation, or of all and the host."""
        return self.names.get(key, {"all": "everybody", "host": "the facilitator"}.get(key, key))

    def lane(self, key: str) -> LaneView:
        """Find a lane.

        Raises
        ------
        Refused : if there is none, or the regime has no agreements.
        """
        if self.regime == "unilateral":
            raise Refused("In this game nations do not bargain over supply; decide alone.")
        if key not in self.lanes:
            raise Refused(f"There is nothing to agree on at {key!r} this year.{near(str(key), self.lanes)}")
        return self.lanes[key]

    def terms(self, lane: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Read terms as levels of every term on the table of a lane."""
        table = {term.name: term for term in self.terms_on(lane)}
        unknown = [str(name) for name in given if name not in table]
        missing = [name for name in table if name not in given]
        if unknown:
            raise Refused(
                f"{unknown[0]!r} is not on the table of this pair; the terms are {', '.join(table)}."
                f"{near(unknown[0], table)}"
            )
        if missing:
            raise Refused(f"The offer says nothing about {', '.join(missing)}.")
        read = {name: level(name, term.levels, given[name], term.texts) for name, term in table.items()}
        wrong = self.cannot_pay(lane, read)
        if wrong:
            raise Refused(wrong)
        return read

    def texts(self, lane: str, terms: Mapping[str, Any]) -> dict[str, str]:
        """Say the level of every term on the table of a lane."""
        return {one.name: one.texts[one.levels.index(terms[one.name])] for one in self.terms_on(lane)}

    def budget(self, nation: str) -> float:
        """What a nation can spend this year, USD m."""
        return self.figures[nation].budget

    def own_promises(self, nation: str, with_owed: bool = False) -> tuple[str, ...]:
        """Names of the agreements of a nation that bind this year; ``with_owed`` adds those with something owed."""
        found = [
            one.name
            for one in self.promises
            if nation in (one.seller, one.buyer) and (one.status == "in force" or (with_owed and one.owed > 0))
        ]
        reserve = ("reserve",) if not with_owed and nation in self.accord.members else ()
        return (*found, *reserve)

    def let_down(self, nation: str, promise: str) -> bool:
        """Whether the other side of an agreement owes a nation something."""
        return any(one.name == promise and one.owed > 0 and one.owed_by not in ("", nation) for one in self.promises)

    def case(self, case: str, nation: str) -> CaseView:
        """Find an open case of a nation."""
        mine = [one for one in self.cases if one.open and nation in (one.claimant, one.respondent)]
        found = next((one for one in mine if one.id == case), None)
        if found is None:
            has = f"yours are {', '.join(one.id for one in mine)}" if mine else "you have none"
            raise Refused(f"{case!r} is no open case of yours; {has}.")
        return found
