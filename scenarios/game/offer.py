"""An offer and its possible ends: one state machine for people and AI nations alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scenarios.game.refusal import Refused

State = Literal["open", "accepted", "refused", "countered", "withdrawn", "expired"]
Who = Literal["maker", "other", "clock"]
STATES: tuple[State, ...] = ("open", "accepted", "refused", "countered", "withdrawn", "expired")
MAY: Mapping[State, Who] = {
    "accepted": "other",
    "refused": "other",
    "countered": "other",
    "withdrawn": "maker",
    "expired": "clock",
}
"""Who brings an open offer to each of its ends; an end is for good."""
_DONE = {
    "accepted": "accept an offer made to you",
    "refused": "refuse an offer made to you",
    "countered": "counter an offer made to you",
    "withdrawn": "withdraw an offer of your own",
    "expired": "let an offer expire",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Terms that one seat puts to another."""

    id: int
    lane: str
    """Key of the lane, such as ``australia>japan:light oxide``."""
    maker: str
    """Key of the nation that made it."""
    other: str
    """Key of the nation that it is made to."""
    terms: tuple[tuple[str, float | int | str], ...]
    """Level of each term on the table of the pair."""
    round: int
    texts: tuple[tuple[str, str], ...] = ()
    """How each level was said when it was offered."""
    state: State = "open"
    counters: int = 0
    """Id of the offer that it answers; 0 for none."""
    said: str = ""
    """What its maker says of it."""
    reason: str = ""
    """The reason for its end, in one line, with figures where an AI nation answered."""
    by_ai: bool = False
    """Whether an AI nation made it."""

    def said_of(self, term: str) -> str:
        """How the level of a term was said."""
        return dict(self.texts).get(term, str(dict(self.terms)[term]))


def ended(offer: Offer, state: State, who: str, reason: str = "") -> Offer:
    """Bring an open offer to its end.

    Parameters
    ----------
    who : key of the nation that acts, or ``clock``.

    Raises
    ------
    Refused : if it has ended already, or this nation may not do so.
    """
    if offer.state != "open":
        raise Refused(f"Offer {offer.id} is {offer.state} already; only an open offer can be {state}.")
    if state not in MAY:
        raise Refused(f"An offer ends accepted, refused, countered, withdrawn or expired, not {state!r}.")
    role: str = "clock" if who == "clock" else "maker" if who == offer.maker else "other" if who == offer.other else ""
    if role != MAY[state]:
        raise Refused(f"You can only {_DONE[state]}; offer {offer.id} is from {offer.maker} to {offer.other}.")
    return replace(offer, state=state, reason=reason)
