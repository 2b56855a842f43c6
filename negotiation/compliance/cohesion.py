"""How well an alliance holds together: five components, always shown beside the figure made of them.

Similarity of positions: Signorino & Ritter (1999) for S, Häge (2011) for kappa and pi, which, unlike S, are not
inflated by two nations both doing nothing. Cohesion is never part of a nation's utility.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiation.figures import at_least, share

Array = NDArray[np.float64]


def s_score(first: ArrayLike, second: ArrayLike, largest: float, weights: ArrayLike | None = None) -> float:
    """Return Signorino and Ritter's S, from -1 (opposed) to 1 (alike): 1 - 2 sum w|x - y| / (d_max sum w).

    Parameters
    ----------
    first, second
        Positions of two nations on the same questions, (questions,).
    largest
        Largest distance that two positions can have on one question, above 0.
    weights
        Weight of each question; equal by default.
    """
    x, y, w = _positions(first, second, weights)
    if not largest > 0:
        raise ValueError(f"largest distance must be above 0, got {largest}")
    return float(1 - 2 * (w * np.abs(x - y)).sum() / (largest * w.sum()))


def kappa(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Cohen's weighted kappa with squared distances, at most 1; 0 is what chance would bring.

    Chance is drawn from each nation's own distribution of positions. Two nations that take one and the same position
    on every question agree fully: 1.
    """
    x, y, w = _positions(first, second, weights)
    apart = w[:, None] * w[None, :] / w.sum()
    return _beyond_chance(float((w * (x - y) ** 2).sum()), float((apart * (x[:, None] - y[None, :]) ** 2).sum()))


def scott_pi(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None, *, squared: bool = False) -> float:
    """Return Scott's pi, at most 1; chance is drawn from the two nations' positions taken together.

    Any difference counts the same (nominal), or by its square if ``squared``.
    """
    x, y, w = _positions(first, second, weights)
    pool, mass = np.concatenate([x, y]), np.concatenate([w, w])
    apart = mass[:, None] * mass[None, :] / mass.sum() / 2
    if squared:
        return _beyond_chance(
            float((w * (x - y) ** 2).sum()), float((apart * (pool[:, None] - pool[None, :]) ** 2).sum())
        )
    return _beyond_chance(float(w[x != y].sum()), float((apart * (pool[:, None] != pool[None, :])).sum()))


def tau_b(first: ArrayLike, second: ArrayLike) -> float:
    """Return Kendall's tau-b, from -1 to 1: do the two rank the questions alike? 0 if one of them ranks nothing."""
    x, y, _ = _positions(first, second, None)
    sign_x, sign_y = np.sign(x[:, None] - x[None, :]), np.sign(y[:, None] - y[None, :])
    size = float(np.sqrt((sign_x**2).sum() * (sign_y**2).sum()))
    return float((sign_x * sign_y).sum()) / size if size > 0 else 0.0


