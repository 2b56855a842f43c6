"""No decision turns on rounding: dust on every price of every market changes figures and nothing else.

``python -m benchmarks.rounding`` asks the same of 200 worlds.
"""

import numpy as np
import pytest

from benchmarks.rounding import WORLDS, after_dust, lived, shaken
from market import chain
from scenarios.loader import load
from scenarios.run import Living

SOME = WORLDS[::20]


@pytest.mark.parametrize("world", SOME, ids=lambda world: "-".join(map(str, world)))
def test_dust_on_prices_changes_no_decision(world):
    found = after_dust(world, 1e-12, lived(world))
    # Without any difference the dust would have fallen nowhere.
    assert found is not None
    assert found.figures
    assert found.decision is None, found.sentences()[-1]


def test_some_worlds_of_every_regime_are_asked():
    assert {regime for _, regime, _, _ in SOME} == {"unilateral", "bilateral", "accord"}
    assert len(WORLDS) == 200


def test_dust_falls_on_each_price_and_only_while_it_is_asked_for():
    before = chain.read
    model = Living(load("pair"), regime="unilateral", seed=1).model
    calm = model.chain.clear(model.books.base)
    with shaken(1e-6, 3):
        dusty = model.chain.clear(model.books.base)
    for one, other in ((dusty.price, calm.price), (dusty.producer_price, calm.producer_price)):
        off = np.abs(one / other - 1)
        assert np.all(off > 0)
        assert np.all(off < 1e-5)
    assert np.array_equal(dusty.trade, calm.trade)
    assert chain.read is before


def test_a_decision_that_a_price_moves_is_noticed():
    world = WORLDS[0]
    assert after_dust(world, 0.2, lived(world)).decision is not None
