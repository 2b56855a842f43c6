"""The compiled method agrees with two libraries, whatever bans, missing plants, cut-off nations and broken promises.

``HARD_MARKETS=2000 python -m pytest tests/market/test_against_library.py`` compares as many as the docs tell of.
"""

import os

import numpy as np
import pytest
from scipy.sparse import csc_matrix, diags, identity, vstack

from market import clearing
from market.chain import Chain, programme
from market.interior import incidence
from market.synthetic import shocked, world

MARKETS = int(os.environ.get("HARD_MARKETS", "200"))


def clarabel(network, supply):
    """Return prices and flows by Clarabel, the second opinion."""
    import clarabel as library

    live = network.upper > network.lower
    unit = 1000.0
    columns, bounded = identity(int(live.sum()), format="csc"), np.isfinite(network.upper[live])
    held = np.where(live, 0.0, network.lower)
    matrix = csc_matrix(vstack([incidence(network, live), -columns, columns[bounded]]))
    right = np.concatenate([-network.balance(held, supply), -network.lower[live], network.upper[live][bounded]]) / unit
    settings = library.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-13
    cones = [library.ZeroConeT(network.nodes), library.NonnegativeConeT(int(live.sum() + bounded.sum()))]
    result = library.DefaultSolver(
        csc_matrix(diags(network.slope[live] * unit)), network.cost[live], matrix, right, cones, settings
    ).solve()
    flow = held.copy()
    flow[live] = np.array(result.x) * unit
    return -np.array(result.z[: network.nodes]), flow


def hard_market(seed):
    rng = np.random.default_rng(seed)
    shape, quarter = world(int(rng.integers(2, 16)), rng)
    quarter = shocked(quarter, rng)
    chain = Chain(shape)
    # Half of the over-committed ones with arcs by which promised tonnes may fail to arrive.
    returned = quarter.committed > 0 if quarter.has_commitments and rng.random() < 0.5 else None
    return programme(shape, chain.layout(chain.needs(quarter, returned)), quarter)


def gap(price, other, sure):
    return float(np.max((np.abs(price - other) / np.maximum(np.abs(other), 1.0))[sure], initial=0.0))


def test_prices_and_surplus_agree_on_hard_markets():
    """Prices within 1e-6 where they are unique, surplus within 1e-7 always. Where one library is off, two decide."""
    for seed in range(MARKETS):
        network, supply, anchor = hard_market([2024, seed])
        found = clearing.clear(network, supply, anchor=anchor)
        assert found.method == "newton", seed
        assert found.residual < 1e-8, seed
        price, flow, _ = clearing.interior.solve(network, supply)
        sure = ~clearing.open_prices(network, found.flow)
        surplus = network.surplus(found.flow)
        assert surplus == pytest.approx(network.surplus(flow), rel=1e-7, abs=1.0), seed
        if gap(found.price, price, sure) > 1e-6:
            second, _ = clarabel(network, supply)
            assert gap(found.price, second, sure) <= 1e-6, seed


def test_clarabel_finds_the_same_markets():
    for seed in range(20):
        network, supply, anchor = hard_market([7, seed])
        found = clearing.clear(network, supply, anchor=anchor)
        price, flow = clarabel(network, supply)
        sure = ~clearing.open_prices(network, found.flow)
        assert gap(found.price, price, sure) < 1e-6, seed
        assert network.surplus(found.flow) == pytest.approx(network.surplus(flow), rel=1e-7, abs=1.0), seed


def test_flows_answer_prices_and_prices_answer_flows():
    """The conditions of equilibrium hold: each flow is the one that its margin calls for, within its bounds."""
    for seed in range(40):
        network, supply, anchor = hard_market([11, seed])
        found = clearing.clear(network, supply, anchor=anchor)
        wanted = np.clip(network.margin(found.price) / network.slope, network.lower, network.upper)
        assert np.allclose(found.flow, wanted, atol=1e-5 * max(1.0, found.flow.max()))
        assert clearing.leftover(network, supply, found.flow) < 1e-8


def test_the_library_serves_alone_where_numba_is_missing(monkeypatch):
    network, supply, anchor = hard_market([13, 1])
    fast = clearing.clear(network, supply, anchor=anchor)
    monkeypatch.setattr(clearing, "HAS_NUMBA", False)
    slow = clearing.clear(network, supply, anchor=anchor)
    sure = ~clearing.open_prices(network, fast.flow)
    assert slow.method == "interior"
    assert gap(slow.price, fast.price, sure) < 1e-6


def test_an_unknown_method_is_refused():
    network, supply, _ = hard_market([13, 2])
    with pytest.raises(ValueError, match="method must be one of newton, interior, got 'simplex'"):
        clearing.clear(network, supply, method="simplex")
