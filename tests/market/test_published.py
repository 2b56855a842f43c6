"""Published markets come out as published.

Harker's transport cost is cubic, so its marginal cost is a parabola, which no single quadratic programme can
hold. The cases are solved by successive programmes: marginal cost is replaced by its tangent at the last flow,
and the last programme's flows satisfy the true conditions. Nagurney's example has cross effects that differ
between the two sides (a variational inequality, not a programme); it is solved by relaxation: each programme
takes the effects of the other flows from the one before.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from market.clearing import clear
from market.network import Network, unit_yields

CASES = Path(__file__).parents[1] / "cases" / "market"
METHODS = ("newton", "interior")


def case(name):
    return json.loads((CASES / f"{name}.json").read_text())


def network(nodes, arcs):
    """Build a network from rows of (tail, head, cost, slope, lower, upper)."""
    rows = np.array(arcs, dtype=float)
    heads = np.stack([rows[:, 1], np.full(len(rows), -1)]).astype(np.int64)
    return Network(
        nodes=nodes,
        tail=rows[:, 0].astype(np.int64),
        heads=heads,
        yields=unit_yields(heads),
        cost=rows[:, 2],
        slope=rows[:, 3],
        lower=rows[:, 4],
        upper=rows[:, 5],
    )


def trading(cost, slope):
    """Return trade arcs between regions with a small rise of freight, which makes flows unique."""
    n = len(cost)
    return [(i, j, cost[i][j], slope, 0, np.inf) for i in range(n) for j in range(n) if i != j]


@pytest.mark.parametrize("method", METHODS)
def test_three_regions_of_miranda_and_fackler(method):
    data = case("miranda_fackler_trade")
    supply = [(-1, i, data["inv_supply"]["a"][i], data["inv_supply"]["b"][i], 0, np.inf) for i in range(3)]
    demand = [(i, -1, -data["inv_demand"]["a"][i], data["inv_demand"]["b"][i], 0, np.inf) for i in range(3)]
    arcs = supply + demand + trading(data["unit_cost_from_row_to_col"], 1e-7)
    found = clear(network(3, arcs), np.zeros(3), method=method)
    assert found.price == pytest.approx(data["published"]["prices"], abs=1e-5)
    assert found.flow[:3] - found.flow[3:6] == pytest.approx(data["published"]["net_export"], abs=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_takayama_and_judge_in_gams(method):
    data = case("spatequ_com1")
    supply = [(-1, i, -a / b, 1 / b, 0, np.inf) for i, (a, b) in enumerate(zip(*data["supply"].values(), strict=True))]
    demand = [(i, -1, a / b, -1 / b, 0, np.inf) for i, (a, b) in enumerate(zip(*data["demand"].values(), strict=True))]
    found = clear(network(3, supply + demand + trading(data["unit_cost"], 1e-7)), np.zeros(3), method=method)
    wanted = data["recomputed"]
    assert found.price == pytest.approx(wanted["prices"], abs=1e-4)
    assert found.flow[:3] == pytest.approx(wanted["supply"], abs=1e-3)
    assert found.flow[3:6] == pytest.approx(wanted["demand"], abs=1e-3)


@pytest.mark.parametrize("method", METHODS)
def test_dantzigs_canneries_ship_at_least_cost(method):
    """Demand is fixed by equal bounds, supply by a bound; the linear cost is the limit of a vanishing slope."""
    data = case("dantzig_trnsport_lp")
    cost = np.array(data["cost"])
    arcs = [(-1, i, 0, 1e-9, 0, most) for i, most in enumerate(data["supply"])]
    arcs += [(i, 2 + j, cost[i, j], 1e-8, 0, np.inf) for i in range(2) for j in range(3)]
    arcs += [(2 + j, -1, 0, 1.0, need, need) for j, need in enumerate(data["demand"])]
    found = clear(network(5, arcs), np.zeros(5), method=method)
    shipped = found.flow[2:8].reshape(2, 3)
    assert np.sum(cost * shipped) == pytest.approx(data["published"]["objective"], abs=1e-3)
    assert shipped.sum(axis=0) == pytest.approx(data["demand"], abs=1e-5)


def harker(data, competitive):
    """Solve one of Harker's cases by successive programmes; return (objective, price, demand, supply)."""
    alpha, beta, rho, eta = (np.array(data[key]) for key in ("alpha", "beta", "rho", "eta"))
    arcs = np.array(data["arcs"])
    tail, head = arcs[:, 0].astype(int), arcs[:, 1].astype(int)
    base, bend = arcs[:, 2], arcs[:, 3] * 3 * data["tm"]
    fall = 2 * data["pm"] * eta
    flow = np.ones(len(arcs))
    start = None
    for _ in range(60):
        rows = [(-1, i, alpha[i], 2 * beta[i], 0, np.inf) for i in range(3)]
        rows += [(i, -1, -rho[i], fall[i], 0, np.inf) for i in range(3)]
        rows += list(
            zip(
                tail,
                head,
                base - bend * flow**2,
                np.maximum(2 * bend * flow, 1e-5),
                [0] * len(arcs),
                [np.inf] * len(arcs),
                strict=True,
            )
        )
        found = clear(network(6, rows), np.zeros(6), start_price=start)
        change, start = np.max(np.abs(found.flow[6:] - flow)), found.price
        flow = found.flow[6:]
        if change < 1e-9:
            break
    supply, demand = found.flow[:3], found.flow[3:6]
    worth = rho @ demand - data["pm"] * eta @ demand**2 - alpha @ supply - beta @ supply**2
    objective = worth - base @ flow - data["tm"] * arcs[:, 3] @ flow**3
    price = found.price[:3] if competitive else rho - eta * demand
    return objective, price, demand, supply


