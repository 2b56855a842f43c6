"""What a nation is asked about the accord: to come, to sign, to let others in, to stay, to renew, to send away.

Worths are present values in USD m.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from agents.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeToSummit:
    """Does the nation come to this year's summit? Yes or no."""

    verb: ClassVar[str] = "come_to_summit"
    member: bool
    """Whether it is in the accord."""
    founding: bool
    """Whether there is no accord yet."""
    tabled: Text | None
    """Text that governments have put on the table; without one the mediator looks for a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastAtSummit:
    """How much must a text bring the nation at least while the mediator looks for one? An amount, USD m."""

    verb: ClassVar[str] = "least_at_summit"
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Does the nation sign the text that founds an accord? Yes or no."""

    verb: ClassVar[str] = "sign"
    members: tuple[int, ...]
    """All who would sign."""
    text: Text
    inside: float
    """What signing is worth to it."""
    outside: float
    """What staying out is worth to it while the others sign."""
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToJoin:
    """Does an outsider ask to join the accord under its text? Yes or no."""

    verb: ClassVar[str] = "ask_to_join"
    members: tuple[int, ...]
    text: Text
    inside: float
    """What it would have as a member."""
    outside: float
    """What it has now."""
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitNewcomer:
    """Does a member let an outsider in? Yes or no."""

    verb: ClassVar[str] = "admit_newcomer"
    newcomer: int
    without: float
    """What the member has now."""
    together: float
    """What it would have with the newcomer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteOnText:
    """Is a member for the text that was tabled in place of the one in force? Yes or no."""

    verb: ClassVar[str] = "vote_on_text"
    member: bool
    """Whether it was in the accord before this summit."""
    text: Text
    """The text in force."""
    tabled: Text
    now: float
    """What it has under the text in force."""
    then: float
    """What it would have under the tabled one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a member is placed in the accord."""

    inside: float
    """What membership is worth to it, payments to stay included."""
    outside: float
    """What staying out would be worth to it while the others carry on."""
    asked: float
    """What its parliament asks for staying."""
    fatigue: float
    """What open disputes have cost in support."""
    envy: float
    """What it minds that others gain more for the same stakes."""
    fee: float
    """What it would owe for leaving."""

    @property
    def lack(self) -> float:
        """What it lacks to stay content; below 0 it would stay."""
        return self.asked + self.fatigue + self.envy - self.fee - (self.inside - self.outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatenToLeave:
    """Does a member say that it would rather leave, so that the others may pay it to stay? Yes or no."""

    verb: ClassVar[str] = "threaten_to_leave"
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PayToKeep:
    """Would a member rather pay another one to stay than go on without it? Yes or no."""

    verb: ClassVar[str] = "pay_to_keep"
    kept: int
    """Who is paid."""
    yearly: float
    """What all would pay it together, USD m/yr."""
    paying: float
    """What the member would have if they pay."""
    without: float
    """What it would have without the other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice:
    """Does a member give notice? Yes or no."""

    verb: ClassVar[str] = "give_notice"
    standing: Standing
    unhappy_years: int
    """Years in a row in which it said that it would rather leave and was not paid to stay, this one included."""
    notice: int
    """Years until it would be out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew:
    """Does a member renew an accord that has run out? Yes or no."""

    verb: ClassVar[str] = "renew"
    inside: float
    outside: float
    fatigue: float
    """What open disputes have cost in support."""
    stakes: float
    """What the accord is about for it."""
    margin: float
    """Gain that its parliament asks for, share of the stakes."""
    years: float
    """Worth of one USD m a year over the horizon, by which present values are spread over years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteToExpel:
    """Does a member vote to send another one away that has broken its word? Yes or no."""

    verb: ClassVar[str] = "vote_to_expel"
    accused: int
    broken: int
    """Promises to other members that the accused has broken."""
    trust: float
    """Its trust in the accused (0-1)."""
    together: float
    """What it has from the accord with the accused."""
    without: float
    """What it would have without."""
