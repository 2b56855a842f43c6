"""The core: tells whether any group of members would do better on its own, and by how much.

The excess of a coalition is what it is worth less what its members get: above zero, it has a reason
to walk out. The core holds the shares that leave no coalition with an excess above zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from negotiation.coalitions.pool import Array, Flags, additive, membership, sizes

EXACT = 1e-9
"""Relative size below which an excess counts as none."""
FIRM = 1e-6
"""Dual above which a coalition is certainly tight in every best answer."""


def excesses(worth: Array, shares: ArrayLike) -> Array:
    """Excess of each coalition over what its members get, (2**n,), USD m/yr."""
    return worth - additive(shares)


def in_core(worth: Array, shares: ArrayLike, tolerance: float = EXACT) -> bool:
    """Tell whether ``shares`` (n,) divide ``worth[-1]`` so that no coalition would do better alone."""
    slack = tolerance * max(1.0, float(np.abs(worth).max()))
    excess = excesses(worth, shares)
    return abs(float(excess[-1])) <= slack and float(excess.max()) <= slack


def least_core(worth: Array) -> tuple[float, Array]:
    """Find the smallest excess that the most discontented coalition can be left with, and shares that do so.

    Returns
    -------
    epsilon : float
        USD m/yr. At or below 0 the core has a member; above 0 it is what every coalition must
        lose by walking out for the alliance to hold together.
    shares : (n,) array
        One division of ``worth[-1]`` that reaches it. A lone member has no coalition to fear: epsilon is 0.

    Source: Maschler, M., Peleg, B. & Shapley, L. S. (1979). Mathematics of Operations Research 4, 303-338.
    """
    n = worth.size.bit_length() - 1
    if n == 1:
        return 0.0, worth[-1:].copy()
    scale = float(np.abs(worth).max()) or 1.0
    best = squeeze(worth / scale, np.full(n, -np.inf), Settled.whole(worth / scale))
    return best.excess * scale, best.shares * scale


@dataclass(slots=True)
class Settled:
    """Coalitions whose share no longer changes, and which others follow from them."""

    rows: list[Array]
    """Indicator of each settled coalition, (n,)."""
    values: list[float]
    """What its members get together."""
    left: Array
    """How far each coalition is from following from the settled ones, (2**n,); 0 when it does."""
    basis: list[Array]
    """Orthonormal basis of the settled coalitions."""
    mattered: list[int] = field(default_factory=list)
    """Coalitions that mattered so far, to start the next programme from."""

    @classmethod
    def whole(cls, worth: Array) -> Settled:
        """Settle nothing but the whole alliance, which gets all."""
        n = worth.size.bit_length() - 1
        settled = cls([], [], sizes(n).astype(float), [])
        settled.add(np.ones(n), float(worth[-1]))
        return settled

    def add(self, row: Array, value: float) -> None:
        """Settle one more coalition, unless it follows from the others."""
        rest = row.copy()
        for _ in range(2):  # twice, since one pass of Gram-Schmidt loses digits
            for axis in self.basis:
                rest -= (rest * axis).sum() * axis
        length = float(np.sqrt((rest * rest).sum()))
        if length < FIRM:
            return
        axis = rest / length
        self.rows.append(row)
        self.values.append(value)
        self.basis.append(axis)
        self.left = self.left - additive(axis) ** 2

    @property
    def free(self) -> Flags:
        """Coalitions whose share can still change, (2**n,)."""
        return self.left > FIRM

    @property
    def done(self) -> bool:
        """Whether every member's share is settled."""
        return len(self.basis) == self.rows[0].size


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The smallest largest excess, shares that reach it, and what is tight whenever it is reached."""

    excess: float
    shares: Array
    tight: list[int]
    """Coalitions with this excess in every best answer."""
    floored: list[int]
    """Members held at their floor in every best answer."""


def squeeze(worth: Array, floor: Array, settled: Settled) -> Squeezed:
    """Make the largest excess of the coalitions that are still free as small as possible.

    Few coalitions matter, so the linear programme starts from those that mattered before
    and takes in the worst of the others until none is worse than the answer. ``worth`` is scaled to about 1.
    """
    n = floor.size
    free = np.flatnonzero(settled.free)
    chosen = list(dict.fromkeys([mask for mask in settled.mattered if settled.free[mask]] + _start(worth, free, n)))
    bounds = [(low, np.inf) for low in [*floor.tolist(), -np.inf]]
    equal = np.column_stack([settled.rows, np.zeros(len(settled.rows))])
    while True:
        rows = np.column_stack([-membership(n)[chosen].astype(float), -np.ones(len(chosen))])
        answer = linprog(
            np.append(np.zeros(n), 1.0),
            A_ub=rows,
            b_ub=-worth[chosen],
            A_eq=equal,
            b_eq=settled.values,
            bounds=bounds,
            method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10, "presolve": False},
        )
        if answer.status != 0:  # pragma: no cover - the programme always has an answer
            raise RuntimeError(f"the linear programme of the excesses stopped: {answer.message}")
        found = np.asarray(answer.x, dtype=float)
        shares, excess = found[:n], float(found[n])
        missing = _worst(excesses(worth, shares)[free], excess, free, 2 * n)
        if not missing.size:
            break
        chosen.extend(int(mask) for mask in missing)
    duals, lows = np.asarray(answer.ineqlin.marginals), np.asarray(answer.lower.marginals)
    settled.mattered = chosen
    return Squeezed(
        excess,
        shares,
        [mask for mask, dual in zip(chosen, -duals, strict=True) if dual > FIRM],
        [member for member in range(n) if lows[member] > FIRM],
    )


def _start(worth: Array, free: NDArray[np.intp], n: int) -> list[int]:
    """Choose coalitions that bound the programme: the free ones of one member, and one with its complement."""
    whole = worth.size - 1
    first = int(free[0])
    return [int(mask) for mask in 1 << np.arange(n) if mask in free] + [first, whole ^ first]


def _worst(excess: Array, limit: float, free: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """Pick the coalitions worst off beyond ``limit``, at most ``most``."""
    over = np.flatnonzero(excess > limit + EXACT)
    if over.size > most:
        over = over[np.argpartition(-excess[over], most)[:most]]
    chosen: NDArray[np.intp] = free[over]
    return chosen
