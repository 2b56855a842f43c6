"""The communities around mines and plants: their share of the rent, and the part of it that reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.articles.anti_corruption import leaking

if TYPE_CHECKING:
    from agents.accord.accord import Accord
    from agents.world.yearbook import Yearbook

Array = NDArray[np.float64]


def share_rent(accord: Accord, book: Yearbook, mining: Array, making: Array) -> Array:
    """Pay members' communities their part of some rent, and write it into the yearbook.

    Money lost on the way benefits nobody that a government counts.

    Parameters
    ----------
    mining, making : (nations,) USD m of rent of mines, and of separation and magnet plants.

    Returns
    -------
    (nations,) USD m that reached communities.
    """
    share = np.zeros(len(mining))
    share[list(accord.members)] = accord.text.community_share
    dug, made = share * np.clip(mining, 0, None), share * np.clip(making, 0, None)
    reached = (dug + made) * (1 - leaking(accord.values.leakage, accord.text.level("anti_corruption")))
    book.money["producer_rent"] -= dug
    book.money["refiner_rent"] -= made
    book.community += reached
    return reached


def stoppages_avoided(accord: Accord) -> Array:
    """Share of mines' stoppages that the accord's standard and its communities' shares avoid, (nations,) 0-1."""
    text = accord.text
    avoided = accord.values.stoppages_avoided(
        float(text.standard_level), text.community_share, text.level("anti_corruption")
    )
    inside = np.isin(np.arange(len(avoided)), accord.members)
    return np.where(inside, avoided, 0.0)
