"""How hard it is to bind a nation: parliaments ratify, voters turn, members vote, leave and are sent away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from negotiation import voting
from negotiation.figures import at_least, finite, money, percent, share
from negotiation.rulebook import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """What a parliament made of an agreement."""

    margin: float
    """Gain as a share of the stakes."""
    chance: float
    """Chance of a yes (0-1)."""
    ratified: bool
    lag: int
    """Quarters until it is in force or refused."""
    reason: str


def ratification_chance(gain: float, stakes: float, threshold: float, softness: float = 0.02) -> float:
    """Return the chance that parliament says yes, logistic in how far the gain clears its threshold.

    Parameters
    ----------
    gain
        Gain over the outside option, USD m/yr.
    stakes
        Size of what is at stake, USD m/yr, above 0.
    threshold
        Margin that the veto player asks for, share of the stakes.
    softness
        How much margin turns even odds into 73 %, share of the stakes; 0 is a hard threshold.

    Examples
    --------
    >>> ratification_chance(gain=2, stakes=100, threshold=0.02)
    0.5
    """
    if not stakes > 0:
        raise ValueError(f"stakes must be above 0 USD m/yr, got {stakes}")
    clear = finite("gain", gain) / stakes - finite("threshold", threshold)
    if at_least("softness", softness) == 0:
        return float(clear >= 0)
    # Kept within what a float can hold; rounded, since the last digits of an exponential differ between processors.
    return round(1 / (1 + exp(-float(np.clip(clear / softness, -40.0, 40.0)))), 12)


def ratify(
    gain: float,
    stakes: float,
    threshold: float,
    rng: Generator,
    *,
    softness: float = 0.02,
    support: float = 1.0,
    veto: float | None = None,
    lag: tuple[int, int] = (1, 6),
) -> Ratification:
    """Put an agreement to a nation's parliament; two numbers are drawn whatever it says.

    Parameters
    ----------
    gain, stakes, threshold, softness
        See `ratification_chance`.
    rng
        The generator of politics.
    support
        Share of political support that is left, for one after many disputes (0-1); it scales the chance.
    veto
        Margin below which a veto player stops the agreement outright, share of the stakes; none by default.
    lag
        Fewest and most quarters that it takes.
    """
    shortest, longest = lag
    if not 0 <= shortest <= longest:
        raise ValueError(f"lag must run from fewer to more quarters, got {lag}")
    margin = gain / stakes if stakes > 0 else 0.0
    chance = ratification_chance(gain, stakes, threshold, softness) * share("support", support)
    stopped = veto is not None and margin < veto
    if stopped:
        chance = 0.0
    drawn, waited = rng.random(2)
    ratified = bool(drawn < chance)
    says = "ratifies" if ratified else "refuses"
    by_veto = f", below the veto player's {percent(veto)}" if stopped and veto is not None else ""
    reason = (
        f"{says}: gain {money(gain)} a year is {percent(margin)} of the stakes{by_veto}, "
        f"asked for {percent(threshold)}; chance {percent(chance)}"
    )
    quarters = shortest + int(waited * (longest - shortest + 1))
    return Ratification(margin=margin, chance=chance, ratified=ratified, lag=quarters, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """What the voters did to a government's willingness to be bound."""

    changed: bool
    threshold: float
    """Ratification margin asked from now on, share of the stakes."""


def elect(
    threshold: float,
    turnover: float,
    rng: Generator,
    *,
    usual: float | None = None,
    swing: float = 0.05,
    recovery: float = 0.5,
) -> Election:
    """Let a period's politics pass: a new, less willing government asks for more; a shock fades as it governs.

    Parameters
    ----------
    threshold
        Margin asked so far, share of the stakes.
    turnover
        Chance in the period that a less willing government takes over (0-1).
    rng
        The generator of politics; two numbers are drawn whatever happens.
    usual
        Margin that the nation comes back to; the present one by default.
    swing
        Mean size of the shock, share of the stakes, 0 or more.
    recovery
        Share of the distance to the usual margin that a period takes back (0-1).
    """
    drawn, size = rng.random(), round(float(rng.exponential()), 12)
    home = threshold if usual is None else usual
    calm = threshold + share("recovery", recovery) * (home - threshold)
    changed = bool(drawn < share("turnover", turnover))
    shock = at_least("swing", swing) * float(size) if changed else 0.0
    return Election(changed=changed, threshold=calm + shock)


def carried(votes: Sequence[bool] | ArrayLike, rule: str = "simple", weights: ArrayLike | None = None) -> bool:
    """Tell whether a proposal is carried.

    Parameters
    ----------
    votes
        Yes or no of each member, (members,), at least one.
    rule
        File name of the voting rule in negotiation/voting: unanimity, simple, double, weighted.
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
