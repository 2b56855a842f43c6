"""The dominant supplier's moves against others, and the questions to it: whom to pay, how to retaliate or recoup.

Worths are present values in USD m where nothing else is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from agents.questions.priced import Figure, Priced


@dataclass(frozen=True, kw_only=True)
class WithholdChoice(Priced):
    """Withholding exports of oxide and magnets; gains for the time that it lasts, USD m."""

    target: str
    """Key of the one nation from which they are withheld; empty for all nations."""
    name: str
    """Of that nation."""
    quarters: int
    tonnes: float
    """Usual exports to it, t/yr."""
    valued_at: float
    """Share withheld for which the gains hold (0-1)."""
    gain_calm = Figure()
    """Change of the dominant supplier's utility in a calm year."""
    gain_crisis = Figure()
    """The same in a year in which it restricts its exports anyway."""


@dataclass(frozen=True, kw_only=True)
class UndercutChoice(Priced):
    """Selling oxide below its price for a year; figures in USD m."""

    quarters: int
    most: float
    """Deepest cut of the price, share of the reference price (0-1)."""
    valued_at: float
    """Depth for which the figures hold."""
    gain_calm = Figure()
    """Change of the dominant supplier's utility, what it pays for included."""
    gain_crisis = Figure()
    paid = Figure()
    """Cost to the treasury."""


@dataclass(frozen=True, kw_only=True)
class AnswerChoice(Priced):
    """Withholding exports from the members of the accord; gains in USD m."""

    quarters: int
    weight: float
    """Members' share of all use elsewhere (0-1)."""
    valued_at: float
    gain_calm = Figure()
    gain_crisis = Figure()


@dataclass(frozen=True, kw_only=True)
class RecoupChoice(Priced):
    """Cutting all exports while those driven out are away."""

    gone: int
    """Mines and lines elsewhere that closed while it undercut, and are not open again."""
    quarters: int
    """Quarters at most."""
    valued_at: float
    gain = Figure()
    """USD m/yr at that share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChoice:
    """Paying a member of the accord for leaving."""

    member: str
    """Its key."""
    name: str
    enough: float
    """Payment that makes up for membership, USD m/yr."""
    most: float
    """Money available, USD m/yr."""
    gain: float
    """What it gains by being in rather than out."""
    spared: float
    """What the dominant supplier would lose less without it in the accord, USD m/yr."""
    notice: int
    """Years until it is out."""
    years: int
    """For how long it is paid then."""


def _nobody() -> tuple[PayChoice, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Power:
    """The dominant supplier's possible moves against others this year."""

    keys: tuple[str, ...]
    """All nations, in the order of the scenario."""
    withhold: tuple[WithholdChoice, ...] = ()
    undercut: UndercutChoice | None = None
    answer: AnswerChoice | None = None
    recoup: RecoupChoice | None = None
    lasting: tuple[str, ...] = ()
    """Restrictions that began last year and would go on, each in words."""
    look: Callable[[], tuple[PayChoice, ...]] = field(default=_nobody, repr=False, compare=False)

    @cached_property
    def payments(self) -> tuple[PayChoice, ...]:
        """Members that could be paid for leaving; computed when first read."""
        return self.look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withhold:
    """Withhold a share of exports of oxide and magnets, from the beginning of the year on."""

    target: str
    """Key of one nation; empty is everybody."""
    share: float
    """Share of usual exports (0-1); all of it to one nation is a stop."""
    quarters: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undercut:
    """Sell oxide below its price, from the beginning of the year on."""

    depth: float
    """Share of the reference price (0-1)."""
    quarters: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoup:
    """Cut all exports while the rivals driven out by undercutting are closed."""

    share: float
    """Share of usual exports (0-1)."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Free exports that have been withheld since last year."""

    reason: str


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
    """To which members does the dominant supplier offer money for leaving the accord? Bids, first choice first."""

    verb: ClassVar[str] = "offer_payment"
    name: str
    """Of the dominant supplier."""
    keys: tuple[str, ...]
    """All nations, in the order of the scenario."""
    options: tuple[Approach, ...]
    """Members that have not given notice, those with most power for the money first; none without an accord."""
    left: float
    """Money it can still promise, USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """An offer of money for leaving."""

    member: int
    yearly: float
    """USD m/yr; 0 for a bid that was decided but cannot be paid, which is logged."""
    most: float
    """Limit to which it is raised where the other members match it, USD m/yr."""
    reason: str
    told: bool = False
    """True if it is logged even if its member refuses; others are made until one has an effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePayment:
    """Would a member leave the accord for a payment, if the others do not match it? Yes or no."""

    verb: ClassVar[str] = "take_payment_to_leave"
    yearly: float
    """USD m/yr."""
    years: int
    """For how long it is paid."""
    offered: float
    """Worth of the whole payment."""
    gain: float
    """What the member gains by being in rather than out."""
    fee: float
    """Fee that it would owe for leaving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retaliate:
    """Does the dominant supplier withhold exports from the accord's members? At most one retaliation."""

    verb: ClassVar[str] = "retaliate"
    members: tuple[int, ...]
    """None without an accord."""
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
    """A cut of all exports by which the dominant supplier could recoup what undercutting cost."""

    share: float
    """Share of usual exports (0-1)."""
    worth = Figure()
    """The dominant supplier's utility with it, USD m/yr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnBack:
    """By how much does the dominant supplier cut its exports while the rivals it drove out are closed?"""

    verb: ClassVar[str] = "earn_back"
    gone: int
    """Mines and lines elsewhere that closed while it undercut, and are not open again."""
    quarters: int
    """For how long it may."""
    cuts: tuple[Cut, ...]
    """Cuts to choose from; the first is no cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning:
    """A decision on the cut of exports."""

    share: float
    """Share of usual exports (0-1); 0 cuts nothing, for good unless ``later``."""
    reason: str
    later: bool = False
    """True if it wants to be asked again while they are closed."""
