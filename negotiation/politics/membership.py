"""How members of an alliance vote and leave, and when what they signed runs out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from negotiation.figures import at_least
from negotiation.politics import voting
from negotiation.rulebook import find


def carried(votes: Sequence[bool] | ArrayLike, rule: str = "simple", weights: ArrayLike | None = None) -> bool:
    """Tell whether a proposal is carried.

    Parameters
    ----------
    votes
        Yes or no of each member, (members,), at least one.
    rule
        File name of the voting rule in negotiation/politics/voting: unanimity, simple, double, weighted.
    weights
        Voting weight of each member, 0 or more; equal by default.
    """
    said = np.asarray(votes, dtype=bool)
    if said.ndim != 1 or not said.size:
        raise ValueError(f"votes must list a yes or no of each member, got shape {said.shape}")
    weight = np.ones(said.size) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != said.shape or weight.min() < 0 or weight.sum() <= 0:
        raise ValueError(f"weights must be 0 or more, not all 0, one for each of {said.size}, got {weight.tolist()}")
    return bool(find(voting, rule, "carried")(said, weight))


def unhappy_years(years: int, inside: float, outside: float, hysteresis: float = 0.0) -> int:
    """Count the years in a row in which leaving looked better by more than ``hysteresis``, USD m/yr."""
    return years + 1 if outside > inside + at_least("hysteresis", hysteresis, unit="USD m/yr") else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitNotice:
    """A member's word that it will leave; until then it is bound."""

    member: int
    given: int
    """Quarter in which notice was given."""
    leaves: int
    """First quarter in which it is free."""
    fee: float
    """What it pays on leaving, USD m."""


def give_notice(
    member: int, quarter: int, notice_quarters: int, *, contribution: float = 0.0, fee_years: float = 0.0
) -> ExitNotice:
    """Return the notice of a member that has made up its mind.

    Parameters
    ----------
    member
        Who leaves.
    quarter
        Now.
    notice_quarters
        Quarters of notice that bind it, 0 or more (0 to 8 is usual).
    contribution
        Its yearly contribution to the joint fund, USD m/yr.
    fee_years
        Years of contributions that leaving costs (0 to 2 is usual).
    """
    if notice_quarters < 0:
        raise ValueError(f"notice must be 0 quarters or more, got {notice_quarters}")
    fee = at_least("contribution", contribution, unit="USD m/yr") * at_least("fee_years", fee_years, unit="years")
    return ExitNotice(member=member, given=quarter, leaves=quarter + notice_quarters, fee=fee)


def expired(signed: int, sunset_quarters: int, quarter: int) -> bool:
    """Tell whether an agreement has run out; a sunset of 0 quarters means that it never does."""
    return sunset_quarters > 0 and quarter >= signed + sunset_quarters
