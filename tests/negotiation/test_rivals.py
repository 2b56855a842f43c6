"""Two alliances last side by side only if nobody in the world would rather change sides."""

from __future__ import annotations

import numpy as np
import pytest

from negotiation import rivals
from negotiation.pool import Array, membership
from negotiation.worth import Blocs, payoffs, two_blocs
from tests.negotiation.models import cournot


def regions(blocs: Blocs) -> Array:
    """Nations 0-1 and 2-3 are neighbours: allies earn 3 with their neighbour, lose 2 with each stranger."""
    near = np.array([[0, 3, -2, -2], [3, 0, -2, -2], [-2, -2, 0, 3], [-2, -2, 3, 0]], dtype=float)
    earned = np.zeros(4)
    for bloc in blocs:
        inside = membership(4)[bloc]
        earned += np.where(inside, near @ inside, 0.0)
    return earned


def test_neighbours_ally_and_stay_with_their_own() -> None:
    assert rivals.stable_pairs(two_blocs(regions, 4), payoffs(regions, 4)) == [(0b0011, 0b1100)]


def test_changing_sides_is_weighed_against_staying() -> None:
    pairs, payoff = two_blocs(regions, 4), payoffs(regions, 4)
    found = rivals.changes(pairs, payoff, (0b0011, 0b1100), 0)
    # Alone it earns 0 in place of 3; with the strangers it would lose 4.
    assert found == {(0b0010, 0b1100): -3.0, (0b0010, 0b1101): -7.0}


def test_every_verdict_follows_the_definition() -> None:
    n = 5
    rng = np.random.default_rng(8)
    table: dict[Blocs, Array] = {}

    def value(blocs: Blocs) -> Array:
        return table.setdefault(blocs, rng.integers(-5, 6, n).astype(float))

    pairs, payoff = two_blocs(value, n), payoffs(value, n)

    def tidy(*blocs: int) -> Blocs:
        return tuple(sorted(bloc for bloc in blocs if bloc.bit_count() > 1))

    expected = []
    for first, second in pairs:
        content = True
        for nation in range(n):
            bit = 1 << nation
            a, b = first & ~bit, second & ~bit
            here = table[first, second][nation]
            for option in (tidy(a, b), tidy(a | bit, b), tidy(a, b | bit)):
                content &= bool(table[option][nation] <= here)
        if content:
            expected.append((first, second))
    assert rivals.stable_pairs(pairs, payoff) == expected


@pytest.mark.parametrize("n", [4, 5, 6])
def test_two_cartels_among_quantity_setters_do_not_hold(n: int) -> None:
    """Salant et al. 1983 in another dress: leaving a cartel pays while rivals remain."""
    assert rivals.stable_pairs(two_blocs(cournot(n), n), payoffs(cournot(n), n)) == []
