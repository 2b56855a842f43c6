"""In a shortage members use less, draw on their reserves, and share what there is by a rule agreed beforehand.

The rule is that of the Agreement on an International Energy Program (1974), Arts 2, 7, 8 and 13 to 17: restraint by
the size of the shortfall, reserves drawn by commitment, and each member's right to supply made good by the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiation.figures import at_least, share

Array = NDArray[np.float64]
_HAIR = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyRules:
    """When the emergency begins and how much less each member then uses."""

    trigger: float = 0.07
    """Group shortfall that opens the emergency, share of usual consumption (0-1)."""
    severe: float = 0.12
    """Group shortfall from which the second step of restraint holds (0-1); a later trigger opens with it."""
    restraint: float = 0.07
    """Cut in consumption from the trigger on (0-1)."""
    severe_restraint: float = 0.10
    """Cut in consumption from the severe shortfall on (0-1)."""

    def __post_init__(self) -> None:
        """Refuse steps that go down."""
        for name in self.__slots__:
            share(name, getattr(self, name))
        if self.severe_restraint < self.restraint:
            raise ValueError(
                f"severe_restraint must not lie below restraint, got {self.severe_restraint} below {self.restraint}"
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Allocation:
    """Each member's permitted use, draw on its reserve, and transfers from or to the others."""

    active: bool
    """True if the shortfall reached the trigger."""
    reduction: float
    """Group shortfall, share of usual consumption."""
    restraint: float
    """Cut in consumption asked of each member (0-1)."""
    shortfall: float
    """Shortfall after restraint, which must come from reserves, t/yr."""
    drawdown: Array
    """Each member's draw on its reserve, (n,), t/yr."""
    supply_right: Array
    """Each member's supply from others and itself, reserves aside, (n,), t/yr."""
    allocation_right: Array
    """Each member's receipts from the others (above 0) or duties to them (below 0), (n,), t/yr; sums to 0."""


def allocate(
    consumption: ArrayLike,
    net_imports: ArrayLike,
    production: ArrayLike,
    available_imports: ArrayLike,
    rules: EmergencyRules | None = None,
) -> Allocation:
    """Share a shortage by the formula of the International Energy Program.

    Parameters
    ----------
    consumption
        Usual consumption of each member, (n,), t/yr.
    net_imports
        Usual net imports, (n,), t/yr: reserve commitments are days of these, so they set the shares of drawing down.
    production
        Production at home now, (n,), t/yr.
    available_imports
        Imports that still come now, (n,), t/yr.
    rules
        Trigger and restraint; those of 1974 by default.
    """
    rules = rules or EmergencyRules()
    usual = _members("consumption", consumption, None)
    bought = _members("net_imports", net_imports, usual)
    made = _members("production", production, usual)
    coming = _members("available_imports", available_imports, usual)
    total, supply = float(usual.sum()), made + coming
    reduction = (total - float(supply.sum())) / total if total > 0 else 0.0
    # A hair is allowed for, so that a shortfall of exactly the trigger is not lost to rounding.
    if reduction < rules.trigger - _HAIR or reduction <= 0:
        nothing = np.zeros_like(usual)
        return Allocation(
            active=False, reduction=reduction, restraint=0.0, shortfall=0.0,
            drawdown=nothing, supply_right=supply, allocation_right=nothing,
        )  # fmt: skip
    asked = rules.severe_restraint if reduction >= rules.severe - _HAIR else rules.restraint
    # Nobody restrains itself beyond what is missing; otherwise restraint would leave a surplus to send round.
    restraint = min(asked, reduction)
    permissible = usual * (1 - restraint)
    # Where restraint makes up for all that is missing, rounding may leave a hair below nothing.
    shortfall = max(float(permissible.sum() - supply.sum()), 0.0)
    drawdown = _shares(bought, usual) * shortfall
    right = permissible - drawdown
    return Allocation(
        active=True, reduction=reduction, restraint=restraint, shortfall=shortfall,
        drawdown=drawdown, supply_right=right, allocation_right=right - supply,
    )  # fmt: skip


def selective(consumption: ArrayLike, supply: ArrayLike, trigger: float = 0.07) -> Array:
    """Return allocation rights when single members, not the group, are short; (n,), t/yr, sums to 0 (Arts 8 and 17).

    A member that lost more than the trigger of its usual consumption bears that much itself; the others make good the
    rest in proportion to their consumption, none beyond the same sacrifice.
    """
    usual = _members("consumption", consumption, None)
    now = _members("supply", supply, usual)
    floor = usual * (1 - share("trigger", trigger))
    wanted = np.maximum(floor - now, 0.0)
    room = np.maximum(now - floor, 0.0)
    given = _fill(float(min(wanted.sum(), room.sum())), np.where(room > 0, usual, 0.0), room)
    served = given.sum() / wanted.sum() if wanted.sum() > 0 else 0.0
    return wanted * served - given


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Release:
    """Tonnes drawn from the reserves, against those due."""

    obliged: Array
    """Tonnes each member had to draw, (n,), t."""
    released: Array
    """Tonnes it drew, (n,), t."""
    left: Array
    """Tonnes left in its reserve, (n,), t."""
    hoarded: Array
    """Tonnes it could have drawn and did not, (n,), t."""
    unmet: float
    """Tonnes due that nobody drew, t."""


