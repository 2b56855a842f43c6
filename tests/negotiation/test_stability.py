"""Stability means what its definitions say, nation by nation, and bloc choice tells of its circles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.coalitions import alike, blocs, farsight, stability
from negotiation.coalitions.pool import Array, Pool, membership, sizes
from negotiation.coalitions.sharing import almost_ideal


@st.composite
def payoff_tables(draw: st.DrawFn, most: int = 5) -> Array:
    """Payoffs of up to five nations, with many ties; coalitions of one are no alliance."""
    n = draw(st.integers(1, most))
    seed = draw(st.integers(0, 2**32 - 1))
    payoff = np.random.default_rng(seed).integers(-6, 7, (1 << n, n)).astype(float)
    payoff[sizes(n) < 2] = payoff[0]
    return payoff


@settings(max_examples=100, deadline=None)
@given(payoff=payoff_tables())
def test_every_verdict_follows_its_definition_nation_by_nation(payoff: Array) -> None:
    """D'Aspremont et al. 1983; Eyckmans & Finus 2004."""
    n = payoff.shape[1]
    verdict = stability.judge(payoff)
    surplus = stability.surplus(payoff)
    closed = stability.potential_external(payoff)
    for mask in range(1 << n):
        inside = [i for i in range(n) if mask >> i & 1]
        outside = [i for i in range(n) if not mask >> i & 1]
        stays = [payoff[mask, i] - payoff[mask ^ (1 << i), i] for i in inside]
        joins = [payoff[mask | (1 << j), j] - payoff[mask, j] for j in outside]
        assert verdict.internal[mask] == all(gain >= 0 for gain in stays)
        assert verdict.external[mask] == all(gain <= 0 for gain in joins)
        assert surplus[mask] == sum(stays)
        assert verdict.potential_internal[mask] == (sum(stays) >= 0)
        assert closed[mask] == (not any(verdict.potential_internal[mask | (1 << j)] for j in outside))
        assert set(stability.leavers(payoff, mask)) == {i for i, gain in zip(inside, stays, strict=True) if gain < 0}
        assert set(stability.joiners(payoff, mask)) == {j for j, gain in zip(outside, joins, strict=True) if gain > 0}


@settings(max_examples=60, deadline=None)
@given(payoff=payoff_tables(), quota=st.sampled_from([0.0, 0.5, 2 / 3, 1.0]))
def test_an_exclusive_alliance_admits_whom_enough_members_want(payoff: Array, quota: float) -> None:
    n = payoff.shape[1]
    closed = stability.exclusive(payoff, quota)
    for mask in range(1 << n):
        inside = [i for i in range(n) if mask >> i & 1]
        let_in = []
        for j in (j for j in range(n) if not mask >> j & 1):
            larger = mask | (1 << j)
            votes = sum(payoff[larger, i] >= payoff[mask, i] for i in inside)
            enough = votes == len(inside) if quota == 1 else votes > quota * len(inside) + 1e-9
            let_in.append((enough or not inside) and payoff[larger, j] > payoff[mask, j])
        assert closed[mask] == (not any(let_in))


@settings(max_examples=60, deadline=None)
@given(payoff=payoff_tables())
def test_a_closed_door_can_only_make_more_alliances_stable(payoff: Array) -> None:
    open_door = set(stability.stable_alliances(payoff))
    assert open_door <= set(stability.stable_alliances(payoff, quota=1.0))


