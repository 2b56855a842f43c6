"""How a parliament ratifies an agreement, or refuses it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.random import Generator

from negotiation.figures import at_least, finite, money, percent, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """A parliament's verdict on an agreement."""

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
