"""Dividing what does not cover every claim, for the rules that look at claims."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from negotiation.coalitions.pool import Array


def awards(amount: float, caps: Array, weight: Array | None = None) -> Array:
    """Give everybody the same per unit of weight, but nobody more than its cap, (n,).

    ``amount`` lies between 0 and the sum of the caps of those with a weight above 0.
    """
    weight = np.ones(caps.size) if weight is None else weight
    shares = np.zeros(caps.size)
    # Those whose cap is reached first leave the queue, and the rest go on alike.
    level = np.divide(caps, weight, out=np.full(caps.size, np.inf), where=weight > 0)
    left, force = amount, float(weight.sum())
    for member in np.argsort(level, kind="stable"):
        if weight[member] == 0:
            break
        shares[member] = min(caps[member], left * weight[member] / force)
        left -= float(shares[member])
        force -= float(weight[member])
    return shares


def losses(amount: float, claims: Array) -> Array:
    """Let everybody lose the same from its claim, but nobody get less than nothing, (n,)."""
    lost: Array = claims - awards(float(claims.sum()) - amount, claims)
    return lost


def settle(rule: Callable[[float, Array], Array], amount: float, claims: Array) -> Array:
    """Divide any ``amount`` by a rule for claims, (n,).

    A cost is divided like an amount of the same size, and what exceeds all claims is divided equally.
    """
    if amount < 0:
        return -settle(rule, -amount, claims)
    beyond = amount - float(claims.sum())
    return claims + beyond / claims.size if beyond >= 0 else rule(amount, claims)
