"""Stability of an alliance: nations that would leave or join it, and the payments that would keep everybody in.

Payoffs (2**n, n) say what each nation earns, USD m/yr, when the coalition of that bitmask forms and the
rest act alone; ``negotiation.coalitions.worth.payoffs`` finds them. A nation on the fence stays where it is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiation.coalitions.pool import Array, Flags, additive, membership, sizes

TOLERANCE = 1e-9
"""Gain, relative to the largest payoff, that is too small to move anybody."""


class Verdict(NamedTuple):
    """What holds for every single coalition, each (2**n,)."""

    internal: Flags
    """No member would rather leave."""
    external: Flags
    """No outsider would rather join."""
    potential_internal: Flags
    """Transfers among the members could keep every one of them."""

    @property
    def stable(self) -> Flags:
        """Coalitions that nobody would rather leave or join."""
        return self.internal & self.external


def judge(payoff: Array) -> Verdict:
    """Judge the stability of every single coalition at once, with open membership.

    Source: d'Aspremont, C. et al. (1983). Canadian Journal of Economics 16, 17-25; potential internal
    stability: Eyckmans, J. & Finus, M. (2004); Weikard, H.-P. (2009). Manchester School 77, 575-593.
    """
    n, slack = _members(payoff), _slack(payoff)
    internal = np.ones(1 << n, dtype=bool)
    external = np.ones(1 << n, dtype=bool)
    surplus = np.zeros(1 << n)
    for nation in range(n):
        pull = _pull(payoff, nation)
        _inside(internal, nation)[...] &= pull >= -slack
        _outside(external, nation)[...] &= pull <= slack
        _inside(surplus, nation)[...] += pull
    return Verdict(internal, external, surplus >= -slack)


def internal(payoff: Array) -> Flags:
    """Tell for each coalition whether no member would rather leave, (2**n,)."""
    return judge(payoff).internal


def external(payoff: Array) -> Flags:
    """Tell for each coalition whether no outsider would rather join an open alliance, (2**n,)."""
    return judge(payoff).external


def exclusive(payoff: Array, quota: float = 1.0) -> Flags:
    """Tell for each coalition whether no outsider both wants to join and is let in, (2**n,).

    ``quota`` is the share of members who must be exceeded in favour: 0.5 asks for more than half of them,
    1 for all. Members are in favour when the newcomer costs them nothing.
    """
    if not 0 <= quota <= 1:
        raise ValueError(f"quota must be a share between 0 and 1, got {quota}.")
    n, slack = _members(payoff), _slack(payoff)
    closed = np.ones(1 << n, dtype=bool)
    count = sizes(n)
    needed = count if quota == 1 else np.floor(count * quota + TOLERANCE).astype(int) + 1
    for nation in range(n):
        votes = np.zeros(1 << (n - 1), dtype=int)
        for member in range(n):
            if member != nation:
                favour = _change(payoff[:, member], nation).ravel() >= -slack
                votes += favour & _outside(membership(n)[:, member], nation).ravel()
        # With nobody inside there is nobody to refuse the founders.
        asked = _outside(needed, nation).ravel()
        admitted = (votes >= asked) | (_outside(count, nation).ravel() == 0)
        wants = _pull(payoff, nation).ravel() > slack
        _outside(closed, nation)[...] &= ~(wants & admitted).reshape(-1, 1 << nation)
    return closed


def potential_internal(payoff: Array) -> Flags:
    """Tell for each coalition whether transfers among its members could keep every one of them, (2**n,)."""
    return judge(payoff).potential_internal


def potential_external(payoff: Array) -> Flags:
    """Tell for each coalition that no larger one by one nation could be held together by transfers, (2**n,)."""
    n = _members(payoff)
    held = potential_internal(payoff)
    closed = np.ones(1 << n, dtype=bool)
    for nation in range(n):
        _outside(closed, nation)[...] &= ~_inside(held, nation)
    return closed


def surplus(payoff: Array) -> Array:
    """What each coalition earns above what its members would get by leaving one at a time, (2**n,), USD m/yr."""
    n = _members(payoff)
    total = np.zeros(1 << n)
    for nation in range(n):
        _inside(total, nation)[...] += _pull(payoff, nation)
    return total


def stable_alliances(payoff: Array, quota: float | None = None) -> list[int]:
    """List the alliances, as bitmasks of two nations or more, that nobody leaves and nobody can join.

    With a ``quota`` membership is exclusive, see :func:`exclusive`; without one it is open.
    """
    verdict = judge(payoff)
    held = verdict.internal & (verdict.external if quota is None else exclusive(payoff, quota))
    return [int(mask) for mask in np.flatnonzero(held & (sizes(_members(payoff)) > 1))]


def leavers(payoff: Array, alliance: int) -> dict[int, float]:
    """Members who would rather leave, and what each would gain by it, USD m/yr."""
    return {nation: -gain for nation, gain in _gains(payoff, alliance, inside=True).items() if gain < -_slack(payoff)}


def joiners(payoff: Array, alliance: int) -> dict[int, float]:
    """Outsiders who would rather join, and what each would gain by it, USD m/yr."""
    return {nation: gain for nation, gain in _gains(payoff, alliance, inside=False).items() if gain > _slack(payoff)}


def smallest_transfers(payoff: Array, alliance: int) -> Array | None:
    """Find the least money that members must pay each other so that none leaves, (n,), USD m/yr; None if none does.

    Outsiders neither pay nor receive; see :func:`compensation`.
    """
    gains = np.zeros(_members(payoff))
    for nation, gain in _gains(payoff, alliance, inside=True).items():
        gains[nation] = gain
    return compensation(gains, _slack(payoff))


def compensation(gains: Array, slack: float = 0.0) -> Array | None:
    """Turn what members gain by staying, (n,), into the least transfers that let nobody lose, (n,), summing to 0.

    Those who would lose receive just enough to stay, above zero; those who gain pay in proportion to their gains,
    below zero. None if the gains together do not suffice, by more than ``slack``.
    """
    short, spare = -float(gains[gains < 0].sum()), float(gains[gains > 0].sum())
    if short > spare + slack:
        return None
    paid: Array = np.where(gains < 0, -gains, -gains * (short / spare if spare > 0 else 0.0))
    return paid


def with_minimum(payoff: Array, threshold: float, weight: ArrayLike | None = None) -> Array:
    """Payoffs when the accord is in force only from ``threshold`` members (or weight) on, (2**n, n).

    Below it every coalition earns what it would without an alliance, so each of the last needed members decides
    over the whole accord. ``weight`` (n,) counts nations by something else than heads.
    Source: Carraro, C., Marchiori, C. & Oreffice, S. (2009). Environmental and Resource Economics 42, 411-425.
    """
    n = _members(payoff)
    strength = additive(np.ones(n) if weight is None else weight)
    if strength.size != 1 << n:
        raise ValueError(f"weight must hold one number for each of the {n} nations.")
    in_force = strength >= threshold - TOLERANCE * max(1.0, abs(threshold))
    return np.where(in_force[:, None], payoff, payoff[0])


def closing_the_gap(payoff: Array) -> Array:
    """How far each coalition goes from no alliance to all together in total payoff, share, (2**n,).

    Not a number where all together gain nothing. Source: Eyckmans, J. & Finus, M. (2007).
    """
    total = payoff.sum(axis=1)
    gap = float(total[-1] - total[0])
    return (total - total[0]) / gap if gap != 0 else np.full(total.size, np.nan)


def _members(payoff: Array) -> int:
    """Count the nations of a table of payoffs, and refuse one that is not (2**n, n)."""
    if payoff.ndim != 2 or payoff.shape[0] != 1 << payoff.shape[1]:
        raise ValueError(f"payoffs must be a table of 2**n coalitions by n nations, got shape {payoff.shape}.")
    return int(payoff.shape[1])


def _slack(payoff: Array) -> float:
    """Gain too small to matter, USD m/yr."""
    return TOLERANCE * float(np.abs(payoff).max())


def _inside(values: NDArray[Any], nation: int) -> NDArray[Any]:
    """View the coalitions with a nation, (2**n / 2**(nation + 1), 2**nation)."""
    return values.reshape(-1, 2, 1 << nation)[:, 1]


def _outside(values: NDArray[Any], nation: int) -> NDArray[Any]:
    """View the coalitions without a nation, in the same order and shape as :func:`_inside`."""
    return values.reshape(-1, 2, 1 << nation)[:, 0]


def _change(values: Array, nation: int) -> Array:
    """What changes when a nation is in rather than out, for each coalition of the others."""
    change: Array = _inside(values, nation) - _outside(values, nation)
    return change


def _pull(payoff: Array, nation: int) -> Array:
    """What a nation itself gains by being in rather than out, for each coalition of the others."""
    return _change(payoff[:, nation], nation)


def _gains(payoff: Array, alliance: int, *, inside: bool) -> dict[int, float]:
    """What each member (or outsider) of one alliance gains by being in, USD m/yr."""
    n = _members(payoff)
    if not 0 <= alliance < 1 << n:
        raise ValueError(f"the alliance must be a bitmask of {n} nations, below {1 << n}, got {alliance}.")
    return {
        nation: float(payoff[alliance | 1 << nation, nation] - payoff[alliance & ~(1 << nation), nation])
        for nation in range(n)
        if bool(alliance >> nation & 1) == inside
    }
