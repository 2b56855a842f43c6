"""Questions about disputes: to claim, to act in a case, to claim against a wall, to take one down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from agents.world.wording import counted, percent
from negotiation.compliance.breach import Side
from negotiation.disputes.dispute import Stage
from negotiation.disputes.terms import Forum
from negotiation.figures import money, tonnes

Act = Literal["settle", "hold", "drop", "pay"]
"""Settle if a sum suits both, hold out for a ruling, drop the claim, or pay all that is claimed or was ruled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeClaim:
    """Does a nation claim for overdue tonnes or payments? Answered by a ``Decided``.

    It is asked when the time to cure is over, no case about the agreement is open, and its lawyers have time.
    """

    verb: ClassVar[str] = "make_claim"
    agreement: str
    partner: str
    side: Side
    """The side that did not keep its word."""
    goods: str
    promised: float
    """Tonnes of the quarters at issue."""
    delivered: float
    stake: float
    """Sum that it would claim, USD m."""
    forum: Forum
    """How far the claim may go."""
    expected: float
    """Expected result at law, before costs, USD m."""
    cost: float
    """Cost of a panel to it, USD m."""
    trust: float
    """Its trust in the partner (0-1)."""
    cases_left: int
    """Cases that its lawyers can take on."""

    @property
    def evidence(self) -> str:
        """What the claim rests on."""
        return f"{tonnes(self.promised)} of {self.goods} promised, {tonnes(self.delivered)} delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase:
    """What does a nation do in an open case this quarter? Answered by a ``CaseAnswer``; both sides are asked."""

    verb: ClassVar[str] = "answer_case"
    case: str
    """Name on the record, such as A12/1."""
    partner: str
    """The other side."""
    claims: bool
    """True if it is the claimant; otherwise it answers the claim."""
    stage: Stage
    forum: Forum
    stake: float
    """Damages asked, USD m."""
    award: float
    """Sum ruled to be owed, USD m; 0 without a ruling."""
    expected: float
    """Payment that the law can be expected to impose, by its own view of the case, USD m."""
    cost: float
    """Remaining cost of a panel to it, USD m."""
    relation: float
    """Sum that the respondent would give for the sake of the relation where no ruling is possible, USD m."""
    willing: bool
    """True if its politics would let it obey a ruling; known once there is one."""
    in_kind: bool
    """True if the claim asks for an end to the harm, not for money."""
    trust: float
    """Its trust in the other side (0-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """A nation's act in a case, and the reason."""

    act: Act
    reason: str
    obeys: bool = True
    """True if it obeys a ruling against it; without meaning for the claimant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAgainstWall:
    """Does a nation claim against a wall to trade that harms it? Answered by a ``Decided``.

    The most harmed is asked first; once one claims, the others wait for the result.
    """

    verb: ClassVar[str] = "claim_against_wall"
    wall: str
    """Name on the record, such as W1."""
    said: str
    """What it is."""
    partner: str
    """The builder that would answer the claim."""
    harm: float
    """Its loss by the wall, USD m/yr."""
    years: float
    """Years of harm that it may claim for."""
    forum: Forum
    """How far the claim may go."""
    justified: float
    """Part of the wall that the environment justifies (0-1)."""
    free: float
    """Tonnes a year that would cross without the wall."""
    crossing: float
    """Tonnes a year that cross with it."""
    worth: float
    """Worth of the wall to its builders, USD m/yr; below 0 they lose by it too."""
    in_kind: bool
    """True if the claim asks for an end of the wall, not for money."""
    trust: float
    """Its trust in that builder (0-1)."""

    @property
    def stake(self) -> float:
        """What it would claim, USD m."""
        return self.harm * self.years

    @property
    def evidence(self) -> str:
        """What the claim rests on."""
        part = f"; {percent(self.justified)} of it may be justified" if self.justified > 0 else ""
        return f"without the wall {self.free:,.0f} t a year would cross, with it {self.crossing:,.0f} t do{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight:
    """Does a nation take down the wall at issue, or lower it to what is justified?

    Answered by a ``Decided``; it is asked at the end of talks, and when a ruling obliges it.
    """

    verb: ClassVar[str] = "put_right"
    case: str
    partner: str
    """The claimant."""
    gain: float
    """Worth of the wall to its builders, USD m over the years that the claim asks for."""
    years: float
    """Those years."""
    feared: float
    """Sum that it must pay by the ruling, or would expect to pay, USD m."""
    ruled: bool
    """True if a ruling obliges it."""

    @property
    def evidence(self) -> str:
        """The cost of giving way, against the saving."""
        moved = f"costs {money(self.gain)}" if self.gain >= 0 else f"spares {money(-self.gain)}"
        span = "a year" if self.years == 1 else f"over {counted(round(self.years), 'year')}"
        why = "the award is" if self.ruled else "it would expect to pay"
        return f"that {moved} {span}, and {why} {money(self.feared)}"
