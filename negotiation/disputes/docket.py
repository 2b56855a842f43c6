"""The docket: the secretariat has few seats, and the oldest claim goes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from negotiation.disputes.dispute import Dispute
from negotiation.powers import power


@dataclass(frozen=True, slots=True)
class Docket:
    """The disputes before panels and those that wait for one."""

    capacity: int
    hearing: tuple[str, ...]
    waiting: tuple[str, ...]
    """Oldest first."""

    @property
    def admitted(self) -> frozenset[str]:
        """Ids of those waiting for whom a seat is free now."""
        return frozenset(self.waiting[: max(self.capacity - len(self.hearing), 0)])


def docket(disputes: Iterable[Dispute], capacity: int) -> Docket:
    """Read the docket off the disputes themselves, so that none can be lost between the two."""
    if capacity < 1:
        raise ValueError(f"the secretariat must have at least 1 seat, got {capacity}")
    listed = tuple(disputes)
    waiting = sorted((d for d in listed if d.stage == "queue"), key=lambda d: (d.stage_since, d.opened, d.id))
    hearing = tuple(sorted(d.id for d in listed if d.stage == "panel"))
    return Docket(capacity, hearing, tuple(d.id for d in waiting))


def may_claim(disputes: Iterable[Dispute], claimant: int, limit: int) -> bool:
    """Tell whether a nation's lawyers can pursue one more claim."""
    return sum(d.open and d.claimant == claimant for d in disputes) < limit


def support_left(open_cases: int, fatigue: float) -> float:
    """Return the share of political support that is left with so many cases open: (1 - fatigue)**cases.

    Examples
    --------
    >>> round(support_left(3, 0.02), 4)
    0.9412
    """
    if open_cases < 0:
        raise ValueError(f"open cases must be 0 or more, got {open_cases}")
    if not 0 <= fatigue <= 1:
        raise ValueError(f"fatigue is a share and must lie between 0 and 1, got {fatigue}")
    return float(power(1 - fatigue, open_cases))
