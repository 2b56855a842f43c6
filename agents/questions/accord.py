"""Questions about the accord: to come, to sign, to admit others, to stay, to renew, to expel.

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
    """True if it is in the accord."""
    founding: bool
    """True if there is no accord yet."""
    tabled: Text | None
    """Text that governments have put on the table; without one the mediator looks for a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastAtSummit:
    """What is the least gain that the nation asks for while the mediator looks for a text? An amount, USD m."""

    verb: ClassVar[str] = "least_at_summit"
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Does the nation sign the text that founds an accord? Yes or no."""

    verb: ClassVar[str] = "sign"
    members: tuple[int, ...]
    """All nations that would sign."""
    text: Text
    inside: float
    """Worth of signing."""
    outside: float
    """Worth of staying out while the others sign."""
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToJoin:
    """Does an outsider ask to join the accord under its text? Yes or no."""

    verb: ClassVar[str] = "ask_to_join"
    members: tuple[int, ...]
    text: Text
    inside: float
    """Its worth as a member."""
    outside: float
    """Its worth now."""
    needs: float
    """Gain that its parliament asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitNewcomer:
    """Does a member admit an outsider? Yes or no."""

    verb: ClassVar[str] = "admit_newcomer"
    newcomer: int
    without: float
    """The member's worth now."""
    together: float
    """Its worth with the newcomer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteOnText:
    """Is a member for the text that was tabled in place of the one in force? Yes or no."""

    verb: ClassVar[str] = "vote_on_text"
    member: bool
    """True if it was in the accord before this summit."""
    text: Text
    """The text in force."""
    tabled: Text
    now: float
    """Its worth under the text in force."""
    then: float
    """Its worth under the tabled text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A member's position in the accord."""

    inside: float
    """Worth of membership, payments to stay included."""
    outside: float
    """Worth of staying out while the others carry on."""
    asked: float
    """Gain that its parliament asks for staying."""
    fatigue: float
    """What open disputes have cost in support."""
    envy: float
    """Envy: what it minds that others gain more for the same stakes."""
    fee: float
    """Fee that it would owe for leaving."""

    @property
    def lack(self) -> float:
        """Gain that it lacks to stay; below 0 it would stay."""
        return self.asked + self.fatigue + self.envy - self.fee - (self.inside - self.outside)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatenToLeave:
    """Does a member say that it would rather leave, so that the others may pay it to stay? Yes or no."""

    verb: ClassVar[str] = "threaten_to_leave"
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PayToKeep:
    """Would a member rather pay another to stay than go on without it? Yes or no."""

    verb: ClassVar[str] = "pay_to_keep"
    kept: int
    """The member that is paid."""
    yearly: float
    """Payment to it by all together, USD m/yr."""
    paying: float
    """The asked member's worth if they pay."""
    without: float
    """Its worth without the other member."""


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
    """Its stakes in the accord."""
    margin: float
    """Gain that its parliament asks for, share of the stakes."""
    years: float
    """Worth of one USD m a year over the horizon, by which present values are spread over years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteToExpel:
    """Does a member vote to expel another that has broken its word? Yes or no."""

    verb: ClassVar[str] = "vote_to_expel"
    accused: int
    broken: int
    """Promises to other members that the accused has broken."""
    trust: float
    """Its trust in the accused (0-1)."""
    together: float
    """Its worth of the accord with the accused."""
    without: float
    """Its worth without."""
