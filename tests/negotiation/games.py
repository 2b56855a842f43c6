"""Games and pools made at random, for the tests of benefit rules and stability."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from negotiation.coalitions.pool import Array, Pool, additive, sizes

money = st.floats(-1000, 1000, allow_subnormal=False).map(lambda x: round(x, 3))
plenty = st.floats(0, 1000, allow_subnormal=False).map(lambda x: round(x, 3))
weights = st.floats(0.05, 20, allow_subnormal=False).map(lambda x: round(x, 3))


@st.composite
def worths(draw: st.DrawFn, most: int = 5, least: int = 1) -> Array:
    """Any game at all: superadditive or not, with gains or costs."""
    n = draw(st.integers(least, most))
    values = draw(st.lists(money, min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return np.array([0.0, *values])


@st.composite
def pools(draw: st.DrawFn, most: int = 5) -> Pool:
    """A pool with every field drawn apart from the others."""
    worth = draw(worths(most))
    n = worth.size.bit_length() - 1

    def each(kind: st.SearchStrategy[float]) -> Array:
        return np.array(draw(st.lists(kind, min_size=n, max_size=n)))

    return Pool(
        amount=draw(st.one_of(money, st.just(float(worth[-1])))),
        worth=worth,
        weight=each(weights),
        claim=each(plenty),
        outside=each(money),
        bloc=np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))),
    )


@st.composite
def covered_pools(draw: st.DrawFn, most: int = 5) -> Pool:
    """A pool that holds at least the sum of the outside options."""
    pool = draw(pools(most))
    return Pool(
        amount=float(pool.outside.sum()) + draw(plenty),
        worth=pool.worth,
        weight=pool.weight,
        claim=pool.claim,
        outside=pool.outside,
        bloc=pool.bloc,
    )


@st.composite
def alike_pools(draw: st.DrawFn, most: int = 5) -> Pool:
    """A pool whose members are all alike: worth by head count, the same figures for everyone."""
    n = draw(st.integers(1, most))
    by_size = np.array([0.0, *draw(st.lists(money, min_size=n, max_size=n))])
    return Pool(
        amount=draw(money),
        worth=by_size[sizes(n)],
        weight=np.full(n, draw(weights)),
        claim=np.full(n, draw(plenty)),
        outside=np.full(n, draw(money)),
    )


def convex(n: int, rng: np.random.Generator) -> Array:
    """A game in which everyone adds more to larger coalitions; alone nobody earns anything."""
    strength = additive(rng.uniform(0.5, 3.0, n))
    game = strength**2 - additive(strength[1 << np.arange(n)] ** 2)
    return np.maximum(game, 0.0)
