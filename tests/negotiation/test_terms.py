import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiation.bargaining.terms import Issue, TermSpace

VOLUME = Issue("volume", (0, 1600, 3200), "t/yr")
PRICE = Issue("price", (62.5, 71.0), "USD/kg")
FORUM = Issue("forum", ("none", "panel"))
SPACE = TermSpace((VOLUME, PRICE, FORUM))

spaces = st.lists(st.integers(1, 5), min_size=1, max_size=4).map(
    lambda sizes: TermSpace(tuple(Issue(f"issue {k}", tuple(range(size))) for k, size in enumerate(sizes)))
)


@given(spaces)
def test_every_outcome_decodes_to_terms_that_encode_to_it(space):
    for outcome in range(space.size):
        assert space.encode(space.decode(outcome)) == outcome


@given(spaces)
def test_the_grid_lists_the_positions_of_every_outcome(space):
    assert space.grid.shape == (space.size, len(space.issues))
    assert [tuple(row) for row in space.grid.tolist()] == [space.positions(k) for k in range(space.size)]


@given(spaces)
def test_neighbours_differ_in_one_issue_and_are_all_there(space):
    expected = sum(size - 1 for size in space.shape)
    near = space.neighbours(0)
    assert len(near) == expected
    assert all(np.count_nonzero(space.grid[k] != space.grid[0]) == 1 for k in near)


def test_terms_read_as_a_person_would_write_them():
    terms = SPACE.encode({"volume": 3200, "price": 71.0, "forum": "panel"})
    assert SPACE.text(terms) == "volume 3,200 t/yr, price 71 USD/kg, forum panel"


def test_the_last_issue_changes_fastest():
    assert SPACE.decode(1) == {"volume": 0, "price": 62.5, "forum": "panel"}


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: TermSpace(()), "at least one issue"),
        (lambda: Issue("volume", ()), "at least one level"),
        (lambda: Issue("", (1,)), "needs a name"),
        (lambda: Issue("volume", (1, 1)), "must all differ"),
        (lambda: TermSpace((VOLUME, VOLUME)), "different names"),
        (lambda: TermSpace(tuple(Issue(str(k), tuple(range(10))) for k in range(9))), "at most 5,000,000 outcomes"),
        (lambda: SPACE.encode({"volume": 5, "price": 71.0, "forum": "none"}), "volume cannot be 5; it can be 0, 1600"),
        (lambda: SPACE.encode({"volume": 0}), "missing: price, forum"),
        (lambda: SPACE.encode({"volume": 0, "price": 71.0, "forum": "none", "tax": 1}), "unknown: tax"),
        (lambda: SPACE.decode(12), "outcome must be from 0 to 11, got 12"),
        (lambda: SPACE.issue("tax"), "no issue is called 'tax'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_additive_utilities_add_one_part_for_each_issue():
    parts = [np.arange(6.0).reshape(2, 3), np.array([[0.0, 10], [0, 20]]), np.array([[0.0, 100], [0, 200]])]
    total = SPACE.additive(parts)
    for outcome in range(SPACE.size):
        expected = sum(part[:, position] for part, position in zip(parts, SPACE.positions(outcome), strict=True))
        assert total[:, outcome] == pytest.approx(expected)


def test_parts_that_do_not_fit_the_levels_are_refused():
    with pytest.raises(ValueError, match=r"worths must be \(parties, levels\)"):
        SPACE.additive([np.ones((2, 3)), np.ones((2, 2)), np.ones((3, 2))])
    with pytest.raises(ValueError, match=r"worths must be \(parties, levels\)"):
        SPACE.additive([np.ones(3), np.ones((2, 2)), np.ones((2, 2))])
