"""The pool that an alliance divides, and everything a benefit rule may look at when dividing it.

Coalitions are written as bitmasks: bit ``i`` stands for member ``i``, so coalition ``0b101``
holds members 0 and 2, and an array over all coalitions has ``2**n`` entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST_MEMBERS = 20
"""Members for which all coalitions are still listed (about a million)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """The money to divide, with what each coalition is worth and what each member brings and asks.

    Every rule in ``negotiation/coalitions/sharing`` takes a pool and returns shares (n,) that sum to ``amount``.
    """

    amount: float
    """What can be paid out, USD m/yr. Only what can be observed; below zero it is a cost to bear."""
    worth: Array
    """Worth of each coalition, (2**n,), USD m/yr; the empty coalition is worth 0."""
    weight: Array = field(default_factory=lambda: np.empty(0))
    """Each member's weight (contribution, GDP, demand, bargaining power), (n,), 0 or more. Default: equal."""
    claim: Array = field(default_factory=lambda: np.empty(0))
    """What each member claims, (n,), USD m/yr, 0 or more; of a cost, the most it would bear.

    Default: all that is left when everybody else gets its outside option; of a cost, its cost outside.
    """
    outside: Array = field(default_factory=lambda: np.empty(0))
    """What each member gets if it does not take part, (n,), USD m/yr. Default: its worth alone."""
    bloc: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    """Number of the bloc each member belongs to, (n,). Default: every member is its own bloc."""

    def __post_init__(self) -> None:
        """Check the figures once, fill in the defaults and make the arrays read-only."""
        worth = _checked("worth", self.worth)
        n = worth.size.bit_length() - 1
        if worth.ndim != 1 or worth.size != 1 << n or not 1 <= n <= MOST_MEMBERS:
            raise ValueError(
                f"worth must list all 2**n coalitions of 1 to {MOST_MEMBERS} members, got shape {worth.shape}."
            )
        if worth[0] != 0:
            raise ValueError(f"the empty coalition must be worth 0 USD m/yr, got {worth[0]}.")
        amount = float(self.amount)
        if not np.isfinite(amount):
            raise ValueError(f"amount must be a finite number of USD m/yr, got {amount}.")
        weight = _per_member("weight", self.weight, np.ones(n), low=0.0)
        if weight.sum() <= 0:
            raise ValueError(f"at least one weight must be above 0, got {weight.tolist()}.")
        bloc = np.array(self.bloc) if np.size(self.bloc) else np.arange(n)
        if bloc.shape != (n,) or not np.issubdtype(bloc.dtype, np.integer):
            raise ValueError(f"bloc must hold a whole number for each of the {n} members, got {bloc.tolist()}.")
        outside = _per_member("outside", self.outside, worth[1 << np.arange(n)])
        most = outside + max(0.0, amount - float(outside.sum())) if amount >= 0 else -outside
        fields = {
            "amount": amount,
            "worth": worth,
            "weight": weight,
            "claim": _per_member("claim", self.claim, np.maximum(most, 0.0), low=0.0),
            "outside": outside,
            "bloc": bloc.astype(np.intp),
        }
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
            object.__setattr__(self, name, value)

    @property
    def n(self) -> int:
        """Number of members."""
        return self.worth.size.bit_length() - 1

    @property
    def spare(self) -> float:
        """What is left once everybody has its outside option, USD m/yr; below zero the pool does not cover them."""
        return self.amount - float(self.outside.sum())

    @property
    def alone(self) -> Array:
        """Worth of each member on its own, (n,), USD m/yr."""
        alone: Array = self.worth[1 << np.arange(self.n)]
        return alone

    @property
    def marginal(self) -> Array:
        """What the whole alliance would lose without each member, (n,), USD m/yr."""
        added: Array = self.worth[-1] - self.worth[(self.worth.size - 1) ^ (1 << np.arange(self.n))]
        return added

    @property
    def game(self) -> Array:
        """Worth of each coalition as it bears on this pool, (2**n,), USD m/yr; the last entry is ``amount``.

        The pool holds only what can be observed, so it may differ from the true worth of the alliance.
        When it holds less, every coalition's gain over its members alone shrinks in the same proportion;
        when it holds more than the worth, or less than the members alone, the difference belongs
        to the alliance as a whole.
        """
        whole, alone = float(self.worth[-1]), additive(self.alone)
        floor = float(alone[-1])
        if floor <= self.amount < whole:
            game = alone + (self.worth - alone) * ((self.amount - floor) / (whole - floor))
        elif self.amount < floor < whole:
            game = alone
        else:
            game = self.worth.copy()
        game[-1] = self.amount
        return game


@lru_cache(maxsize=32)
def membership(n: int) -> Flags:
    """Tell which members are in each coalition, (2**n, n); read-only."""
    table: Flags = (np.arange(1 << n)[:, None] >> np.arange(n)) & 1 == 1
    table.setflags(write=False)
    return table


@lru_cache(maxsize=32)
def sizes(n: int) -> NDArray[np.intp]:
    """Count the members of each coalition, (2**n,); read-only."""
    count = np.bitwise_count(np.arange(1 << n)).astype(np.intp)
    count.setflags(write=False)
    return count


def additive(values: ArrayLike) -> Array:
    """Sum ``values`` (n, ...) over the members of each coalition, (2**n, ...), from the first member to the last."""
    each = np.asarray(values, dtype=float)
    total = np.zeros((1 << len(each), *each.shape[1:]))
    for number, value in enumerate(each):
        total[1 << number : 2 << number] = total[: 1 << number] + value
    return total


def _checked(name: str, values: ArrayLike) -> Array:
    """Copy ``values`` as finite floats."""
    array = np.array(values, dtype=float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must hold finite numbers only, got {array[~np.isfinite(array)][0]}.")
    return array


def _per_member(name: str, values: ArrayLike, default: Array, low: float = -np.inf) -> Array:
    """Copy one figure per member, or the default when nothing is given."""
    array = _checked(name, values if np.size(values) else default)
    if array.shape != default.shape:
        raise ValueError(f"{name} must hold one number for each of the {default.size} members, got {array.size}.")
    if (array < low).any():
        raise ValueError(f"{name} must be {low:g} or more for every member, got {array.min():g}.")
    return array
