"""What the dominant supplier is asked: whom to pay for leaving the accord, how to answer it, how to earn back.

Worths are present values in USD m where nothing else is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from agents.questions.levers import Priced


@dataclass(frozen=True, kw_only=True)
class Approach:
    """An offer that the dominant supplier could make to a member."""

    member: int
    power: float
    """Part of the accord's decisions that turn on its vote (Banzhaf, 0-1)."""
    gain: float
    """What it gains by being in rather than out, present value in USD m."""
    yearly: float
    """What it would have to be paid, USD m/yr."""
    spared: float
    """What the dominant supplier would lose less without it in the accord, USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPayment:
    """Whom does the dominant supplier offer money for leaving the accord? Bids, the first choice first."""

    verb: ClassVar[str] = "offer_payment"
    name: str
    """Of the dominant supplier."""
    options: tuple[Approach, ...]
    """Members that have not given notice; the most power for its money first."""
    left: float
    """What it can still promise, USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """An offer of money for leaving."""

    member: int
    yearly: float
    """USD m/yr."""
    most: float
    """How far it is raised where the other members match it, USD m/yr."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePayment:
    """Would a member leave the accord for a payment, if the others do not match it? Yes or no."""

    verb: ClassVar[str] = "take_payment_to_leave"
    yearly: float
    """USD m/yr."""
    years: int
    """For how long it is paid."""
    offered: float
    """What all of it is worth."""
    gain: float
    """What the member gains by being in rather than out."""
    fee: float
    """What it would owe for leaving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retaliate:
    """Does the dominant supplier withhold exports from the accord's members? At most one retaliation."""

    verb: ClassVar[str] = "retaliate"
    members: tuple[int, ...]
    weight: float
    """Members' share of all use outside the dominant supplier (0-1)."""
    chance: float
    """Chance that its politics press it to answer this year."""
    cut: float
    """Share of exports that it withholds on average when it does."""
    quarters: int
    """For how long it does so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retaliation:
    """Exports withheld from the members of an accord."""

    quarter: int
    """Quarter of the year in which it begins, 1 to 4."""
    quarters: int
    size: float
    """Share of the exports to members (0-1)."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Cut(Priced):
    """A cut of all exports by which the dominant supplier could earn back what undercutting cost."""

    share: float
    """Share of usual exports (0-1)."""
    worth: float
    """What the dominant supplier has from the market with it, USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnBack:
    """By how much does the dominant supplier cut its exports while those whom it drove out are away?"""

    verb: ClassVar[str] = "earn_back"
    gone: int
    """Mines and lines elsewhere that closed while it undercut, and are not open again."""
    quarters: int
    """For how long it may."""
    cuts: tuple[Cut, ...]
    """What it can choose from; the first is no cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """How far exports are cut."""

    share: float
    """Share of usual exports (0-1); 0 leaves it, for good unless ``later``."""
    reason: str
    later: bool = False
    """Whether it wants to be asked again while they are away."""