@settings(max_examples=100, deadline=None)
@given(payoff=payoff_tables())
def test_the_smallest_transfers_keep_everybody_or_nothing_can(payoff: Array) -> None:
    n = payoff.shape[1]
    held = stability.potential_internal(payoff)
    for mask in range(1 << n):
        paid = stability.smallest_transfers(payoff, mask)
        assert (paid is not None) == held[mask]
        if paid is None:
            continue
        inside = membership(n)[mask]
        leaving = np.array([payoff[mask & ~(1 << i), i] for i in range(n)])
        assert paid.sum() == pytest.approx(0, abs=1e-9)
        assert (paid[~inside] == 0).all()
        assert ((payoff[mask] + paid - leaving)[inside] >= -1e-9).all()
        assert paid[paid > 0].sum() == pytest.approx(sum(stability.leavers(payoff, mask).values()), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(payoff=payoff_tables())
def test_almost_ideal_sharing_keeps_every_alliance_that_transfers_could_keep(payoff: Array) -> None:
    """Eyckmans & Finus 2004."""
    n = payoff.shape[1]
    mask = (1 << n) - 1
    leaving = np.array([payoff[mask ^ (1 << i), i] for i in range(n)])
    pool = Pool(amount=float(payoff[mask].sum()), worth=np.zeros(1 << n), outside=leaving)
    assert bool((almost_ideal.share(pool) >= leaving - 1e-9).all()) == stability.potential_internal(payoff)[mask]


def free_riding(n: int) -> Array:
    """Linear benefits of abatement: two or three sign."""
    k = np.arange(n + 1.0)
    total = k**2 + n - k
    return alike.from_sizes(total - k**2 / 2, total - 0.5)


def test_minimum_participation_cures_free_riding_among_like_nations() -> None:
    """Carraro, Marchiori & Oreffice 2009: whoever leaves brings the accord down."""
    payoff = free_riding(6)
    assert max(sizes(6)[stability.stable_alliances(payoff)]) == 3
    assert (1 << 6) - 1 in stability.stable_alliances(stability.with_minimum(payoff, 6))
    assert (1 << 5) - 1 not in stability.stable_alliances(stability.with_minimum(payoff, 6))


def test_minimum_participation_may_count_weight_in_place_of_heads() -> None:
    payoff = free_riding(3)
    weighted = stability.with_minimum(payoff, 5.0, weight=[4, 1, 1])
    assert (weighted[0b011] == payoff[0b011]).all()
    assert (weighted[0b110] == payoff[0]).all()


def test_no_alliance_closes_none_of_the_gap_and_all_together_close_it() -> None:
    gap = stability.closing_the_gap(free_riding(4))
    assert gap[0] == 0
    assert gap[-1] == 1
    assert np.isnan(stability.closing_the_gap(np.zeros((4, 2)))).all()


def test_a_gain_too_small_to_matter_moves_nobody() -> None:
    payoff = np.full((4, 2), 1e6)
    payoff[0b11] -= 1e-6
    assert stability.judge(payoff).internal.all()


def farsighted_by_hand(payoff: Array) -> set[int]:
    """Chwe 1994, word for word, for few nations."""
    n = payoff.shape[1]
    states = range(1 << n)
    ahead = {state: set() for state in states}
    for end in states:
        queue = [end]
        while queue:
            later = queue.pop()
            for i in range(n):
                earlier = later ^ (1 << i)
                if payoff[end, i] > payoff[earlier, i] and end not in ahead[earlier]:
                    ahead[earlier].add(end)
                    queue.append(earlier)
    left = set(states)
    while True:
        kept = {
            state
            for state in left
            if all(
                any(payoff[end, i] <= payoff[state, i] for end in ({moved} | ahead[moved]) & left)
                for i in range(n)
                for moved in [state ^ (1 << i)]
            )
        }
        if kept == left:
            return left
        left = kept


@settings(max_examples=60, deadline=None)
@given(payoff=payoff_tables(most=4))
def test_foresight_follows_chwes_definition(payoff: Array) -> None:
    """Chwe 1994: the largest consistent set."""
    assert set(np.flatnonzero(farsight.farsighted(payoff)).tolist()) == farsighted_by_hand(payoff)


@settings(max_examples=60, deadline=None)
@given(payoff=payoff_tables(most=5))
def test_foresight_never_leaves_nothing(payoff: Array) -> None:
    """Chwe 1994, Proposition 2: among finitely many states the set is not empty."""
    assert farsight.farsighted(payoff).any()


def test_foresight_holds_together_what_short_sight_breaks_up() -> None:
    payoff = free_riding(5)
    whole = (1 << 5) - 1
    assert not stability.judge(payoff).internal[whole]
    assert farsight.farsighted(payoff)[whole]


@pytest.mark.parametrize("n", range(2, 10))
def test_among_like_nations_foresight_and_the_recursion_by_size_agree(n: int) -> None:
    """Ray & Vohra 2001 and Chwe 1994 single out the same sizes: 2, 3, 5, 8 for linear benefits."""
    k = np.arange(n + 1.0)
    total = k**2 + n - k
    recursion = alike.farsighted_sizes(total - k**2 / 2, total - 0.5)
    held = farsight.farsighted(free_riding(n))
    assert sorted(set(sizes(n)[held].tolist())) == [size for size in recursion if size > 1]


def tastes(n: int, rows: dict[tuple[int, int], float]) -> Array:
    """Utility of blocs: what is listed, 0 alone, and -9 for the rest."""
    utility = np.full((1 << n, n), -9.0)
    utility[1 << np.arange(n), np.arange(n)] = 0
    for (bloc, nation), value in rows.items():
        utility[bloc, nation] = value
    return utility


def chase() -> Array:
    """Nation 0 seeks 1, but 1 wants to be alone (Bogomolnaia & Jackson 2002: no Nash stable partition)."""
    return tastes(2, {(0b11, 0): 1.0, (0b11, 1): -1.0})


def roundabout() -> Array:
    """Each of three likes the next one best and the one before second; all three together are worse."""
    pairs = {(0b011, 0): 2.0, (0b011, 1): 1.0, (0b110, 1): 2.0, (0b110, 2): 1.0, (0b101, 2): 2.0, (0b101, 0): 1.0}
    return tastes(3, pairs)


def test_a_chase_never_comes_to_rest_and_says_so() -> None:
    drift = blocs.better_responses(chase())
    assert drift.rest is None
    assert set(drift.cycle) == {(0b01, 0b10), (0b11,)}
    assert drift.path[0] == drift.path[-1]


def test_with_consent_the_chase_is_over() -> None:
    drift = blocs.better_responses(chase(), consent=True)
    assert drift.rest == (0b01, 0b10)
    assert drift.cycle == ()
    assert blocs.individually_stable(chase(), (0b01, 0b10))
    assert not blocs.nash_stable(chase(), (0b01, 0b10))


def test_every_partition_of_the_roundabout_is_blocked_by_somebody() -> None:
    """Bogomolnaia & Jackson 2002: an empty core."""
    everything = [(1, 2, 4), (3, 4), (2, 5), (1, 6), (7,)]
    assert all(blocs.blocking(roundabout(), partition) for partition in everything)
    assert blocs.better_responses(roundabout()).cycle
    assert blocs.better_responses(roundabout(), consent=True).cycle


@settings(max_examples=80, deadline=None)
@given(utility=payoff_tables(most=5), consent=st.booleans())
def test_a_drift_ends_where_nobody_moves_or_in_a_circle(utility: Array, consent: bool) -> None:
    drift = blocs.better_responses(utility, consent=consent)
    check = blocs.individually_stable if consent else blocs.nash_stable
    assert len(drift.path) == len(drift.movers) + 1
    assert all(sum(partition) == utility.shape[0] - 1 for partition in drift.path)
    if drift.rest is None:
        assert drift.path[-1] == drift.cycle[0]
        assert not any(check(utility, partition) for partition in drift.cycle)
    else:
        assert check(utility, drift.rest)


@settings(max_examples=60, deadline=None)
@given(utility=payoff_tables(most=4))
def test_nobody_breaks_away_from_a_partition_in_the_core(utility: Array) -> None:
    n = utility.shape[1]
    together = ((1 << n) - 1,)
    expected = [
        mask for mask in range(1, 1 << n) if all(utility[mask, i] > utility[-1, i] for i in range(n) if mask >> i & 1)
    ]
    assert blocs.blocking(utility, together) == expected


def test_two_blocs_can_be_a_resting_point() -> None:
    utility = tastes(4, {(0b0011, 0): 3, (0b0011, 1): 3, (0b1100, 2): 3, (0b1100, 3): 3})
    drift = blocs.better_responses(utility)
    assert drift.rest == (0b0011, 0b1100)
    assert blocs.blocking(utility, drift.rest) == []


def test_who_has_more_outside_while_others_carry_on_leaves_them_to_it() -> None:
    """Three may join; each earns 2 as one of three, 3 as one of two, and an outsider of two earns 4: two stay in."""
    from negotiation.coalitions.blocs import better_responses_among

    def earns(partition: tuple[int, ...]) -> Array:
        earned = np.zeros(3)
        for bloc in partition:
            size, inside = bloc.bit_count(), np.array([bloc >> nation & 1 == 1 for nation in range(3)])
            earned += np.where(inside, {1: 0.0, 2: 3.0, 3: 2.0}[size], 4.0 if size == 2 else 0.0)
        return earned

    drift = better_responses_among(earns, 3, (0b111,))
    assert drift.rest == (0b001, 0b110)
    assert drift.movers == (0,)


def test_who_is_asked_first_may_decide_where_it_ends() -> None:
    utility = tastes(3, {(0b011, 0): 1, (0b011, 1): 1, (0b110, 1): 1, (0b110, 2): 1})
    assert blocs.better_responses(utility).rest == (0b011, 0b100)
    assert blocs.better_responses(utility, order=[2, 1, 0]).rest == (0b001, 0b110)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: stability.judge(np.zeros((3, 2))), r"2\*\*n coalitions by n nations, got shape \(3, 2\)"),
        (lambda: stability.exclusive(free_riding(2), 1.5), "between 0 and 1, got 1.5"),
        (lambda: stability.leavers(free_riding(2), 4), "bitmask of 2 nations, below 4, got 4"),
        (lambda: stability.with_minimum(free_riding(3), 2, weight=[1, 2]), "each of the 3 nations"),
        (lambda: farsight.farsighted(np.zeros((1 << 11, 11))), "at most 10"),
        (lambda: blocs.better_responses(np.zeros((4, 2)), (1,)), "exactly once"),
        (lambda: blocs.nash_stable(np.zeros((3, 2)), (1, 2)), r"got shape \(3, 2\)"),
        (lambda: alike.stable_sizes([1, 2], [1]), "sizes 0 to n"),
        (lambda: alike.sequential_sizes(lambda blocs: [1.0] * len(blocs), 21), "1 to 20 nations, got 21"),
    ],
)
def test_a_wrong_question_is_refused_with_one_clear_sentence(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()
