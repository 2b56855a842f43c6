"""What a nation is asked about promises: to keep one, to end an agreement, to draw on the shared reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from agents.world.wording import counted
from negotiation.compliance.breach import Side
from negotiation.disputes.terms import Forum
from negotiation.figures import share


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPromise:
    """Whether a nation keeps its side of a supply agreement this quarter; answered by a ``Fulfilment``.

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
    """What the same tonne fetches (seller) or costs (buyer) elsewhere, USD/kg."""
    withheld: float
    """Share that it would withhold if it broke its word (0-1): less from a partner that has kept its own."""
    gain: float
    """What withholding that share would bring at once, USD m; below 0 the promise is the better bargain."""
    claim: float
    """What the other side could then claim, USD m."""
    sanction: float
    """What the forum could be expected to make it pay for that, costs included, once it is found out, USD m."""
    forum: Forum
    """How far a claim may go."""
    detection: float
    """Chance of being found out (0-1)."""
    relation: float
    """What it stands to lose in agreements with this partner and those who hear of it, USD m a quarter."""
    patience: float
    """Weight of the next quarter against this one (0-1)."""
    look_ahead: int
    """Quarters of the relation that governments weigh."""
    noise: float
    """Standard deviation of the error in judging the gain, USD m."""
    trust: float
    """Its trust in the partner (0-1)."""
    let_down: int
    """Quarters of the last two years in which the partner broke its own word, as far as nothing made up for them."""
    crisis: bool
    """Whether exports are restricted somewhere."""
    may_suspend: bool
    """Whether the terms let the seller stop now: nothing would be broken, and nobody could claim."""
    forgone: float
    """What the seller has just forgone by delivering, USD m; above 0 only where the buyer is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """How far a nation keeps a promise this quarter, and why."""

    share: float
    """Of the tonnes due (0-1); below 1 it breaks its word, unless the terms let it stop."""
    reason: str
    """A clause with figures that reads on after "it breaks its word, as"."""

    def __post_init__(self) -> None:
        """Refuse shares that are none."""
        share("share of a promise that is kept", self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAgreement:
    """Whether a nation ends an agreement that the other side has not kept; answered by a ``Decided``."""

    verb: ClassVar[str] = "end_agreement"
    agreement: str
    partner: str
    """Who did not keep it."""
    in_a_row: int
    """Quarters missed without a break up to now."""
    missed: int
    """Quarters missed in all."""
    patience: int
    """Missed quarters in a row after which agreements are usually ended."""
    owed: float
    """Tonnes that are still owed."""
    loss: float
    """What their absence has cost, USD m."""
    worth: float
    """What the agreement was worth to it on signing, USD m a quarter."""
    quarters_left: int
    trust: float
    """Its trust in the partner (0-1)."""

    @property
    def evidence(self) -> str:
        """What the record says of the misses."""
        row = self.in_a_row
        quarters = f"{row} quarters in a row" if row > 1 else counted(self.missed, "quarter")
        return f"{quarters} in which {self.partner} did not keep it"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReserve:
    """Whether a member draws what it owes from the shared reserve; answered by a ``Decided``, no holds it back.

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
    """What the members lack of what they want, share."""
    gain: float
    """What holding it back would be worth to its own users later, less its price now, USD m."""
    detection: float
    """Chance of being found out (0-1)."""
    sanction: float
    """Fine, and the right to others' supply, that it would then lose, USD m."""
    relation: float
    """What the accord is worth to it, USD m a quarter."""
    patience: float
    """Weight of the next quarter against this one (0-1)."""
    look_ahead: int
    """Quarters of the accord that governments weigh."""
    noise: float
    """Standard deviation of the error in judging the gain, USD m."""
