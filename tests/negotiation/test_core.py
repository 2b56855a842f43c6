"""The nucleolus passes Kohlberg's criterion, and the core and least core are what they claim to be."""

from __future__ import annotations

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from negotiation.coalitions.core import excesses, in_core, least_core
from negotiation.coalitions.pool import Array, Pool, membership, sizes
from negotiation.coalitions.sharing import nucleolus, owen, shapley
from tests.negotiation.games import convex, covered_pools, worths


def random_game(n: int, kind: str, rng: np.random.Generator) -> Array:
    """A game whose ties, signs and size differ by kind."""
    count = sizes(n)
    worth = {
        "rough": lambda: rng.uniform(0, 1, 1 << n) * count,
        "growing": lambda: rng.uniform(0, 1, 1 << n) + count**1.5,
        "whole": lambda: rng.integers(0, 4, 1 << n).astype(float),
        "voting": lambda: (membership(n) @ rng.integers(1, 9, n) >= 2.5 * n).astype(float),
        "signed": lambda: rng.normal(0, 1000, 1 << n),
        "convex": lambda: convex(n, rng),
    }[kind]()
    worth[0] = 0
    return worth


KINDS = ["rough", "growing", "whole", "voting", "signed", "convex"]


def passes_kohlberg(worth: Array, shares: Array, floor: Array | None = None) -> bool:
    """Kohlberg 1971: at every level, no side payment helps one of the worst-off coalitions and hurts none of them.

    With a floor, side payments may not take from those who are at it.
    """
    n = shares.size
    scale = max(1.0, float(np.abs(worth).max()))
    excess = excesses(worth, shares)[1:-1]
    inside = membership(n)[1:-1].astype(float)
    held = np.zeros(n, dtype=bool) if floor is None else shares <= floor + 1e-8 * scale
    low = np.where(held, 0.0, -1.0)
    level = np.inf
    while True:
        below = excess[excess < level - 1e-7 * scale]
        if not below.size:
            return True
        level = float(below.max())
        worst = inside[excess >= level - 1e-8 * scale]
        answer = linprog(
            -worst.sum(axis=0),
            A_ub=-worst,
            b_ub=np.zeros(len(worst)),
            A_eq=np.ones((1, n)),
            b_eq=[0.0],
            bounds=np.column_stack([low, np.ones(n)]),
        )
        if -answer.fun > 1e-7:
            return False
        if np.linalg.matrix_rank(np.vstack([worst, np.ones(n)])) == n:
            return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", range(2, 11))
def test_prenucleolus_passes_kohlbergs_criterion(n: int, kind: str) -> None:
    worth = random_game(n, kind, np.random.default_rng([n, len(kind)]))
    assert passes_kohlberg(worth, nucleolus.value(worth))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", range(2, 11))
def test_nucleolus_above_outside_options_passes_kohlbergs_criterion(n: int, kind: str) -> None:
    rng = np.random.default_rng([n, len(kind), 1])
    worth = random_game(n, kind, rng)
    part = rng.dirichlet(np.ones(n)) * max(float(worth[-1]), 1.0) * 0.9
    worth[-1] = max(float(worth[-1]), 1.0)
    assert passes_kohlberg(worth, nucleolus.value(worth, part), part)


def test_kohlbergs_criterion_is_not_passed_by_any_other_shares() -> None:
    worth = random_game(5, "rough", np.random.default_rng(2))
    best = nucleolus.value(worth)
    nudge = np.array([1e-3, -1e-3, 0, 0, 0])
    assert not passes_kohlberg(worth, best + nudge)
    assert not passes_kohlberg(worth, shapley.value(worth))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [3, 5, 8, 10])
def test_prenucleolus_agrees_with_coopgame(n: int, kind: str) -> None:
    """coopgame-py 0.3, an independent implementation."""
    worth = random_game(n, kind, np.random.default_rng([n, len(kind), 2]))
    other = coopgame.prenucleolus(coopgame.Game(worth[1:].tolist()))["allocation"]
    assert nucleolus.value(worth) == pytest.approx(other, abs=1e-7 * max(1, np.abs(worth).max()))


@pytest.mark.parametrize("n", [3, 5, 8, 10])
def test_nucleolus_over_imputations_agrees_with_coopgame(n: int) -> None:
    """coopgame-py 0.3, an independent implementation."""
    worth = random_game(n, "rough", np.random.default_rng([n, 3]))
    worth[-1] = n
    other = coopgame.nucleolus(coopgame.Game(worth[1:].tolist()))["allocation"]
    assert nucleolus.share(Pool(amount=float(n), worth=worth)) == pytest.approx(other, abs=1e-7)


@pytest.mark.parametrize("n", [3, 6, 9])
def test_shapley_and_owen_agree_with_coopgame(n: int) -> None:
    """coopgame-py 0.3, an independent implementation."""
    rng = np.random.default_rng([n, 4])
    worth = random_game(n, "signed", rng)
    game = coopgame.Game(worth[1:].tolist())
    bloc = rng.integers(0, 3, n)
    unions = [[int(i) for i in np.flatnonzero(bloc == label)] for label in np.unique(bloc)]
    assert shapley.value(worth) == pytest.approx(coopgame.shapley(game), abs=1e-8)
    assert owen.value(worth, bloc) == pytest.approx(coopgame.owen(game, unions), abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(pool=covered_pools(most=5))
def test_least_core_leaves_every_coalition_the_same_largest_excess(pool: Pool) -> None:
    epsilon, shares = least_core(pool.worth)
    if pool.n == 1:
        return
    excess = excesses(pool.worth, shares)[1:-1]
    slack = 1e-7 * max(1.0, float(np.abs(pool.worth).max()))
    assert shares.sum() == pytest.approx(pool.worth[-1], abs=slack)
    assert float(excess.max()) == pytest.approx(epsilon, abs=slack)
    assert excesses(pool.worth, nucleolus.value(pool.worth))[1:-1].max() == pytest.approx(epsilon, abs=slack)


@settings(max_examples=80, deadline=None)
@given(worth=worths(most=5, least=2))
def test_the_core_is_empty_exactly_when_the_least_excess_is_above_zero(worth: Array) -> None:
    epsilon, shares = least_core(worth)
    slack = 1e-7 * max(1.0, float(np.abs(worth).max()))
    other = linprog(
        np.ones(worth.size.bit_length() - 1),
        A_ub=-membership(worth.size.bit_length() - 1)[1:-1].astype(float),
        b_ub=-worth[1:-1],
        bounds=(None, None),
    )
    # Bondareva 1963, Shapley 1967: the cheapest way to content every proper coalition.
    if epsilon > slack:
        assert other.fun > worth[-1]
    elif epsilon < -slack:
        assert other.fun < worth[-1]
        assert in_core(worth, shares)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_convex_game_shapley_and_nucleolus_lie_in_the_core(seed: int) -> None:
    """Shapley 1971."""
    worth = convex(7, np.random.default_rng(seed))
    assert in_core(worth, shapley.value(worth))
    assert in_core(worth, nucleolus.value(worth))


def test_shares_that_do_not_add_up_are_not_in_the_core() -> None:
    assert not in_core(np.array([0.0, 0, 0, 1]), [0.5, 0.4])
    assert not in_core(np.array([0.0, 0, 0, 1]), [0.5, 0.6])


def test_a_lone_member_has_nothing_to_fear() -> None:
    epsilon, shares = least_core(np.array([0.0, 3.0]))
    assert epsilon == 0
    assert shares.tolist() == [3.0]
