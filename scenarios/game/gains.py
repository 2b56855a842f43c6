"""A nation's possible gains at the table, lane by lane, and the terms with which an offer begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.year.ventures import BEYOND_REACH
from negotiation.bargaining.terms import Level
from negotiation.least_worth import exceeds, greatest, ranked

if TYPE_CHECKING:
    from scenarios.game.study import LaneTable, Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a lane could bring at best, present value in USD m against going on without it."""

    lane: str
    least: float
    """What the less content side has under the terms that suit it best; above 0 where both can gain."""
    together: float
    """What both together have under the terms that suit them best, however it falls between them."""


def gains(study: Study, nation: str) -> tuple[Gain, ...]:
    """List the lanes of a nation, the one on which the less content side can have most first."""
    found = []
    for key in study.lanes():
        if nation in key.split(":")[0].split(">"):
            worth = study.table(key).table.worth
            found.append(Gain(lane=key, least=float(worth.min(axis=0).max()), together=float(worth.sum(axis=0).max())))
    return tuple(found[place] for place in ranked([one.least for one in found]))


def beginning(found: LaneTable) -> dict[str, Level]:
    """Terms with which somebody begins to write an offer: as near to the middle as both gain, or as both can pay."""
    space, worth = found.table.space, found.table.worth
    middle = np.array([len(issue.levels) // 2 for issue in space.issues])
    far = np.abs(space.grid - middle).sum(axis=1)
    least = worth.min(axis=0)
    for good in (exceeds(least), least > BEYOND_REACH / 2):
        if good.any():
            far = np.where(good, far, far.max() + 1)
            break
    near = np.flatnonzero(far == far.min())
    return dict(space.decode(int(greatest(near.tolist(), least[near]))))
