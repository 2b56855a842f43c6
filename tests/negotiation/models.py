"""The textbook models of alliances whose answers are published, as payoffs by size or by structure."""

from __future__ import annotations

import numpy as np

from negotiation.coalitions.pool import Array
from negotiation.coalitions.worth import Blocs


def abatement_led(n: int, a: float, b: float, c: float) -> dict[str, Array]:
    """Barrett 1994, model 1: benefit b(aQ - Q^2/2)/n, cost c q^2/2, signatories lead; columns of his Table 1."""
    k = np.arange(n + 1.0)
    g = b / (c * n)
    answer = 1 / (1 + (n - k) * g)  # How much of a signatory's extra abatement outsiders leave in place.
    short = a / (1 + (n - k) * g + k**2 * g * answer)  # a - Q
    q_s, q_n, total = k * g * short * answer, g * short, a - short
    benefit = b * (a * total - total**2 / 2) / n
    return {
        "inside": benefit - c * q_s**2 / 2,
        "outside": benefit - c * q_n**2 / 2,
        "q_s": q_s,
        "q_n": q_n,
        "total": total,
    }


def abatement_linear(n: int, b: float = 1.0, c: float = 1.0) -> tuple[Array, Array]:
    """Benefit bQ, cost c q^2/2: members abate k times as much as outsiders (Barrett 1994; Finus 2001)."""
    k = np.arange(n + 1.0)
    total = (k**2 + n - k) * b / c
    return b * total - (k * b) ** 2 / (2 * c), b * total - b**2 / (2 * c)


def emissions(n: int, ratio: float, a: float = 10.0, b: float = 1.0, *, lead: bool) -> tuple[Array, Array, bool]:
    """Benefit b(ae - e^2/2) of emitting, damage c E^2/2, ratio c/b; also whether nobody would emit below nothing.

    Signatories lead (Diamantoudi & Sartzetakis 2006) or move with the others (De Cara & Rotillon 2001).
    """
    k = np.arange(n + 1.0)
    answer = 1 / (1 + (n - k) * ratio) if lead else np.ones(n + 1)
    total = n * a / (1 + (n - k) * ratio + k**2 * ratio * answer)
    e_s, e_n = a - k * ratio * answer * total, a - ratio * total
    damage = ratio * b * total**2 / 2
    payoff_s, payoff_n = b * (a * e_s - e_s**2 / 2) - damage, b * (a * e_n - e_n**2 / 2) - damage
    return payoff_s, payoff_n, bool((e_s[1:] >= 0).all() and (e_n >= 0).all())


def cournot(n: int):
    """Cournot market (price 100 - Q, cost 0) in which each bloc acts as one firm; its members split evenly."""

    def value(blocs: Blocs) -> Array:
        firms = n - sum(bloc.bit_count() - 1 for bloc in blocs)
        earned = np.full(n, (100 / (firms + 1)) ** 2)
        for bloc in blocs:
            earned[[bloc >> firm & 1 == 1 for firm in range(n)]] /= bloc.bit_count()
        return earned

    return value
