"""The worth of coalitions follows the assumption chosen, and an estimate states an honest error."""

from __future__ import annotations

import numpy as np
import pytest

from negotiation.coalitions.estimate import sampled_worths
from negotiation.coalitions.pool import Array, membership, sizes
from negotiation.coalitions.worth import ASSUMPTIONS, Blocs, groupings, payoffs, two_blocs, worths
from tests.negotiation.models import cournot


def test_gamma_leaves_the_outsiders_alone() -> None:
    found = worths(cournot(4), 4)
    triopoly = (100 / 4) ** 2
    assert found.worth[0b0011] == pytest.approx(triopoly - 2 * (100 / 5) ** 2)
    assert (found.worth[sizes(4) < 2] == 0).all()


def test_delta_puts_the_outsiders_together() -> None:
    found = worths(cournot(4), 4, "delta")
    assert found.worth[0b0011] == pytest.approx((100 / 3) ** 2 - 2 * (100 / 5) ** 2)
    # Alone against a cartel of three: the free rider's gain.
    assert found.worth[0b0001] == pytest.approx((100 / 3) ** 2 - (100 / 5) ** 2)


def test_alpha_never_hopes_for_more_than_the_others() -> None:
    alpha, gamma, delta = (worths(cournot(5), 5, name).worth for name in ("alpha", "gamma", "delta"))
    assert (alpha <= gamma + 1e-9).all()
    assert (alpha <= delta + 1e-9).all()


def test_alpha_tries_every_grouping_of_the_outsiders() -> None:
    # Members of 0b00011 lose 1 only when outsiders 2 and 3 pair up and 4 stays alone.
    def value(blocs: Blocs) -> Array:
        return np.where(np.arange(5) < 2, -1.0 * (0b01100 in blocs), 0.0)

    assert worths(value, 5, "alpha").worth[0b00011] == -2
    assert worths(value, 5, "gamma").worth[0b00011] == 0
    assert worths(value, 5, "delta").worth[0b00011] == 0


def test_the_whole_alliance_is_worth_the_same_under_every_assumption() -> None:
    whole = [worths(cournot(4), 4, name).worth[-1] for name in ASSUMPTIONS]
    assert whole == pytest.approx([whole[0]] * 3)


def test_coalitions_of_one_are_no_alliance() -> None:
    table = payoffs(cournot(4), 4)
    assert (table[sizes(4) < 2] == table[0]).all()


@pytest.mark.parametrize(("n", "count"), [(4, 12), (10, 1014), (12, 4084)])
def test_distinct_single_coalition_structures_are_two_to_the_n_less_n(n: int, count: int) -> None:
    """STACO: 12 regions give 4084 structures (Dellink, Finus & Olieman 2008)."""
    asked: list[Blocs] = []

    def value(blocs: Blocs) -> Array:
        asked.append(blocs)
        return np.zeros(n)

    assert worths(value, n).evaluations == count == 2**n - n
    assert len(asked) == len(set(asked)) == count


@pytest.mark.parametrize(("n", "bell"), [(1, 1), (5, 52), (10, 115975)])
def test_groupings_are_counted_by_the_bell_numbers(n: int, bell: int) -> None:
    """OEIS A000110."""
    assert sum(1 for _ in groupings((1 << n) - 1)) == bell


def test_groupings_of_three_are_five_and_hold_everyone_once() -> None:
    found = {tuple(sorted(blocs)) for blocs in groupings(0b111)}
    assert found == {(1, 2, 4), (3, 4), (2, 5), (1, 6), (7,)}


def test_two_blocs_never_overlap_and_are_all_there() -> None:
    found = two_blocs(cournot(5), 5)
    assert all(first & second == 0 for first, second in found)
    # Choose 4 of 5 in 3 pairings, or 5 split into 2 and 3 in 10 ways.
    assert len(found) == 25
    assert found[0b00011, 0b01100][4] == pytest.approx((100 / 4) ** 2)


def pairwise(n: int, rng: np.random.Generator, bend: float = 0.0):
    """A world in which every pair of allies gains something; ``bend`` adds what pairs cannot explain."""
    link = np.triu(rng.uniform(0, 2, (n, n)), 1)
    link = link + link.T

    def value(blocs: Blocs) -> Array:
        earned = np.full(n, 5.0)
        for bloc in blocs:
            inside = membership(n)[bloc]
            earned += np.where(inside, link @ inside + bend * np.sqrt(inside.sum()), 0.1 * inside.sum())
        return earned

    return value


def test_an_estimate_is_exact_where_only_pairs_matter() -> None:
    rng = np.random.default_rng(3)
    value = pairwise(8, rng)
    exact = worths(value, 8)
    found = sampled_worths(value, 8, evaluations=120, rng=np.random.default_rng(4))
    assert found.evaluations < exact.evaluations
    assert found.worth == pytest.approx(exact.worth, abs=0.05)
    assert found.error < 0.05


def test_the_stated_error_is_near_the_true_error() -> None:
    value = pairwise(10, np.random.default_rng(3), bend=6.0)
    exact = worths(value, 10)
    found = sampled_worths(value, 10, evaluations=250, rng=np.random.default_rng(4))
    between = (sizes(10) > 1) & (sizes(10) < 9)
    true = float(np.sqrt(np.mean((found.worth - exact.worth)[between] ** 2)))
    assert found.error > 0
    assert 0.3 * found.error < true < 2 * found.error
    assert "give or take" in found.note


def test_an_estimate_keeps_what_was_asked_exactly() -> None:
    value = pairwise(9, np.random.default_rng(1), bend=4.0)
    found = sampled_worths(value, 9, evaluations=150, rng=np.random.default_rng(2))
    assert found.payoff[-1] == pytest.approx(value((511,)))
    assert found.payoff[0b011111111] == pytest.approx(value((255,)))
    assert (found.worth[sizes(9) < 2] == 0).all()


def test_the_same_generator_gives_the_same_estimate() -> None:
    value = pairwise(8, np.random.default_rng(1), bend=4.0)
    first, second = (sampled_worths(value, 8, evaluations=100, rng=np.random.default_rng(7)) for _ in range(2))
    assert np.array_equal(first.worth, second.worth)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: worths(cournot(3), 3, "gama"), "no assumption called 'gama'; there are gamma, delta, alpha"),
        (lambda: worths(cournot(13), 13), "1 to 12 nations, got 13; sample them"),
        (lambda: payoffs(lambda blocs: np.zeros(2), 3), "finite number for each of the 3 nations"),
        (lambda: two_blocs(cournot(11), 11), "1 to 10 nations, got 11"),
        (
            lambda: sampled_worths(cournot(14), 14, evaluations=50, rng=np.random.default_rng(0)),
            "14 nations need at least",
        ),
        (
            lambda: sampled_worths(cournot(5), 5, evaluations=50, rng=np.random.default_rng(0)),
            "estimated for 6 to 20 nations, got 5",
        ),
    ],
)
def test_a_wrong_question_is_refused_with_one_clear_sentence(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
