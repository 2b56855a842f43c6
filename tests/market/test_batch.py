"""Clearing many quarters gives the same figures in any order and on any number of threads."""

from dataclasses import replace

import numpy as np
import pytest

from market.batch import clear_coalitions, clear_each, coalitions
from market.chain import Chain
from market.synthetic import world
from market.welfare import welfare


def blocs(players=7):
    """Return a world and, for each coalition, the quarter in which its members drop their tariffs on each other."""
    shape, quarter = world(9, np.random.default_rng(4))
    quarter = replace(quarter, tariff=np.full(quarter.tariff.shape, 3.0))

    def together(members):
        inside = np.zeros(9, dtype=bool)
        inside[2:] = members
        free = (inside[:, None] & inside[None, :])[:, :, None, None]
        return replace(quarter, tariff=np.where(free, 0.0, quarter.tariff))

    return shape, quarter, [together(members) for members in coalitions(players)]


def test_order_and_threads_change_no_bit():
    shape, quarter, quarters = blocs()
    chain = Chain(shape)
    start = chain.clear(quarter)

    def gains(asked, outcome):
        return welfare(shape, asked, outcome).total

    alone = np.array(clear_each(chain, quarters, gains, start))
    paired = np.array(clear_each(Chain(shape), iter(quarters), gains, start, threads=2))
    order = np.random.default_rng(1).permutation(len(quarters))
    mixed = np.array(clear_each(chain, [quarters[i] for i in order], gains, start))
    assert np.array_equal(alone, paired)
    assert np.array_equal(alone[order], mixed)
    assert np.array_equal(alone[0], alone[1])  # One member alone has nobody to be free with.


def test_free_trade_inside_a_bloc_never_lowers_what_the_world_gains():
    """Each tariff dropped removes a wedge; taxes count as gains, so the sum can only rise with a bloc of all."""
    shape, quarter, quarters = blocs()
    worth = clear_each(
        Chain(shape),
        [quarters[0], quarters[-1], replace(quarter, tariff=0 * quarter.tariff)],
        lambda asked, outcome: float(np.sum(welfare(shape, asked, outcome).total)),
    )
    assert worth[2] >= worth[1] - 1e-6
    assert worth[2] >= worth[0] - 1e-6


def test_coalitions_are_numbered_by_their_bits():
    assert len(list(coalitions(5))) == 32
    assert [int(np.sum(members * 2 ** np.arange(4))) for members in coalitions(4)] == list(range(16))


def test_no_threads_is_refused():
    shape, quarter, _ = blocs(1)
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        clear_each(Chain(shape), [quarter], lambda *_: None, threads=0)


def test_coalitions_clear_alike_from_what_smaller_ones_foretell_and_on_any_number_of_threads():
    shape, quarter, quarters = blocs()
    chain = Chain(shape)
    start = chain.clear(quarter)

    def asked(members):
        return quarters[int(members @ 2 ** np.arange(7))]

    def both(asked_for, outcome):
        return welfare(shape, asked_for, outcome).total, outcome.iterations

    alone, paired = (clear_coalitions(chain, 7, asked, both, start, threads=threads) for threads in (1, 2))
    each = clear_each(chain, quarters, both, start)
    assert all(np.array_equal(one, two) for (one, _), (two, _) in zip(alone, paired, strict=True))
    for (one, _), (two, _) in zip(alone, each, strict=True):
        assert one == pytest.approx(two, rel=1e-7, abs=1e-6)
    assert sum(steps for _, steps in alone) < 0.9 * sum(steps for _, steps in each)
    with pytest.raises(ValueError, match="threads must be at least 1, got 0"):
        clear_coalitions(chain, 2, asked, both, threads=0)
