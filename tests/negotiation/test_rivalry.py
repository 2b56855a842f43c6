"""Two alliances side by side last when nobody would leave, join or go over to the other side."""

import numpy as np
import pytest

from negotiation.coalitions.pool import membership
from negotiation.coalitions.rivalry import lasting_pairs
from negotiation.coalitions.worth import payoffs, two_blocs
from tests.negotiation.models import cournot

AB, CD = 0b0011, 0b1100


def world(worth, spill=0.0, n=4):
    """Each member of a bloc earns ``worth`` by its size, every outsider ``spill`` for each bloc."""

    def value(blocs):
        earned = np.zeros(n)
        for bloc in blocs:
            inside = np.array([bloc >> nation & 1 == 1 for nation in range(n)])
            earned += np.where(inside, worth[bloc.bit_count()], spill)
        return earned

    single = np.array([value((mask,) if mask & (mask - 1) else ()) for mask in range(1 << n)])
    return two_blocs(value, n), single


def test_pairs_last_where_a_third_member_only_dilutes():
    """Two earn 3 each, three 2, four 1: whoever left would have 0, and whoever went over would have 2."""
    assert len(lasting_pairs(*world({2: 3.0, 3: 2.0, 4: 1.0}))) == 3


def test_no_pair_lasts_where_larger_is_better_for_each():
    """Two earn 1, three 2, four 3: anybody would go over to make three."""
    assert lasting_pairs(*world({2: 1.0, 3: 2.0, 4: 3.0})) == []


def test_consent_keeps_out_whom_the_hosts_would_lose_by():
    """A third of three earns 4 where a pair earns 3 each, but takes 1 from each host: only a door kept shut holds."""

    def value(blocs):
        earned = np.zeros(4)
        for bloc in blocs:
            members = [nation for nation in range(4) if bloc >> nation & 1]
            earned[members] += {2: 3.0, 3: 2.0, 4: 1.0}[len(members)]
            if len(members) == 3:
                earned[members[-1]] += 2.0
        return earned

    single = np.array([value((mask,) if mask & (mask - 1) else ()) for mask in range(16)])
    pairs = two_blocs(value, 4)
    assert (AB, CD) not in lasting_pairs(pairs, single)
    assert (AB, CD) in lasting_pairs(pairs, single, consent=True)


@pytest.mark.parametrize(("spill", "sizes"), [(0.5, {2, 3}), (2.0, {2})])
def test_where_outsiders_have_more_nobody_stays_who_is_not_needed(spill, sizes):
    """Of five, one of three would earn 1 + spill by staying and 2 spills by leaving; a pair needs both its members."""
    pairs, single = world({2: 1.0, 3: 1.0, 4: 1.0, 5: 1.0}, spill, n=5)
    lasting = lasting_pairs(pairs, single)
    assert {bloc.bit_count() for pair in lasting for bloc in pair} == sizes


def test_neighbours_ally_and_stay_with_their_own():
    """Allies earn 3 with their neighbour and lose 2 with each stranger: nobody goes over or stands alone."""
    near = np.array([[0, 3, -2, -2], [3, 0, -2, -2], [-2, -2, 0, 3], [-2, -2, 3, 0]], dtype=float)

    def value(blocs):
        return sum((np.where(membership(4)[bloc], near @ membership(4)[bloc], 0.0) for bloc in blocs), np.zeros(4))

    assert lasting_pairs(two_blocs(value, 4), payoffs(value, 4)) == [(AB, CD)]


def test_every_verdict_follows_the_definition():
    n = 5
    rng = np.random.default_rng(8)
    table = {}

    def value(blocs):
        return table.setdefault(blocs, rng.integers(-5, 6, n).astype(float))

    pairs, payoff = two_blocs(value, n), payoffs(value, n)

    def tidy(*blocs):
        return tuple(sorted(bloc for bloc in blocs if bloc.bit_count() > 1))

    def content(first, second, bit):
        a, b = first & ~bit, second & ~bit
        best = max(table[tidy(*moved)][bit.bit_length() - 1] for moved in ((a, b), (a | bit, b), (a, b | bit)))
        return best <= table[first, second][bit.bit_length() - 1]

    expected = {pair for pair in pairs if all(content(*pair, 1 << nation) for nation in range(n))}
    assert set(lasting_pairs(pairs, payoff)) == expected


@pytest.mark.parametrize("n", [4, 5, 6])
def test_two_cartels_among_quantity_setters_do_not_hold(n):
    """Salant et al. 1983 in another dress: leaving a cartel pays while rivals remain."""
    assert lasting_pairs(two_blocs(cournot(n), n), payoffs(cournot(n), n)) == []


def test_a_table_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match=r"payoffs must be a table of 2\*\*n coalitions by n nations"):
        lasting_pairs({}, np.zeros((3, 2)))
