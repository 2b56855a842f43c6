"""A guess at what the other parties like, from how often they name each level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiation.bargaining.seat import Seat

Array = NDArray[np.float64]


def liking(seat: Seat) -> Array:
    """Return how much the others together seem to like each outcome, (outcomes,), 0 to 1.

    A level counts by how often it was named, an issue by how often its level stayed from one offer to the next.
    Without terms, an outcome counts by how often it was named itself.

    Source: the model of HardHeaded, van Krimpen, Looije and Hajizadeh (2013), simplified.
    """
    speakers = sorted({party for party, _ in seat.heard})
    if not speakers:
        return np.zeros(seat.utility.size)
    guesses = [_guess(seat, [outcome for party, outcome in seat.heard if party == speaker]) for speaker in speakers]
    total: Array = np.mean(guesses, axis=0)
    return total


def _guess(seat: Seat, theirs: list[int]) -> Array:
    named = np.array(theirs)
    if seat.space is None:
        counts = np.bincount(named, minlength=seat.utility.size).astype(float)
        frequent: Array = counts / counts.max()
        return frequent
    grid = seat.space.grid
    said = grid[named]
    stayed = 1.0 + (said[1:] == said[:-1]).sum(axis=0)
    weights = stayed / stayed.sum()
    liked = np.zeros(len(grid))
    for issue, levels in enumerate(seat.space.shape):
        counts = np.bincount(said[:, issue], minlength=levels)
        liked += weights[issue] * (counts / counts.max())[grid[:, issue]]
    return liked
