"""The compiled door to what something is worth says what the road step by step says, in any order and number."""

import numpy as np
import pytest

from agents.model import AllianceModel
from agents.worth import door
from agents.worth.changes import Changes
from market.packed import pack, unpack
from scenarios.loader import load

SEEN = ("price", "producer_price", "mined", "made", "vintages", "consumed", "unserved", "trade", "released", "recycled")
WORLDS = (("small", "accord", 3, 5), ("quad", "bilateral", 1, 3), ("baseline_2024", "unilateral", 2, 1))


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: world[0])
def ahead(request):
    scenario, regime, lived, years = request.param
    model = AllianceModel(load(scenario), regime, seed=3)
    for _ in range(lived):
        model.step()
    model.brief()
    return model.appraiser, years


def one_of(quarter, rng, kind):
    """One random change of a market: the array that is another, and what it then is."""
    i, j = rng.choice(len(quarter.demand), 2, replace=False)
    s, m = rng.integers(3), rng.integers(2)
    array = getattr(quarter, kind).copy()
    if kind == "capacity":
        array[i, min(s, 1), m] += rng.uniform(0, 20_000)
    elif kind == "quota":
        array[i, s, m] = rng.uniform(0, 5_000)
    elif kind == "tariff":
        array[:, i, s] += rng.uniform(0, 20)
    elif kind == "committed":
        array[i, j, s, m] += rng.uniform(0, 8_000)
    else:
        array *= rng.uniform(0.5, 1.5, array.shape)
    return {kind: array}


def beside(quarter, rng):
    """What may change beside the market, or not."""
    n = len(quarter.demand)
    what = {
        "release": rng.uniform(0, 3_000, (n, 2)) * (rng.random((n, 2)) < 0.3),
        "standby": 0.3 * quarter.capacity * (rng.random((n, 1, 1)) < 0.4),
        "relief": rng.random(n),
    }
    return {name: array for name, array in what.items() if rng.random() < 0.2}


KINDS = ("capacity", "mine_capacity", "quota", "tariff", "committed", "making_cost", "demand")


def drawn(appraiser, years, count, seed=1):
    """Random changes of the market some years ahead, each of none to three kinds at once."""
    rng, changes, quarter = np.random.default_rng(seed), appraiser.changes(years), appraiser.quarter(years)
    for _ in range(count):
        figures = {}
        for kind in rng.choice(KINDS, size=rng.integers(0, 4), replace=False):
            figures |= one_of(quarter, rng, str(kind))
        changes.market(quarter.changed(**figures), **beside(quarter, rng))
    return changes


def test_compiled_and_slow_road_agree_on_random_changes(ahead):
    appraiser, years = ahead
    changes = drawn(appraiser, years, 80)
    for number, found in enumerate(appraiser.look_at(years, changes)):
        quarter, beside = changes.after(number)
        slow = appraiser.look_by_steps(years, quarter, **beside)
        for name in ("calm", "crisis", "shortage"):
            assert getattr(found, name) == pytest.approx(getattr(slow, name), rel=1e-9, abs=1e-7), (number, name)
        for state in ("calm_outcome", "crisis_outcome"):
            for name in SEEN:
                quick, plain = getattr(getattr(found, state), name), getattr(getattr(slow, state), name)
                assert np.abs(quick - plain).max() <= 1e-8 * max(np.abs(plain).max(), 1.0), (number, state, name)


def test_order_and_threads_leave_every_bit_as_it_is(ahead):
    appraiser, years = ahead
    changes = drawn(appraiser, years, 30, seed=2)
    once, twice = door.look(changes), door.look(changes, threads=3)
    turned = Changes(changes.base, changes.places[::-1], changes.figures[::-1])
    back = door.look(turned)
    for name in ("worth", "calm", "crisis"):
        assert np.array_equal(getattr(once, name), getattr(twice, name))
        assert np.array_equal(getattr(once, name), getattr(back, name)[::-1])


def test_what_changes_nothing_is_worth_nothing(ahead):
    appraiser, years = ahead
    changes = appraiser.changes(years)
    changes.market(appraiser.quarter(years), release=np.zeros((appraiser.books.shape.nations, 2)))
    assert not changes.places[0].size
    assert not door.gains(changes, appraiser.odds, appraiser.weights.risk_aversion).any()


def test_gains_are_what_prospects_say(ahead):
    appraiser, years = ahead
    changes, aversion = drawn(appraiser, years, 10, seed=4), appraiser.weights.risk_aversion
    base = appraiser.base(years).expected(appraiser.odds, aversion)
    told = [found.expected(appraiser.odds, aversion) - base for found in appraiser.look_at(years, changes)]
    assert door.gains(changes, appraiser.odds, aversion) == pytest.approx(np.array(told), rel=1e-12, abs=1e-9)


def test_new_plants_as_sparse_changes_are_the_same_as_in_a_market_laid_out_anew(ahead):
    appraiser, years = ahead
    books, rng = appraiser.books, np.random.default_rng(7)
    changes = appraiser.changes(years)
    for number in range(6):
        none = books.nothing()
        none.mine[rng.integers(len(none.mine))] = 3_000.0
        none.capacity[rng.integers(len(none.capacity)), number % 2] = 2_000.0, 60.0
        none.recycling[rng.integers(len(none.recycling))] = 500.0, 15.0
        changes.plants(none, books.new_cost, 1.0 + number)
        laid = books.with_plants(appraiser.quarter(years), none.times(1.0 + number))
        changes.market(laid)
    worth = door.look(changes).worth
    assert worth[::2] == pytest.approx(worth[1::2], rel=1e-9, abs=1e-6)


def test_a_quarter_comes_back_from_its_row(ahead):
    appraiser, years = ahead
    shape, quarter = appraiser.books.shape, appraiser.quarter(years)
    row = pack(shape, quarter)
    again = unpack(shape, row, quarter)
    again.__dict__.pop("_near", None)
    assert np.array_equal(pack(shape, again), row)


def test_fewer_than_one_thread_is_refused(ahead):
    appraiser, years = ahead
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        door.look(appraiser.changes(years), threads=0)
