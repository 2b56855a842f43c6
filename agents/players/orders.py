"""Decisions that governments hand in for a year in place of their strategy and tactic; without any, nothing changes.

People at a seat, scripts and replays all speak to the model in this one way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from agents.players.menu import ANSWER, DECIDED, Wish, moves, paying
from agents.questions.accord import (
    AskToJoin,
    ComeToSummit,
    GiveNotice,
    LeastAtSummit,
    Renew,
    Sign,
    ThreatenToLeave,
    VoteOnText,
)
from agents.questions.bargaining import Bargain, OverrideParliament
from agents.questions.decided import Decided
from agents.questions.disputes import Act as InTalks
from agents.questions.disputes import AnswerCase, CaseAnswer, ClaimAgainstWall, MakeClaim, PutRight
from agents.questions.levers import Move, View
from agents.questions.power import (
    Bid,
    EarnBack,
    Earning,
    OfferPayment,
    Retaliate,
    Retaliation,
    TakePayment,
)
from agents.questions.promises import EndAgreement, Fulfilment, KeepPromise, ReleaseReserve
from agents.terms.text import Text
from agents.world.nature import Shock
from agents.world.wording import usd
from negotiation.bargaining.terms import Level

Stance = Literal["", "join", "stay out", "leave"]
Act = Literal["hold", "settle", "drop", "pay", "refuse", "give way"]
"""People's choices in a case; one that refuses obeys no ruling, one that gives way takes down the wall at issue."""
ACTS: Mapping[Act, InTalks] = {
    "hold": "hold",
    "settle": "settle",
    "drop": "drop",
    "pay": "pay",
    "refuse": "hold",
    "give way": "settle",
}
"""The act in talks that each of them stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """One government's own decisions; its strategy and tactic make those that are None."""

    levers: tuple[Wish, ...] | None = None
    bargains: bool = True
    """True if it also bargains on lanes on which nothing was agreed at the table."""
    accord: Stance | None = None
    """Comes to the summit and signs, stays out, or gives notice; empty keeps its present place."""
    votes: bool | None = None
    """Its vote on a tabled text; None with a stance abstains, which counts against."""
    breaks: frozenset[str] | None = None
    """Promises that it breaks wherever it could keep them, by the name of the agreement; it keeps all others."""
    claims: frozenset[str] | None = None
    """Agreements about which it claims as soon as it can."""
    ends: frozenset[str] | None = None
    """Agreements that it ends once the other side has missed a quarter."""
    walls: frozenset[str] | None = None
    """Walls to trade against which it goes to law, by name."""
    disputes: Mapping[str, Act] | None = None
    """Its choices in its disputes, by case; one not named goes on without a settlement, and a ruling is paid."""

    # One method for each question that a government may answer itself, named by its verb; None leaves it open.

    def choose_levers(self, view: View) -> tuple[Move, ...] | None:
        """Turn the levers that it pulls into moves."""
        return None if self.levers is None else moves(view, self.levers)

    def keep_promise(self, question: KeepPromise) -> Fulfilment | None:
        """Break the promises named, and keep all others; where the terms let it stop, its usual rule decides."""
        if self.breaks is None or (question.may_suspend and question.agreement not in self.breaks):
            return None
        return Fulfilment(share=0.0 if question.agreement in self.breaks else 1.0, reason=DECIDED)

    def release_reserve(self, question: ReleaseReserve) -> Decided | None:
        """Release the amount owed from the reserve, unless ordered to hold back."""
        return None if self.breaks is None else _said(yes=question.promise not in self.breaks)

    def end_agreement(self, question: EndAgreement) -> Decided | None:
        """End the agreements named."""
        return _named(question.agreement, self.ends)

    def make_claim(self, question: MakeClaim) -> Decided | None:
        """Claim about the agreements named."""
        return _named(question.agreement, self.claims)

    def answer_case(self, question: AnswerCase) -> CaseAnswer | None:
        """Act in a case as decided."""
        if self.disputes is None:
            return None
        act = self.disputes.get(question.case, "hold")
        return CaseAnswer(act=ACTS[act], obeys=act != "refuse", reason=DECIDED)

    def claim_against_wall(self, question: ClaimAgainstWall) -> Decided | None:
        """Go to law against the walls that were named."""
        return _named(question.wall, self.walls)

    def put_right(self, question: PutRight) -> Decided | None:
        """Take down the walls that were named in their cases, and leave all others in place."""
        if self.disputes is None:
            return None
        return _said(yes=self.disputes.get(question.case) == "give way")

    def bargain(self, question: Bargain) -> Decided | None:
        """Bargain by tactic on the lanes on which nothing was agreed at the table, or not."""
        return None if self.bargains else _said(yes=False)

    def override_parliament(self, question: OverrideParliament) -> Decided | None:
        """Sign agreements that it made at the table itself."""
        return None if self.bargains else _said(yes=True)

    def come_to_summit(self, question: ComeToSummit) -> Decided | None:
        """Come to join, or as a member that stays; to found an accord, only if it supports the text on the table."""
        if self.accord is None:
            return None
        comes = self.accord == "join" or (question.member and self.accord == "")
        return _said(yes=comes and not (question.founding and not self._approves(member=question.member)))

    def least_at_summit(self, question: LeastAtSummit) -> float | None:
        """Accept any gain if it has decided to sign."""
        return -np.inf if self.accord is not None and self._approves(member=False) else None

    def sign(self, question: Sign) -> Decided | None:
        """Sign whatever its gain, if it has decided to."""
        return _said(yes=True) if self.accord is not None and self._approves(member=False) else None

    def ask_to_join(self, question: AskToJoin) -> Decided | None:
        """Ask to join whatever its gain, if it has decided to."""
        if self.accord is None or not self._approves(member=False):
            return None
        return Decided(yes=True, reason=f"worth {question.inside - question.outside:,.0f} USD m to it")

    def vote_on_text(self, question: VoteOnText) -> Decided | None:
        """Vote as decided; a member that says nothing abstains, which counts against."""
        return None if self.accord is None else _said(yes=self._approves(member=question.member))

    def threaten_to_leave(self, question: ThreatenToLeave) -> Decided | None:
        """Make no threat: it speaks for itself at the table."""
        return None if self.accord is None else _said(yes=False)

    def give_notice(self, question: GiveNotice) -> Decided | None:
        """Leave if it has decided to."""
        if self.accord is None:
            return None
        inside, outside = usd(question.standing.inside), usd(question.standing.outside)
        return Decided(yes=self.accord == "leave", reason=f"membership is worth {inside} to it, staying out {outside}")

    def renew(self, question: Renew) -> Decided | None:
        """Renew unless it has decided to stay out or leave."""
        return None if self.accord is None else _said(yes=self.accord in ("", "join"))

    def offer_payment(self, question: OfferPayment) -> tuple[Bid, ...] | None:
        """Pay only the members it has decided to pay for leaving; it asks others at the table."""
        found = [(nation, wish) for nation, key in enumerate(question.keys) if (wish := self._wish(paying(key)))]
        if not found and self.accord is None:
            return None
        left, bids = question.left, list[Bid]()
        for nation, wish in found:
            enough = next((one.yearly for one in question.options if one.member == nation), 0.0)
            wanted = enough if wish.amount is None else wish.amount
            yearly = min(wanted, max(left, 0.0))
            why, cost = DECIDED, f"{usd(wanted, digits=1)} a year"
            if yearly <= 0:
                why = f"it would cost {cost}, and nothing is left for that"
            elif yearly < wanted:
                why = f"{DECIDED}, for {cost}; the {usd(left, digits=1)} that are left pay for no more"
            bids.append(Bid(member=nation, yearly=yearly, most=yearly, reason=why, told=True))
            left -= yearly
        return tuple(bids)

    def take_payment_to_leave(self, question: TakePayment) -> Decided | None:
        """Refuse payments here; it leaves only for one agreed on at the table."""
        return None if self.accord is None else Decided(yes=False)

    def retaliate(self, question: Retaliate) -> tuple[Retaliation, ...] | None:
        """Answer the accord if it has decided to."""
        if self.levers is None:
            return None
        wish = self._wish(ANSWER)
        if wish is None:
            return ()
        size = min(max(wish.size if wish.amount is None else wish.amount, 0.0), 1.0)
        why = "as its government has decided"
        return (Retaliation(quarter=1, quarters=question.quarters, size=size, reason=why),)

    def earn_back(self, question: EarnBack) -> Earning | None:
        """Decide nothing here; the menu of the coming year offers it."""
        return None if self.levers is None else Earning(share=0.0, reason=DECIDED, later=True)

    def _wish(self, lever: str) -> Wish | None:
        """Find what it has decided about a lever; None where it does not pull it."""
        wishes = self.levers or ()
        return next((one for one in wishes if one.lever == lever and one.size > 0 and one.amount != 0), None)

    def _approves(self, *, member: bool) -> bool:
        """Tell whether it supports the text on the table; if silent, only where it came to join."""
        return (self.accord == "join" and not member) if self.votes is None else self.votes