def release(drawdown: ArrayLike, reserves: ArrayLike, years: float = 0.25, willing: ArrayLike | None = None) -> Release:
    """Draw on the reserves for a time as the formula asks, as far as they last and as far as members will.

    Parameters
    ----------
    drawdown
        Obligation of each member, (n,), t/yr.
    reserves
        What each holds, (n,), t.
    years
        Length of the time; a quarter by default.
    willing
        Share of its obligation that each member honours, (n,), 0-1; all of it by default.
    """
    held = _members("reserves", reserves, None)
    obliged = _members("drawdown", drawdown, held) * at_least("years", years, unit="years")
    honoured = np.ones_like(held) if willing is None else _members("willing", willing, held)
    if honoured.max(initial=0.0) > 1:
        raise ValueError(f"willing must lie between 0 and 1, got {honoured.max()}")
    possible = np.minimum(obliged, held)
    released = possible * honoured
    return Release(
        obliged=obliged,
        released=released,
        left=held - released,
        hoarded=possible - released,
        unmet=float((obliged - released).sum()),
    )


def ship(allocation_right: ArrayLike) -> Array:
    """Return who sends how much to whom, (from, to), so that every right is met in proportion; t/yr."""
    right = np.asarray(allocation_right, dtype=float)
    getting, sending = np.maximum(right, 0.0), np.maximum(-right, 0.0)
    total = max(float(getting.sum()), float(sending.sum()))
    return np.outer(sending, getting) / total if total > 0 else np.zeros((right.size, right.size))


def forfeit(allocation_right: ArrayLike, hoarded: ArrayLike) -> Array:
    """Return allocation rights after hoarders lose what they held back to the honest who were to receive; same sum.

    Parameters
    ----------
    allocation_right
        Rights of the formula, (n,), t/yr.
    hoarded
        What each member held back and was found to hold back, (n,), t/yr.
    """
    right = np.asarray(allocation_right, dtype=float)
    kept_back = _members("hoarded", hoarded, np.zeros(right.size))
    honest = (right > 0) & (kept_back == 0)
    if not honest.any():
        return right.copy()
    lost = np.minimum(kept_back, np.maximum(right, 0.0))
    due = np.where(honest, right, 0.0)
    return np.asarray(right - lost + lost.sum() * due / due.sum())


def hoarding_found(release: Release, detected: ArrayLike) -> Array:
    """Return the hoarded tonnes that a stock audit brought to light, (n,), t.

    Parameters
    ----------
    release
        What was drawn and what should have been.
    detected
        Whether the audit of each member's stock found anything, (n,), bool.
    """
    seen = np.asarray(detected, dtype=bool)
    if seen.shape != release.hoarded.shape:
        raise ValueError(f"detected must have one entry per member, {release.hoarded.shape}, got {seen.shape}")
    return np.where(seen, release.hoarded, 0.0)


def _members(name: str, values: ArrayLike, like: Array | None) -> Array:
    found = np.asarray(values, dtype=float)
    if found.ndim != 1 or (like is not None and found.shape != like.shape):
        wanted = "a list" if like is None else f"a list of {like.size}"
        raise ValueError(f"{name} must be {wanted}, one figure per member, got shape {found.shape}")
    if not np.all(np.isfinite(found)) or found.min(initial=0.0) < 0:
        raise ValueError(f"{name} must be finite and 0 or more for each member, got {found.min(initial=0.0)}")
    return found


def _shares(weights: Array, fallback: Array) -> Array:
    """Shares by weight; by consumption where nobody committed a reserve, so that the sum still comes out."""
    weights = weights if weights.sum() > 0 else fallback
    return weights / weights.sum()


def _fill(amount: float, weights: Array, room: Array) -> Array:
    """Divide an amount by weight with nobody above its room; what one cannot take falls on the others."""
    given = np.zeros_like(room)
    for _ in range(room.size):
        left = amount - given.sum()
        free = np.where(given < room, weights, 0.0)
        if left <= 0 or free.sum() <= 0:
            break
        given = np.minimum(given + left * free / free.sum(), room)
    return given
