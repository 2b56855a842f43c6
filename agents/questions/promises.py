"""Questions about promises: to keep one, to end an agreement, to draw on the shared reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from agents.world.wording import counted
from negotiation.compliance.breach import Side
from negotiation.disputes.terms import Forum
from negotiation.figures import share


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPromise:
    """Does a nation keep its side of a supply agreement this quarter? Answered by a ``Fulfilment``.

    It is asked when it could keep the promise and nobody forbids it: the seller first, then the buyer.
    """

    verb: ClassVar[str] = "keep_promise"
    agreement: str
    """Name on the record, such as A12."""
    partner: str
    side: Side
    """The seller is to deliver, the buyer to take and pay."""
    goods: str
    tonnes: float
    """Promised for this quarter, t."""
    price: float
    """Agreed, USD/kg."""
    elsewhere: float
    """Price of the same tonne elsewhere, received (seller) or paid (buyer), USD/kg."""
    withheld: float
    """Share that it would withhold if it broke its word (0-1): less from a partner that has kept its own."""
    gain: float
    """Immediate gain from withholding that share, USD m; below 0 the promise is the better bargain."""
    claim: float
    """The other side's possible claim, USD m."""
    sanction: float
    """Expected payment that the forum would impose, costs included, once it is found out, USD m."""
    forum: Forum
    """How far a claim may go."""
    detection: float
    """Chance of being found out (0-1)."""
    relation: float
    """Its possible loss in agreements with this partner and with others that hear of it, USD m a quarter."""
    patience: float
    """Weight of the next quarter against this one (0-1)."""
    look_ahead: int
    """Quarters of the relation that governments weigh."""
    noise: float
    """Standard deviation of the error in judging the gain, USD m."""
    trust: float
    """Its trust in the partner (0-1)."""
    let_down: int
    """Quarters of the last two years in which the partner broke its own word and has not made up for it."""
    crisis: bool
    """True if exports are restricted somewhere."""
    may_suspend: bool
    """True if the terms let the seller stop now: nothing would be broken, and nobody could claim."""
    forgone: float
    """Gain that the seller has just forgone by delivering, USD m; above 0 only where the buyer is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """The part of a promise that a nation keeps this quarter, and the reason."""

    share: float
    """Of the tonnes due (0-1); below 1 it breaks its word, unless the terms let it stop."""
    reason: str
    """A clause with figures that reads on after "it breaks its word, as"."""

    def __post_init__(self) -> None:
        """Refuse impossible shares."""
        share("share of a promise that is kept", self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAgreement:
    """Does a nation end an agreement that the other side has not kept? Answered by a ``Decided``."""

    verb: ClassVar[str] = "end_agreement"
    agreement: str
    partner: str
    """The nation that did not keep it."""
    in_a_row: int
    """Quarters missed without a break up to now."""
    missed: int
    """Quarters missed in all."""
    patience: int
    """Missed quarters in a row after which agreements are usually ended."""
    owed: float
    """Tonnes that are still owed."""
    loss: float
    """Loss by their absence, USD m."""
    worth: float
    """Worth of the agreement to it on signing, USD m a quarter."""
    quarters_left: int
    trust: float
    """Its trust in the partner (0-1)."""

    @property
    def evidence(self) -> str:
        """The missed quarters in words, as on the record."""
        row = self.in_a_row
        quarters = f"{row} quarters in a row" if row > 1 else counted(self.missed, "quarter")
        return f"{quarters} in which {self.partner} did not keep it"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReserve:
    """Does a member draw what it owes from the shared reserve? Answered by a ``Decided``; no holds it back.

    It is asked in each quarter of an emergency, for each material.
    """

    verb: ClassVar[str] = "release_reserve"
    promise: ClassVar[str] = "reserve"
    """Name of this promise, beside those of agreements."""
    goods: str
    due: float
    """Tonnes to be drawn this quarter."""
    price: float
    """Price of the oxide at home, USD/kg."""
    shortfall: float
    """Part of the members' demand that is not met, share."""
    gain: float
    """Worth of holding it back to its own users later, less its price now, USD m."""
    detection: float
    """Chance of being found out (0-1)."""
    sanction: float
    """Fine, and the right to others' supply, that it would then lose, USD m."""
    relation: float
    """Worth of the accord to it, USD m a quarter."""
    patience: float
    """Weight of the next quarter against this one (0-1)."""
    look_ahead: int
    """Quarters of the accord that governments weigh."""
    noise: float
    """Standard deviation of the error in judging the gain, USD m."""
