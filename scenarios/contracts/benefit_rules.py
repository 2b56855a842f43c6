"""What every benefit rule owes: it divides exactly what there is, whatever the order of the members."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

import negotiation.coalitions.sharing
from negotiation.coalitions.pool import Array, Pool, membership
from negotiation.coalitions.sharing import Share
from negotiation.rulebook import find, offers

TRIES = 40


def lacks(name: str) -> str:
    """Say what the file of a rule is missing."""
    return "" if offers(negotiation.coalitions.sharing, name, "share") else "has no function share(pool)"


def promises_to_be(name: str, promise: str) -> bool:
    """Tell whether a rule says of itself that it is ``SYMMETRIC`` or ``INDIVIDUALLY_RATIONAL``."""
    return bool(getattr(import_module(f"{negotiation.coalitions.sharing.__name__}.{name}"), promise, False))


def adds_up(name: str, pool: Pool) -> str:
    """It gives one finite share to each member, and in total exactly what there is."""
    given: object = _rule(name)(pool)
    shares = np.asarray(given)
    if shares.shape != (pool.n,) or shares.dtype.kind not in "fiu":
        return f"share(pool) must give an array of {pool.n} numbers for {pool.n} members, got {given!r}"
    if not np.isfinite(shares).all():
        return f"a share is no finite number: {shares.tolist()}"
    if abs(shares.sum() - pool.amount) > 1e-9 * max(1.0, abs(pool.amount), float(np.abs(shares).sum())):
        return f"it shares out {shares.sum():.9g} of {pool.amount:.9g} USD m"
    return ""


def leaves_the_pool(name: str, pool: Pool) -> str:
    """It leaves the pool as it was."""
    before = [one.copy() for one in _fields(pool)]
    _rule(name)(pool)
    same = all(np.array_equal(old, new) for old, new in zip(before, _fields(pool), strict=True))
    return "" if same else "it changes the figures that it is given"


def gives_all_to_one(name: str, pool: Pool) -> str:
    """A member alone gets everything."""
    shares = _rule(name)(pool)
    return "" if close(shares, np.array([pool.amount]), pool) else f"it gives {shares.tolist()} of {pool.amount:g}"


def knows_no_order(name: str, case: tuple[Pool, NDArray[np.int64]]) -> str:
    """The order in which members are listed does not matter."""
    pool, order = case
    bits = 1 << np.arange(pool.n)
    # The coalition of new members i is the coalition of old members order[i].
    masks = membership(pool.n) @ bits[order]
    moved = Pool(
        amount=pool.amount,
        worth=pool.worth[masks],
        weight=pool.weight[order],
        claim=pool.claim[order],
        outside=pool.outside[order],
        bloc=pool.bloc[order],
    )
    there, here = _rule(name)(moved), _rule(name)(pool)[order]
    return "" if close(there, here, pool) else f"listed otherwise, members get {there.tolist()}, not {here.tolist()}"


def treats_like_alike(name: str, pool: Pool) -> str:
    """If it says that it is SYMMETRIC: members who look alike get alike."""
    if not promises_to_be(name, "SYMMETRIC"):
        return ""
    shares = _rule(name)(pool)
    return "" if close(shares, np.full(pool.n, pool.amount / pool.n), pool) else f"members alike get {shares.tolist()}"


def leaves_nobody_worse(name: str, pool: Pool) -> str:
    """If it says that it is INDIVIDUALLY_RATIONAL: nobody gets less than outside, where there is enough for all."""
    if not promises_to_be(name, "INDIVIDUALLY_RATIONAL"):
        return ""
    shares, slack = _rule(name)(pool), 1e-7 * _size(pool)
    return (
        "" if (shares >= pool.outside - slack).all() else f"of {pool.outside.tolist()} outside some get less: {shares}"
    )


def close(left: Array, right: Array, pool: Pool) -> bool:
    """Tell whether shares agree, relative to the figures of the pool."""
    return left.shape == right.shape and bool(np.allclose(left, right, rtol=0, atol=1e-7 * _size(pool)))


def _size(pool: Pool) -> float:
    return max(1.0, abs(pool.amount), float(np.abs(pool.worth).max()), float(np.abs(pool.outside).max()))


def _rule(name: str) -> Share:
    return find(negotiation.coalitions.sharing, name, "share")


def _fields(pool: Pool) -> list[Array]:
    return [pool.worth, pool.weight, pool.claim, pool.outside]


def _pools(rng: np.random.Generator) -> Iterator[Pool]:
    for _ in range(TRIES):
        n = int(rng.integers(1, 6))
        worth = np.concatenate([[0.0], rng.uniform(-1000, 1000, (1 << n) - 1).round(3)])
        yield Pool(
            amount=float(rng.choice([worth[-1], rng.uniform(-1000, 1000)])),
            worth=worth,
            weight=rng.uniform(0.05, 20, n).round(3),
            claim=rng.uniform(0, 1000, n).round(3),
            outside=rng.uniform(-1000, 1000, n).round(3),
            bloc=rng.integers(0, 4, n),
        )


def _moved(rng: np.random.Generator) -> Iterator[tuple[Pool, NDArray[np.int64]]]:
    for pool in _pools(rng):
        yield pool, rng.permutation(pool.n)


def _covered(rng: np.random.Generator) -> Iterator[Pool]:
    for pool in _pools(rng):
        amount = float(pool.outside.sum() + rng.uniform(0, 1000))
        yield Pool(
            amount=amount,
            worth=pool.worth,
            outside=pool.outside,
            weight=pool.weight,
            claim=pool.claim,
            bloc=pool.bloc,
        )


def _alike(rng: np.random.Generator) -> Iterator[Pool]:
    for _ in range(TRIES):
        n = int(rng.integers(1, 6))
        by_size = np.concatenate([[0.0], rng.uniform(-1000, 1000, n)])
        weight, claim, outside = rng.uniform(0.05, 20), rng.uniform(0, 1000), rng.uniform(-1000, 1000)
        yield Pool(
            amount=float(rng.uniform(-1000, 1000)),
            worth=by_size[membership(n).sum(axis=1)],
            weight=np.full(n, weight),
            claim=np.full(n, claim),
            outside=np.full(n, outside),
        )


def _alone(rng: np.random.Generator) -> Iterator[Pool]:
    yield Pool(amount=7.0, worth=np.array([0.0, 7.0]))


PROMISES = (
    (adds_up, _pools),
    (gives_all_to_one, _alone),
    (leaves_the_pool, _pools),
    (knows_no_order, _moved),
    (treats_like_alike, _alike),
    (leaves_nobody_worse, _covered),
)
