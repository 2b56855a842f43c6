"""Many sittings at once end as each would alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.bargaining.many import NONE, agree, prepare
from negotiation.bargaining.sitting import hold

TIMED = ["boulware", "conceder", "hardheaded", "linear"]


@given(st.integers(0, 2**32 - 1), st.integers(2, 5), st.integers(1, 70), st.booleans(), st.data())
def test_each_sitting_ends_as_if_it_were_held_alone(seed, parties, deadline, coarse, data):
    rng = np.random.default_rng(seed)
    utilities, walls = rng.random((8, parties, 40)), rng.random((8, parties)) * 1.05
    if coarse:
        utilities = (utilities * 4).round() / 4
    tactics = data.draw(st.lists(st.sampled_from(TIMED), min_size=parties, max_size=parties))
    agreements, rounds = agree(prepare(utilities, walls), tactics, deadline)
    for k in range(8):
        alone = hold("stacked", utilities[k], walls[k], tactics, deadline=deadline, rng=rng)
        assert agreements[k] == (NONE if alone.agreement is None else alone.agreement)
        assert alone.agreement is None or rounds[k] == alone.rounds


def test_one_preparation_serves_all_tactics():
    rng = np.random.default_rng(3)
    utilities, walls = rng.random((5, 2, 60)), np.zeros((5, 2))
    prepared = prepare(utilities, walls)
    for tactics in (["boulware", "linear"], ["conceder", "conceder"]):
        fresh = agree(prepare(utilities, walls), tactics, 20)
        assert np.array_equal(agree(prepared, tactics, 20), fresh)


def test_tactics_that_react_are_refused():
    prepared = prepare(np.ones((1, 2, 3)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="tactics must be 2 out of boulware, conceder"):
        agree(prepared, ["boulware", "micro"], 10)
    with pytest.raises(ValueError, match="got boulware"):
        agree(prepared, ["boulware"], 10)


@pytest.mark.parametrize(
    ("utilities", "reservations", "sentence"),
    [
        (np.ones((1, 1, 3)), np.zeros((1, 1)), "at least 2 parties"),
        (np.ones((2, 2, 3)), np.zeros((1, 2)), "one reservation for each"),
        (np.full((1, 2, 3), np.inf), np.zeros((1, 2)), "finite"),
        (np.ones((1, 2, 3)), np.full((1, 2), np.nan), "numbers"),
    ],
)
def test_tables_that_do_not_fit_are_refused(utilities, reservations, sentence):
    with pytest.raises(ValueError, match=sentence):
        prepare(utilities, reservations)
