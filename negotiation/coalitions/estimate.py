"""The worth of alliances among too many nations to ask about each: ask about some, infer the rest, say how well.

Worth and payoffs are taken to be built from what every nation and every pair of nations adds
(a 2-additive game; Grabisch, M. (1997). Fuzzy Sets and Systems 92, 167-189).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiation.coalitions.pool import MOST_MEMBERS, Array, Flags, sizes
from negotiation.coalitions.worth import Asked, Value, Worths, check_assumption, worth_of

Masks = NDArray[np.intp]

FEWEST = 6
"""Nations from which an estimate asks less than all coalitions would."""


def sampled_worths(
    value: Value, n: int, *, evaluations: int, rng: np.random.Generator, assumption: str = "gamma"
) -> Worths:
    """Estimate the worth of all coalitions from some of them, for 6 to 20 nations.

    No alliance, the whole alliance and the whole without each nation are asked for exactly, with
    coalitions of every size drawn at random. The others follow from a fit in which every nation and every
    pair of nations adds something. The stated error comes from leaving out each fifth of the draws in turn.
    """
    check_assumption(assumption)
    if not FEWEST <= n <= MOST_MEMBERS:
        raise ValueError(f"worths are estimated for {FEWEST} to {MOST_MEMBERS} nations, got {n}.")
    fewest = _features(np.array([0]), n).shape[1] + 2 * n
    if evaluations < fewest:
        raise ValueError(f"{n} nations need at least {fewest} evaluations, got {evaluations}.")
    ask = Asked(value, n)
    always, drawn = _draws(n, evaluations, rng)
    masks = np.concatenate([always, drawn])
    seen = np.column_stack(
        [
            np.array([ask(int(mask)) for mask in masks]),
            np.array([worth_of(ask, int(mask), n, assumption) for mask in masks]),
        ]
    )
    errors = _left_out_error(masks, seen, always.size, n)
    every = _predict(_fit(masks, seen, n), n)
    every[masks] = seen
    every[sizes(n) < 2, :n] = ask()
    every[0, n] = 0.0
    if assumption == "gamma":
        every[sizes(n) < 2, n] = 0.0
    return Worths(
        worth=every[:, n].copy(),
        payoff=every[:, :n].copy(),
        assumption=assumption,
        evaluations=ask.count,
        error=float(errors[n]),
        payoff_error=float(np.sqrt(np.mean(errors[:n] ** 2))),
    )


def _draws(n: int, evaluations: int, rng: np.random.Generator) -> tuple[Masks, Masks]:
    """Choose the coalitions asked for in any case, and those drawn at random with every size alike."""
    everyone = (1 << n) - 1
    always = np.array([0, everyone, *(everyone ^ (1 << np.arange(n)))])
    taken: dict[int, None] = {}
    wanted = min(evaluations - always.size, (1 << n) - 2 * n - 2)
    while len(taken) < wanted:
        size = int(rng.integers(2, n - 1))
        mask = int((1 << rng.permutation(n)[:size]).sum())
        taken[mask] = None
    return always, np.array(list(taken))


def _features(masks: Masks, n: int) -> Array:
    """Describe coalitions by their members and pairs of members, (masks, 1 + n + pairs)."""
    inside: Flags = (masks[:, None] >> np.arange(n)) & 1 == 1
    first, second = np.triu_indices(n, 1)
    return np.column_stack([np.ones(masks.size), inside, inside[:, first] & inside[:, second]])


def _fit(masks: Masks, seen: Array, n: int) -> Array:
    """Find what each nation and pair adds, (1 + n + pairs, outputs), by least squares with a slight pull to 0."""
    features = _features(masks, n)
    pull = 1e-6 * masks.size * np.eye(features.shape[1])
    fit: Array = np.linalg.solve(features.T @ features + pull, features.T @ seen)
    return fit


def _predict(fit: Array, n: int) -> Array:
    """Work out the fit for all coalitions, (2**n, outputs), by adding one nation at a time."""
    pair = np.zeros((n, n, fit.shape[1]))
    first, second = np.triu_indices(n, 1)
    pair[second, first] = fit[1 + n :]
    every = fit[:1]
    for member in range(n):
        added = fit[1 + member] + np.zeros_like(every[:1])
        for earlier in range(member):
            added = np.concatenate([added, added + pair[member, earlier]])
        every = np.concatenate([every, every + added])
    return every


def _left_out_error(masks: Masks, seen: Array, fixed: int, n: int, folds: int = 5) -> Array:
    """Root mean square error on draws that the fit has not seen, (outputs,)."""
    fold = np.concatenate([np.full(fixed, -1), np.arange(masks.size - fixed) % folds])
    squares = np.zeros(seen.shape[1])
    for left_out in range(folds):
        train, test = fold != left_out, fold == left_out
        miss = _features(masks[test], n) @ _fit(masks[train], seen[train], n) - seen[test]
        squares += (miss**2).sum(axis=0)
    return np.sqrt(squares / (masks.size - fixed))
