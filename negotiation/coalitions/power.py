"""How much a vote weighs: how often each member decides, and who decides right now.

A decision is either :class:`negotiation.coalitions.quotas.Quotas` or a list over all coalitions that says which
of them carry a proposal, (2**n,) bool, as :func:`winning_by` makes from any rule in ``negotiation/politics/voting``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from negotiation.coalitions.pool import Array, Flags, membership
from negotiation.coalitions.quotas import Quotas, listed_swings

Decision = Quotas | Flags


def winning_by(carried: Callable[[Flags, Array], bool], weights: ArrayLike) -> Flags:
    """List which coalitions carry a proposal, (2**n,), under ``carried(votes, weights)`` of a voting rule.

    Raises
    ------
    ValueError
        If the rule lets a proposal fail because one more member agrees; power means nothing then.
    """
    weight = np.asarray(weights, dtype=float)
    passed = np.array([carried(votes, weight) for votes in membership(weight.size)])
    for member in range(weight.size):
        pairs = passed.reshape(-1, 2, 1 << member)
        if (pairs[:, 0] & ~pairs[:, 1]).any():
            raise ValueError(f"under this voting rule a proposal can fail because member {member} agrees.")
    return passed


def members(decision: Decision) -> int:
    """Count the members who decide."""
    return decision.n if isinstance(decision, Quotas) else decision.size.bit_length() - 1


def carries(decision: Decision, favour: int) -> bool:
    """Tell whether the members of the bitmask ``favour`` carry a proposal."""
    return decision.carried(favour) if isinstance(decision, Quotas) else bool(decision[favour])


def pivotal(decision: Decision, favour: int) -> list[int]:
    """Members whose change of mind alone would change a vote; ``favour`` is the bitmask of those for the proposal."""
    result = carries(decision, favour)
    return [member for member in range(members(decision)) if carries(decision, favour ^ (1 << member)) != result]


def blockers(decision: Decision) -> list[int]:
    """Members without whom nothing passes."""
    n = members(decision)
    return [member for member in range(n) if not carries(decision, ((1 << n) - 1) ^ (1 << member))]


def swings(decision: Decision) -> list[int]:
    """Groups of the others in which each member's vote decides, counted exactly, one number per member."""
    return [sum(counts) for counts in _swings_by_size(decision)]


def banzhaf(decision: Decision) -> Array:
    """Banzhaf index: each member's part of all swings, (n,); sums to 1.

    Source: Penrose, L. S. (1946). Journal of the Royal Statistical Society 109, 53-57;
    Banzhaf, J. F. (1965). Rutgers Law Review 19, 317-343.
    """
    counts = swings(decision)
    total = sum(counts)
    return np.array([count / total for count in counts])


def decisiveness(decision: Decision) -> Array:
    """Chance that each member's vote decides when all others vote by tossing a coin (absolute Banzhaf), (n,)."""
    half = 2 ** (members(decision) - 1)
    return np.array([count / half for count in swings(decision)])


def shapley_shubik(decision: Decision) -> Array:
    """Shapley-Shubik index: chance that each member's vote decides in a random order, (n,); sums to 1.

    Source: Shapley, L. S. & Shubik, M. (1954). American Political Science Review 48, 787-792.
    """
    n = members(decision)
    return np.array(
        [
            sum(count / (n * comb(n - 1, size)) for size, count in enumerate(counts) if count)
            for counts in _swings_by_size(decision)
        ]
    )


def _swings_by_size(decision: Decision) -> list[list[int]]:
    """Count, per member and number of others in favour, the votes that this member decides."""
    if isinstance(decision, Quotas):
        return decision.swings_by_size()
    if decision.ndim != 1 or decision.size != 1 << members(decision) or decision[0] or not decision[-1]:
        raise ValueError("a decision must list all 2**n coalitions; nobody must not carry it, and all together must.")
    return listed_swings(decision)
