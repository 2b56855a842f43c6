"""The plants that a joint fund builds for every group of members, in compiled code."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from market.compiled import compiled
from negotiation.least_worth import LEAST_SHARE, LEAST_WORTH

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


@compiled
def best_plants(
    counts: Array,
    cost_of: Ints,
    host: Ints,
    effect: Array,
    more_effect: Array,
    rent: Array,
    more_rent: Array,
    brought: Array,
) -> None:
    """Fill what the plant that serves each group best brings to every member, its returns shared equally in the group.

    Parameters
    ----------
    counts : (costs, 2, groups) how much of a first plant, and how many more, each group's money pays for.
    cost_of, host : (plants,) number of each plant's cost, and the member where it stands.
    effect, more_effect : (plants, members) what the first plant and each further one bring to each, USD m.
    rent, more_rent : (plants,) what they earn.
    brought : (groups, members) USD m, filled for groups that gain by a plant; groups are numbered by their bits.
    """
    plants, members = effect.shape
    groups = len(brought)
    best, chosen = np.zeros(groups), np.full(groups, -1)
    first, more = np.zeros(groups), np.zeros(groups)
    lowest = np.zeros(groups, np.int64)
    for group in range(1, groups):
        at = 0
        while not group >> at & 1:
            at += 1
        lowest[group] = at
    for plant in range(plants):
        count = counts[cost_of[plant]]
        for group in range(1, groups):
            rest, at = group & (group - 1), lowest[group]
            first[group] = first[rest] + effect[plant, at]
            more[group] = more[rest] + more_effect[plant, at]
            if group >> host[plant] & 1:
                gain = count[0, group] * first[group] + count[1, group] * more[group]
                if gain > best[group] + max(LEAST_WORTH, LEAST_SHARE * gain):
                    best[group] = gain
                    chosen[group] = plant
    for group in range(1, groups):
        plant = chosen[group]
        if plant < 0:
            continue
        count = counts[cost_of[plant], :, group]
        size = 0
        for at in range(members):
            size += group >> at & 1
        returns = count[0] * rent[plant] + count[1] * more_rent[plant]
        for at in range(members):
            brought[group, at] = count[0] * effect[plant, at] + count[1] * more_effect[plant, at]
            if group >> at & 1:
                brought[group, at] += returns / size
        brought[group, host[plant]] -= returns