def position_agreement(positions: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return mean (1 + kappa)/2 over all pairs of members (0-1); 1 for fewer than two members.

    Parameters
    ----------
    positions
        What each member wants on each question, (members, questions).
    weights
        Weight of each question; equal by default.
    """
    table = np.asarray(positions, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"positions must be a table (members, questions), got shape {table.shape}")
    pairs = [
        float(np.clip((1 + kappa(table[i], table[j], weights)) / 2, 0.0, 1.0))
        for i, j in combinations(range(len(table)), 2)
    ]
    return float(np.mean(pairs)) if pairs else 1.0


def weighted_density(ties: ArrayLike) -> float:
    """Return the mean strength of ties (0-1) over ordered pairs of nations, (n, n); 0 for fewer than two."""
    table = np.asarray(ties, dtype=float)
    n = len(table)
    if table.shape != (n, n):
        raise ValueError(f"ties must be a square table (nations, nations), got shape {table.shape}")
    if n < 2:
        return 0.0
    return float((table.sum() - np.trace(table)) / (n * (n - 1)))


def density_without_largest(ties: ArrayLike) -> float:
    """Return the weighted density left when the nation with the strongest ties goes: how fragile to capture."""
    table = np.asarray(ties, dtype=float)
    strength = table.sum(axis=0) + table.sum(axis=1) - 2 * np.diag(table)
    staying = np.delete(np.arange(len(table)), int(np.argmax(strength))) if len(table) else np.arange(0)
    return weighted_density(table[np.ix_(staying, staying)])


def fulfilment_rate(promised: ArrayLike, delivered: ArrayLike) -> float:
    """Return the share of promised tonnes delivered (0-1); 1 if nothing was promised. Surplus makes up for nothing."""
    owed, given = np.asarray(promised, dtype=float), np.asarray(delivered, dtype=float)
    if owed.shape != given.shape:
        raise ValueError(f"promised and delivered must have one shape, got {owed.shape} and {given.shape}")
    if owed.min(initial=0.0) < 0 or given.min(initial=0.0) < 0:
        raise ValueError("promised and delivered tonnes must be 0 or more")
    total = float(owed.sum())
    return float(np.minimum(owed, given).sum()) / total if total > 0 else 1.0


def retention(inside: ArrayLike, outside: ArrayLike) -> float:
    """Return the share of members that are at least as well off inside as they would be outside; 1 if there are none.

    Parameters
    ----------
    inside, outside
        Each member's expected payoff as a member, and if it alone left, (members,), USD m/yr.
    """
    stay, leave = np.asarray(inside, dtype=float), np.asarray(outside, dtype=float)
    if stay.shape != leave.shape:
        raise ValueError(f"inside and outside must have one shape, got {stay.shape} and {leave.shape}")
    return float(np.mean(stay >= leave)) if stay.size else 1.0


def dispute_load(open_disputes: int, members: int) -> float:
    """Return 1 - open disputes per pair of members, 0 from one for each pair on; higher is better."""
    at_least("open_disputes", open_disputes)
    pairs = members * (members - 1) / 2
    if pairs == 0:
        return 1.0 if open_disputes == 0 else 0.0
    return 1 - min(open_disputes / pairs, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Components:
    """The five sides of cohesion, each 0-1, higher is better."""

    fulfilment: float
    """Promised tonnes delivered over the last four quarters."""
    trust: float
    """Mean trust between members."""
    position_agreement: float
    """Agreement of their positions, (1 + kappa)/2."""
    retention: float
    """Members that would not be better off outside."""
    dispute_load: float
    """One less open disputes per pair of members."""

    def __post_init__(self) -> None:
        """Refuse components that are not shares."""
        for name in self.__slots__:
            share(name, getattr(self, name))

    @property
    def cohesion(self) -> float:
        """Geometric mean of the five: the collapse of one shows."""
        return round(float(np.prod([getattr(self, name) for name in self.__slots__]) ** (1 / 5)), 12)


def cohesion(
    fulfilment: float, trust: float, position_agreement: float, retention: float, dispute_load: float
) -> float:
    """Return the cohesion of an alliance, the geometric mean of its five components (0-1)."""
    return Components(
        fulfilment=fulfilment,
        trust=trust,
        position_agreement=position_agreement,
        retention=retention,
        dispute_load=dispute_load,
    ).cohesion


def _positions(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Array, Array]:
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    w = np.ones(x.shape) if weights is None else np.asarray(weights, dtype=float)
    if x.ndim != 1 or x.shape != y.shape or x.shape != w.shape or not x.size:
        raise ValueError(f"positions and weights must be lists of one length, got {x.shape}, {y.shape}, {w.shape}")
    if w.min() < 0 or w.sum() <= 0:
        raise ValueError(f"weights must be 0 or more and not all 0, got {w.tolist()}")
    return x, y, w


def _beyond_chance(seen: float, by_chance: float) -> float:
    return 1 - seen / by_chance if by_chance > 0 else 1.0
