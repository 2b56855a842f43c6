"""Alliances hold or fall apart as the literature says they do."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, comb, sqrt

import numpy as np
import pytest

from negotiation.coalitions.alike import farsighted_sizes, from_sizes, sequential_sizes, stable_sizes
from negotiation.coalitions.pool import sizes
from negotiation.coalitions.stability import closing_the_gap, judge, stable_alliances
from negotiation.coalitions.worth import Asked, groupings, payoffs, worth_of
from tests.negotiation.models import abatement_led, abatement_linear, cournot, emissions
from tests.negotiation.published import case


def test_barretts_table_is_reproduced_to_its_last_digit() -> None:
    """Barrett 1994, Table 1."""
    inputs, expected, tolerance = case("barrett_table1")
    table = abatement_led(inputs["N"], inputs["a"], inputs["b"], inputs["c"])
    for k, *row in expected["rows"]:
        for name, value in zip(("inside", "outside", "q_s", "q_n", "total"), row, strict=True):
            if value is not None:
                assert table[name][k] == pytest.approx(value, abs=tolerance), (k, name)


def test_four_of_barretts_ten_nations_sign() -> None:
    """Barrett 1994, Table 1: by size, and among all 1024 coalitions of ten named nations."""
    inputs, expected, _ = case("barrett_table1")
    table = abatement_led(inputs["N"], inputs["a"], inputs["b"], inputs["c"])
    assert stable_sizes(table["inside"], table["outside"]) == expected["stable"]
    stable = stable_alliances(from_sizes(table["inside"], table["outside"]))
    assert len(stable) == comb(10, 4)
    assert set(sizes(10)[stable]) == {4}


def test_large_alliances_are_stable_only_where_they_achieve_little() -> None:
    """Barrett 1994: the larger the stable alliance, the smaller the gap that there was to close."""
    found = []
    for c in (0.05, 0.25, 2.0):
        table = abatement_led(10, 100, 1, c)
        payoff = from_sizes(table["inside"], table["outside"])
        size = stable_sizes(table["inside"], table["outside"])[-1]
        total = payoff.sum(axis=1)
        found.append((size, (total[-1] - total[0]) / total[-1]))
        assert 0 <= closing_the_gap(payoff)[(1 << size) - 1] <= 1
    for (larger, small_gap), (smaller, large_gap) in pairwise(found):
        assert larger >= smaller
        assert small_gap < large_gap
    assert found[0][0] > found[-1][0]


@pytest.mark.parametrize("n", [5, 10, 50])
def test_with_linear_benefits_two_or_three_sign_however_many_there_are(n: int) -> None:
    """Barrett 1994; Hoel 1992; Carraro & Siniscalco 1993: three is a tie, (k-1)(k-3) = 0."""
    inputs, expected, _ = case("iea_linear")
    assert stable_sizes(*abatement_linear(n)) == expected["stable_weak"][inputs["N"].index(n)]
    if n <= 10:
        assert set(sizes(n)[stable_alliances(from_sizes(*abatement_linear(n)))]) == {2, 3}


def test_without_leadership_at_most_two_agree_to_emit_less() -> None:
    """Carraro & Siniscalco 1993; De Cara & Rotillon 2001; Rubio & Casino 2001."""
    inputs, expected, _ = case("emission_cournot")
    for (n, ratio), k in zip(inputs["points"], expected["k"], strict=True):
        inside, outside, _ = emissions(int(n), ratio, inputs["a"], inputs["b"], lead=False)
        assert stable_sizes(inside, outside)[-1] == k


@pytest.mark.parametrize("n", [5, 8, 10, 20])
def test_with_leadership_two_to_four_agree_to_emit_less(n: int) -> None:
    """Diamantoudi & Sartzetakis 2006: as long as nobody would emit less than nothing."""
    _, expected, _ = case("diamantoudi_sartzetakis")
    tried = 0
    for ratio in np.geomspace(1e-5, 1.0, 200):
        inside, outside, possible = emissions(n, float(ratio), lead=True)
        if possible:
            tried += 1
            found = [size for size in stable_sizes(inside, outside) if size > 1]
            assert found
            assert expected["smallest"] <= min(found)
            assert max(found) <= expected["largest"]
    assert tried > 20


@pytest.mark.parametrize("position", range(6))
def test_a_merger_pays_only_if_four_fifths_of_the_firms_join(position: int) -> None:
    """Salant, Switzer & Reynolds 1983; the worth of the merger with the other firms apart."""
    inputs, expected, _ = case("merger_80pct")
    n, smallest = inputs["n"][position], expected["m"][position]
    ask = Asked(cournot(n), n)
    paying = [m for m in range(2, n + 1) if worth_of(ask, (1 << m) - 1, n, "gamma") > 1e-9]
    assert paying == list(range(smallest, n + 1))
    assert smallest / n >= 0.8


@pytest.mark.parametrize("n", range(2, 12))
def test_no_cartel_among_quantity_setters_holds_but_a_pair(n: int) -> None:
    """D'Aspremont et al. 1983; Salant et al. 1983; Shaffer 1995."""
    inputs, expected, _ = case("cournot_cartel_no_stable")
    internal = judge(payoffs(cournot(n), n)).internal & (sizes(n) > 1)
    assert sorted(set(sizes(n)[internal].tolist())) == expected["stable_k"][inputs["n"].index(n)]


@pytest.mark.parametrize("n", [3, 5, 10, 16, 20])
def test_firms_that_form_cartels_in_turn_leave_a_few_outside(n: int) -> None:
    """Bloch 1996: the first stay alone, and the rest form one cartel of a known size."""
    inputs, expected, _ = case("bloch_sequential")
    cartel = expected["m"][inputs["n"].index(n)]

    def earns(blocs: tuple[int, ...]) -> list[float]:
        return [1 / (size * (len(blocs) + 1) ** 2) for size in blocs]

    assert sequential_sizes(earns, n) == (1,) * (n - cartel) + (cartel,)
    assert cartel == ceil(n + 1.5 - sqrt(4 * n + 5) / 2)


def test_farsighted_alliances_grow_far_beyond_three() -> None:
    """Ray & Vohra 2001, for linear benefits: k holds if (k-1)^2 >= 2k'(k'-1), k' the next smaller that holds."""
    held = [1]
    for k in range(2, 51):
        if (k - 1) ** 2 >= 2 * held[-1] * (held[-1] - 1):
            held.append(k)
    assert farsighted_sizes(*abatement_linear(50)) == held
    assert held[:6] == [1, 2, 3, 5, 8, 12]


def test_structures_are_as_many_as_the_literature_counts() -> None:
    """Dellink, Finus & Olieman 2008 (STACO): 2^n - n with one alliance; Bell numbers with any number of blocs."""
    inputs, expected, _ = case("coalition_counts")
    for n, single in zip(inputs["n"], expected["single"], strict=True):
        assert int((sizes(n) > 1).sum()) + 1 == single
    assert sum(1 for _ in groupings((1 << inputs["n"][0]) - 1)) == expected["bell"][0]
