"""Bargaining points against brute force, textbook values and the published domains."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.bargaining.points import egalitarian, kalai_smorodinsky, nash, pareto, welfare

seeds = st.integers(0, 2**32 - 1)
DOMAINS = Path(__file__).parents[3] / "shared" / "domains"


def random_table(seed):
    rng = np.random.default_rng(seed)
    parties, outcomes = rng.integers(2, 6), rng.integers(1, 60)
    # Half of the tables have coarse utilities, so that ties and duplicates occur.
    utilities = rng.random((parties, outcomes)) if rng.random() < 0.5 else rng.integers(0, 5, (parties, outcomes)) / 4
    return utilities, rng.random(parties) * 0.4


def rational(utilities, reservations):
    return [k for k in range(utilities.shape[1]) if all(utilities[:, k] >= reservations)]


@given(seeds)
def test_pareto_equals_brute_force(seed):
    utilities, _ = random_table(seed)
    columns = list(utilities.T)
    expected = [
        k for k, own in enumerate(columns) if not any((other >= own).all() and (other > own).any() for other in columns)
    ]
    assert pareto(utilities).tolist() == expected


@given(seeds, st.booleans())
def test_nash_maximises_the_product_of_gains(seed, weighted):
    utilities, reservations = random_table(seed)
    weights = np.random.default_rng(seed).random(len(utilities)) + 0.1 if weighted else np.ones(len(utilities))
    found = nash(utilities, reservations, weights if weighted else None)
    products = {k: np.prod((utilities[:, k] - reservations) ** weights) for k in rational(utilities, reservations)}
    if not products:
        assert found is None
    else:
        assert products[found] == pytest.approx(max(products.values()), rel=1e-9, abs=1e-12)


@given(seeds)
def test_egalitarian_equals_brute_force_from_the_worst_off_up(seed):
    utilities, reservations = random_table(seed)
    found = egalitarian(utilities, reservations)
    gains = {k: sorted((utilities[:, k] - reservations).round(9)) for k in rational(utilities, reservations)}
    assert (found is None) == (not gains)
    assert found is None or gains[found] == max(gains.values())


@given(seeds)
def test_kalai_smorodinsky_is_egalitarian_in_shares_of_what_each_could_hope_for(seed):
    utilities, reservations = random_table(seed)
    found = kalai_smorodinsky(utilities, reservations)
    left = rational(utilities, reservations)
    if not left:
        assert found is None
        return
    gains = utilities[:, left] - reservations[:, None]
    hopes = gains.max(axis=1)
    shares = (gains[hopes > 0] / hopes[hopes > 0, None]).round(9)
    best = max(sorted(column) for column in shares.T)
    assert sorted(shares[:, left.index(found)]) == best


@given(seeds)
def test_nash_and_kalai_smorodinsky_do_not_depend_on_units(seed):
    rng = np.random.default_rng(seed)
    utilities, reservations = rng.random((3, 40)), rng.random(3) * 0.3
    scale, shift = 10.0 ** rng.uniform(-1, 3, 3), rng.uniform(-5, 5, 3)
    for point in (nash, kalai_smorodinsky):
        plain = point(utilities, reservations)
        changed = point(utilities * scale[:, None] + shift[:, None], reservations * scale + shift)
        assert plain == changed


@given(seeds)
def test_points_are_on_the_frontier_of_what_all_prefer(seed):
    rng = np.random.default_rng(seed)
    utilities, reservations = rng.random((3, 50)), rng.random(3) * 0.3
    frontier = set(pareto(utilities).tolist())
    for point in (nash, kalai_smorodinsky, egalitarian, welfare):
        found = point(utilities, reservations)
        assert found is None or (found in frontier and (utilities[:, found] >= reservations).all())


def test_the_split_of_a_pie_follows_the_asymmetric_nash_formula():
    """x1 = d1 + a (1 - d1 - d2): Binmore, Rubinstein and Wolinsky 1986; Muthoo 1999 s.2.8."""
    pie = np.linspace(0, 1, 10_001)
    found = nash([pie, 1 - pie], [0.2, 0.1], [0.7, 0.3])
    assert pie[found] == pytest.approx(0.69, abs=1e-4)


def test_the_polygon_has_its_three_known_solutions():
    """S = conv{(0,0),(1,0),(1,0.5),(0,1)}, frontier y = 1 - x/2: Kalai and Smorodinsky 1975, by their definitions."""
    x = np.linspace(0, 1, 3001)
    frontier = np.array([x, 1 - x / 2])
    assert frontier[:, nash(frontier, [0, 0])] == pytest.approx([1, 0.5], abs=1e-3)
    assert frontier[:, kalai_smorodinsky(frontier, [0, 0])] == pytest.approx([2 / 3, 2 / 3], abs=1e-3)
    assert frontier[:, egalitarian(frontier, [0, 0])] == pytest.approx([2 / 3, 2 / 3], abs=1e-3)


def test_equal_outcomes_are_settled_for_the_first():
    utilities = [[0.5, 1.0, 0.5], [0.5, 0.0, 0.5]]
    assert [point(utilities, [0, 0]) for point in (nash, kalai_smorodinsky, egalitarian)] == [0, 0, 0]


def test_twenty_parties_do_not_underflow():
    rng = np.random.default_rng(1)
    utilities = rng.random((200, 30)) * 1e-3
    found = nash(utilities, np.zeros(200))
    logs = np.log(utilities).sum(axis=0)
    assert found == int(np.argmax(logs))


@pytest.mark.parametrize(
    ("utilities", "reservations", "weights", "sentence"),
    [
        ([[1, 2]], [0, 0], None, "one reservation for each party"),
        ([[1, 2], [2, 1]], [0, -np.inf], None, "finite"),
        ([[1, 2], [2, 1]], [0, 0], [1, 0], "weights must be one number above 0"),
    ],
)
def test_figures_that_do_not_fit_are_refused(utilities, reservations, weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        nash(utilities, reservations, weights)


def load_domains():
    """Published negotiation domains where they lie beside the project, otherwise domains made at random."""
    if DOMAINS.is_dir():
        reference = json.loads((DOMAINS / "REFERENCE.json").read_text())
        for entry in reference:
            utilities = np.load(DOMAINS / entry["name"].replace("/", "_") / "utilities.npy")
            yield utilities, np.array(entry["disagreement"]), entry
        return
    for seed in range(32):
        yield _made_up(seed)


def _made_up(seed):
    """Make an additive domain and its reference values by exhaustive search, in the shape of the published file."""
    rng = np.random.default_rng(seed)
    parties, sizes = int(rng.integers(2, 6)), rng.integers(2, 6, 3)
    values = [rng.random((parties, size)) for size in sizes]
    outcomes = list(itertools.product(*map(range, sizes)))
    utilities = np.array([sum(value[:, k] for value, k in zip(values, outcome, strict=True)) for outcome in outcomes]).T
    columns = [tuple(column) for column in utilities.T]
    entry = {
        "pareto_n": sum(
            not any(all(np.greater_equal(b, a)) and any(np.greater(b, a)) for b in columns) for a in columns
        ),
        "nash_utils": max(columns, key=np.prod),
        "negmas_kalai_utils": [max(columns, key=min)],
        "max_welfare": max(map(sum, columns)),
    }
    return utilities, np.zeros(parties), entry


def test_points_equal_the_reference_on_every_domain():
    """Reference: two independent computations on ANAC 2010-2018 domains, where they are present."""
    checked = 0
    for utilities, disagreement, entry in load_domains():
        assert len(pareto(utilities)) == entry["pareto_n"]
        assert utilities[:, nash(utilities, disagreement)] == pytest.approx(entry["nash_utils"], abs=1e-9)
        fair = utilities[:, egalitarian(utilities, disagreement)]
        # Where several outcomes share the largest smallest gain, the reference lists them all.
        assert any(fair == pytest.approx(point, abs=1e-9) for point in entry["negmas_kalai_utils"])
        best = utilities[:, welfare(utilities, disagreement)].sum()
        assert best == pytest.approx(entry["max_welfare"], abs=1e-9)
        checked += 1
    assert checked >= 32


def test_weights_of_one_give_the_plain_nash_point_on_every_domain():
    for utilities, disagreement, _ in load_domains():
        assert nash(utilities, disagreement, np.full(len(utilities), 2.5)) == nash(utilities, disagreement)


def test_kalai_smorodinsky_is_the_fair_point_of_rescaled_gains_on_every_domain():
    for utilities, disagreement, _ in load_domains():
        acceptable = (utilities >= disagreement[:, None]).all(axis=0)
        gains = utilities - disagreement[:, None]
        hopes = gains[:, acceptable].max(axis=1, keepdims=True)
        shares = (gains / hopes).min(axis=0)
        shares[~acceptable] = -1
        assert shares[kalai_smorodinsky(utilities, disagreement)] == pytest.approx(shares.max(), abs=1e-12)
