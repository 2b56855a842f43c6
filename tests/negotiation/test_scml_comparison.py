"""The comparison with SCML's world compares like with like, or refuses to."""

import pytest

from agents.year import sittings
from benchmarks.scml import BUYERS, DEADLINE, SELLERS, our_world, same


def test_a_year_holds_exactly_as_many_sittings_as_their_day_has_negotiations():
    usual = sittings.hold, sittings.sit_down
    world = our_world("bilateral", 1, 0)
    assert len(world.keys) == SELLERS + BUYERS
    assert len(world.all) == SELLERS * BUYERS
    assert max(one.sitting.rounds for one in world.all) <= DEADLINE
    assert (sittings.hold, sittings.sit_down) == usual  # Nothing is replaced under those who come after.
    assert 0 < world.seconds["offers"] < world.seconds["negotiating"] < world.seconds["whole"]


def test_sides_of_different_size_are_not_compared():
    with pytest.raises(ValueError, match=r"parties must be equal .*: 12 in theirs, 14 in ours"):
        same("parties", 12, 14)
