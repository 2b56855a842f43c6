"""Two alliances side by side last when nobody would leave, join or go over to the other side."""

import numpy as np
import pytest

from negotiation.rivalry import lasting_pairs
from negotiation.worth import two_blocs

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


def test_a_table_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match=r"payoffs must be a table of 2\*\*n coalitions by n nations"):
        lasting_pairs({}, np.zeros((3, 2)))
