"""Every benefit rule found keeps what it promises, and each gives the published answers."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import negotiation.coalitions.sharing
from negotiation.coalitions.pool import Array, Pool, additive, membership, sizes
from negotiation.coalitions.sharing import Share, owen, shapley
from negotiation.rulebook import find, names
from tests.negotiation.games import alike_pools, convex, covered_pools, pools, worths

RULES = names(negotiation.coalitions.sharing)


def promising(promise: str) -> list[str]:
    """Name the rules that promise something; a rule that says nothing about it does not."""
    return [name for name in RULES if getattr(import_module(f"negotiation.coalitions.sharing.{name}"), promise, False)]


SYMMETRIC, RATIONAL = promising("SYMMETRIC"), promising("INDIVIDUALLY_RATIONAL")


def rule(name: str) -> Share:
    """Find a benefit rule by its file name."""
    return find(negotiation.coalitions.sharing, name, "share")


def close(left: Array, right: Array, pool: Pool) -> bool:
    """Tell whether shares agree, relative to the figures of the pool."""
    size = max(1.0, abs(pool.amount), float(np.abs(pool.worth).max()), float(np.abs(pool.outside).max()))
    return bool(np.allclose(left, right, rtol=0, atol=1e-7 * size))


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(pool=pools())
def test_no_rule_makes_or_loses_money(name: str, pool: Pool) -> None:
    shares = rule(name)(pool)
    assert shares.shape == (pool.n,)
    assert np.isfinite(shares).all()
    assert shares.sum() == pytest.approx(pool.amount, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", SYMMETRIC)
@settings(max_examples=40, deadline=None)
@given(pool=alike_pools())
def test_members_who_look_alike_get_alike(name: str, pool: Pool) -> None:
    assert close(rule(name)(pool), np.full(pool.n, pool.amount / pool.n), pool)


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=30, deadline=None)
@given(pool=pools(most=4), data=st.data())
def test_the_order_in_which_members_are_listed_does_not_matter(name: str, pool: Pool, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(pool.n))))
    bits = 1 << np.arange(pool.n)
    # The coalition of new members i is the coalition of old members order[i].
    masks = membership(pool.n) @ bits[order]
    moved = Pool(
        amount=pool.amount,
        worth=pool.worth[masks],
        weight=pool.weight[order],
        claim=pool.claim[order],
        outside=pool.outside[order],
        bloc=pool.bloc[order],
    )
    assert close(rule(name)(moved), rule(name)(pool)[order], pool)


@pytest.mark.parametrize("name", RATIONAL)
@settings(max_examples=60, deadline=None)
@given(pool=covered_pools())
def test_nobody_gets_less_than_its_outside_option(name: str, pool: Pool) -> None:
    slack = 1e-7 * max(1.0, float(np.abs(pool.outside).max()), float(np.abs(pool.worth).max()), abs(pool.amount))
    assert (rule(name)(pool) >= pool.outside - slack).all()


@pytest.mark.parametrize("name", RULES)
def test_a_lone_member_gets_everything(name: str) -> None:
    assert rule(name)(Pool(amount=7.0, worth=np.array([0.0, 7.0]))).tolist() == [7.0]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_leaves_the_pool_as_it_was(name: str) -> None:
    pool = Pool(amount=9.0, worth=convex(4, np.random.default_rng(5)), weight=np.arange(1.0, 5.0))
    before = [pool.worth.copy(), pool.weight.copy(), pool.claim.copy(), pool.outside.copy()]
    rule(name)(pool)
    assert all(np.array_equal(old, new) for old, new in zip(before, _fields(pool), strict=True))


def _fields(pool: Pool) -> list[Array]:
    return [pool.worth, pool.weight, pool.claim, pool.outside]


@settings(max_examples=50, deadline=None)
@given(worth=worths(most=5))
def test_shapley_is_the_mean_over_all_orders_of_arrival(worth: Array) -> None:
    n = worth.size.bit_length() - 1
    total = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        coalition = 0
        for member in order:
            total[member] += worth[coalition | 1 << member] - worth[coalition]
            coalition |= 1 << member
    assert np.allclose(shapley.value(worth), total / len(orders), atol=1e-9 * max(1.0, np.abs(worth).max()))


@pytest.mark.parametrize("seed", range(5))
def test_shapley_covers_the_outside_option_when_taking_in_members_never_hurts(seed: int) -> None:
    worth = convex(6, np.random.default_rng(seed))
    pool = Pool(amount=float(worth[-1]), worth=worth)
    assert (shapley.share(pool) >= pool.outside).all()


def test_a_small_pool_is_shared_as_if_every_gain_had_shrunk_alike() -> None:
    worth = convex(4, np.random.default_rng(1))
    whole = shapley.share(Pool(amount=float(worth[-1]), worth=worth))
    assert shapley.share(Pool(amount=float(worth[-1]) / 4, worth=worth)) == pytest.approx(whole / 4)


def test_a_pool_above_the_worth_shares_the_rest_equally_under_shapley() -> None:
    worth = convex(4, np.random.default_rng(1))
    whole = shapley.share(Pool(amount=float(worth[-1]), worth=worth))
    assert shapley.share(Pool(amount=float(worth[-1]) + 8, worth=worth)) == pytest.approx(whole + 2)


@pytest.mark.parametrize("name", ["nash", "kalai_smorodinsky", "egalitarian", "almost_ideal"])
@settings(max_examples=40, deadline=None)
@given(pool=covered_pools())
def test_without_claims_and_weights_the_bargaining_rules_agree(name: str, pool: Pool) -> None:
    """Money is the same to everybody, so the frontier is a plane and all solutions gain alike."""
    plain = Pool(amount=pool.amount, worth=pool.worth, outside=pool.outside)
    assert close(rule(name)(plain), rule("egalitarian")(plain), pool)


@settings(max_examples=60, deadline=None)
@given(pool=covered_pools())
def test_nash_gives_nobody_more_than_its_claim_while_claims_leave_room(pool: Pool) -> None:
    caps = np.maximum(pool.claim - pool.outside, 0)
    shares = rule("nash")(pool)
    if pool.amount >= 0 and caps.sum() >= pool.spare:
        assert (shares <= pool.outside + caps + 1e-6).all()


@pytest.mark.parametrize("name", ["constrained_equal_awards", "constrained_equal_losses", "talmud"])
@settings(max_examples=60, deadline=None)
@given(claims=st.lists(st.floats(0, 500), min_size=1, max_size=6), part=st.floats(0, 1))
def test_a_rule_for_claims_pays_between_nothing_and_the_claim(name: str, claims: list[float], part: float) -> None:
    claim = np.array(claims)
    pool = Pool(amount=part * float(claim.sum()), worth=np.zeros(1 << claim.size), claim=claim)
    shares = rule(name)(pool)
    assert (shares >= -1e-9).all()
    assert (shares <= claim + 1e-9).all()


@settings(max_examples=60, deadline=None)
@given(claims=st.lists(st.floats(0, 500), min_size=2, max_size=6), part=st.floats(0, 1))
def test_talmud_treats_gains_and_losses_alike(claims: list[float], part: float) -> None:
    """Aumann & Maschler 1985: the rule is its own dual."""
    claim = np.array(claims)
    worth = np.zeros(1 << claim.size)
    awarded = rule("talmud")(Pool(amount=part * claim.sum(), worth=worth, claim=claim))
    lost = rule("talmud")(Pool(amount=(1 - part) * claim.sum(), worth=worth, claim=claim))
    assert np.allclose(awarded, claim - lost, atol=1e-7)


@settings(max_examples=50, deadline=None)
@given(worth=worths(most=5))
def test_owen_is_shapley_when_blocs_do_not_matter(worth: Array) -> None:
    n = worth.size.bit_length() - 1
    close_to = pytest.approx(shapley.value(worth), abs=1e-9 * max(1, np.abs(worth).max()))
    assert owen.value(worth, np.arange(n)) == close_to
    assert owen.value(worth, np.zeros(n, dtype=int)) == close_to


@settings(max_examples=50, deadline=None)
@given(pool=pools(most=5))
def test_owen_is_the_mean_over_orders_that_keep_blocs_together(pool: Pool) -> None:
    n, total, count = pool.n, np.zeros(pool.n), 0
    for order in permutations(range(n)):
        labels = [pool.bloc[member] for member in order]
        runs = 1 + sum(left != right for left, right in pairwise(labels))
        if runs > np.unique(pool.bloc).size:
            continue
        coalition, count = 0, count + 1
        for member in order:
            total[member] += pool.worth[coalition | 1 << member] - pool.worth[coalition]
            coalition |= 1 << member
    assert close(owen.value(pool.worth, pool.bloc), total / count, pool)


def test_a_member_that_saves_nothing_bears_none_of_the_joint_cost() -> None:
    # Members 0 and 1 share a plant; member 2 is as dear with them as without.
    cost = np.array([0.0, 10, 10, 14, 5, 15, 15, 19])
    shares = rule("separable_costs")(Pool(amount=-19.0, worth=-cost))
    assert shares == pytest.approx([-7, -7, -5])


def test_almost_ideal_keeps_everybody_whenever_that_is_possible() -> None:
    """Eyckmans & Finus 2004: pay the payoff of leaving, divide what is left."""
    pool = Pool(amount=10.0, worth=np.zeros(8), outside=np.array([1.0, 4.0, 3.0]), weight=np.array([2.0, 1.0, 1.0]))
    assert rule("almost_ideal")(pool).tolist() == [2.0, 4.5, 3.5]


@given(pool=pools())
def test_the_game_of_a_pool_ends_with_its_amount(pool: Pool) -> None:
    assert pool.game[-1] == pool.amount
    assert pool.game[0] == 0


def test_defaults_are_equal_weights_the_worth_alone_and_all_that_the_others_can_do_without() -> None:
    pool = Pool(amount=6.0, worth=np.array([0.0, 1.0, 2.0, 6.0]))
    assert pool.weight.tolist() == [1, 1]
    assert pool.outside.tolist() == [1, 2]
    assert pool.claim.tolist() == [4, 5]
    assert pool.spare == 3
    assert pool.marginal.tolist() == [4, 5]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"worth": np.zeros(3)}, r"worth must list all 2\*\*n coalitions"),
        ({"worth": np.array([1.0, 2.0])}, "empty coalition must be worth 0"),
        ({"worth": np.array([0.0, np.nan])}, "worth must hold finite numbers"),
        ({"amount": np.inf}, "amount must be a finite number"),
        ({"weight": np.array([-1.0, 1.0])}, "weight must be 0 or more"),
        ({"weight": np.zeros(2)}, "at least one weight must be above 0"),
        ({"claim": np.array([1.0])}, "claim must hold one number for each of the 2 members, got 1"),
        ({"bloc": np.array([0])}, "bloc must hold a whole number for each"),
    ],
)
def test_a_wrong_pool_is_refused_with_one_clear_sentence(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Pool(**({"amount": 1.0, "worth": np.array([0.0, 0.0, 0.0, 1.0])} | fields))  # type: ignore[arg-type]


def test_a_pool_cannot_be_changed_afterwards() -> None:
    pool = Pool(amount=1.0, worth=np.array([0.0, 0.0, 0.0, 1.0]))
    with pytest.raises(ValueError, match="read-only"):
        pool.weight[0] = 5


def test_sums_and_sizes_follow_the_bits() -> None:
    assert additive([1, 10, 100]).tolist() == [0, 1, 10, 11, 100, 101, 110, 111]
    assert sizes(3).tolist() == [0, 1, 1, 2, 1, 2, 2, 3]