def test_harkers_competitive_network_has_the_published_objective():
    data = case("harker_cspe2")
    objective, price, demand, supply = harker(data, competitive=True)
    assert objective == pytest.approx(data["published"]["objective"], abs=1e-4)
    assert price == pytest.approx(data["recomputed"]["price"], abs=1e-4)
    assert demand == pytest.approx(data["recomputed"]["demand"], abs=1e-3)
    assert supply == pytest.approx(data["recomputed"]["supply"], abs=1e-3)


def test_harkers_monopolist_sells_less_at_higher_prices():
    """A monopolist equates marginal revenue, whose line falls twice as fast as price."""
    data = case("harker_monop2")
    objective, price, demand, supply = harker(data, competitive=False)
    assert objective == pytest.approx(data["recomputed"]["objective"], abs=1e-4)
    assert price == pytest.approx(data["recomputed"]["price"], abs=1e-4)
    assert demand == pytest.approx(data["recomputed"]["demand"], abs=1e-3)
    assert supply == pytest.approx(data["recomputed"]["supply"], abs=1e-3)


def test_nagurneys_example_with_cross_effects():
    """Supply price 5s1+s2+2 and s1+2s2+3; demand price 28.75-2d1-d2 and 41-d1-4d2; freight as in the lines below."""
    wanted = case("nagurney_2x2_asymmetric")["published"]
    s, d, q = np.ones(2), np.ones(2), np.ones((2, 2))
    for _ in range(200):
        rows = [
            (-1, 0, 2 + s[1], 5, 0, np.inf),
            (-1, 1, 3 + s[0], 2, 0, np.inf),
            (2, -1, -28.75 + d[1], 2, 0, np.inf),
            (3, -1, -41 + d[0], 4, 0, np.inf),
            (0, 2, 1 + 0.5 * q[0, 1], 1, 0, np.inf),
            (0, 3, 1.5 + q[1, 1], 2, 0, np.inf),
            (1, 2, 15 + 2 * q[0, 0], 3, 0, np.inf),
            (1, 3, 10 + q[0, 1], 2, 0, np.inf),
        ]
        flow = clear(network(4, rows), np.zeros(4)).flow
        s, d, q = (0.5 * (old + new) for old, new in ((s, flow[:2]), (d, flow[2:4]), (q, flow[4:].reshape(2, 2))))
    assert q == pytest.approx(np.array(wanted["Q"]), abs=1e-7)
    assert s == pytest.approx(wanted["s"], abs=1e-7)
    assert d == pytest.approx(wanted["d"], abs=1e-7)
