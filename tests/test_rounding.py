"""No decision turns on rounding: dust on every price of every market changes figures and nothing else.

``python -m benchmarks.rounding`` asks the same of 200 worlds.
"""

import numpy as np
import pytest

from benchmarks.rounding import WORLDS, after_dust, lived, shaken
from market.chain import Chain
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


def test_dust_falls_on_each_price_and_on_looks_ahead_and_only_while_it_is_asked_for():
    model, clear = Living(load("pair"), regime="unilateral", seed=1).model, Chain.clear
    calm, looked = model.chain.clear(model.books.base), model.look_ahead().base(1)
    with shaken(1e-6, 3):
        dusty, dusty_look = model.chain.clear(model.books.base), model.look_ahead().base(1)
    pairs = [(dusty, calm, ("price", "producer_price")), (dusty_look, looked, ("calm", "crisis", "shortage"))]
    pairs += [
        (getattr(dusty_look, hit), getattr(looked, hit), ("price", "producer_price"))
        for hit in ("calm_outcome", "crisis_outcome")
    ]
    for one, other, names in pairs:
        for name in names:
            was = getattr(other, name)
            off = np.abs(getattr(one, name) - was)
            assert np.all(off[was != 0] > 0), name
            assert np.all(off <= 1e-5 * np.abs(was)), name
    assert np.array_equal(dusty.trade, calm.trade)
    assert Chain.clear is clear


def test_a_decision_that_a_price_moves_is_noticed():
    world = WORLDS[0]
    assert after_dust(world, 0.2, lived(world)).decision is not None