def _said(*, yes: bool) -> Decided:
    return Decided(yes=yes, reason=DECIDED)


def _named(one: str, several: frozenset[str] | None) -> Decided | None:
    return None if several is None else _said(yes=one in several)


AUTOMATIC = Orders()
"""A government that leaves everything to its strategy and tactic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Terms that two governments agreed on at the table."""

    seller: int
    buyer: int
    stage: int
    material: int
    terms: tuple[tuple[str, Level], ...]
    """Level of each term that the pair has on its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedVenture:
    """Terms of a joint venture that two governments agreed on at the table."""

    host: int
    partner: int
    kinds: tuple[str, ...]
    """Kinds of plant built, such as ``("magnet",)``."""
    terms: tuple[tuple[str, Level], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAside:
    """A member's leaving the accord for a payment by the dominant supplier, agreed on at the table."""

    member: int
    yearly: float
    """USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlant:
    """A plant added by the facilitator that opens next year, paid by nobody in the model."""

    nation: int
    kind: Literal["separation", "magnet", "recycling", "mine"]
    size: float = 1.0
    """Multiple of the reference plant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """Everything that is handed in for one year."""

    orders: Mapping[int, Orders] = field(default_factory=dict)
    """By number of the nation; one that is missing leaves all to its strategy and tactic."""
    agreed: tuple[Agreed, ...] = ()
    ventures: tuple[AgreedVenture, ...] = ()
    """Joint ventures, paid before any government's moves alone."""
    asides: tuple[AgreedAside, ...] = ()
    """Members that leave the accord for a payment."""
    settled: tuple[tuple[str, float], ...] = ()
    """Cases closed at the table, and the sum in USD m."""
    text: Text | None = None
    """Text tabled for the summit, which then meets even before its review; None leaves it to the mediator."""
    shocks: tuple[Shock, ...] = ()
    """Shocks in addition to nature's path, from this year on."""
    plants: tuple[NewPlant, ...] = ()

    def of(self, nation: int) -> Orders:
        """The orders of a nation."""
        return self.orders.get(nation, AUTOMATIC)

    @property
    def instructed(self) -> bool:
        """Whether any government comes to the summit with instructions; then members vote, and no mediator bargains."""
        return any(orders.accord is not None for orders in self.orders.values())


NOTHING = HandedIn()


def in_nature(shocks: Sequence[Shock], more: Sequence[Shock]) -> tuple[Shock, ...]:
    """Add further shocks to nature's path."""
    return tuple(sorted((*shocks, *more), key=lambda shock: (shock.start, shock.kind, shock.target, shock.mine)))
