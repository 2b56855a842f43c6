"""Benefit rules give the published divisions of estates, fees and costs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from negotiation.coalitions.core import in_core, least_core
from negotiation.coalitions.pool import Array, Pool, additive, membership
from negotiation.coalitions.sharing import (
    constrained_equal_awards,
    constrained_equal_losses,
    kalai_smorodinsky,
    nash,
    nucleolus,
    owen,
    proportional,
    separable_costs,
    shapley,
    talmud,
)
from tests.negotiation.published import case


def estate_game(claims: Array, estate: float) -> Array:
    """What each group of creditors gets once the others are paid in full (O'Neill 1982)."""
    owed = additive(claims)
    return np.maximum(0.0, estate - (owed[-1] - owed))


def estate(name: str) -> tuple[Pool, dict, float]:
    """Read a case on claims as a pool whose worth is the bankruptcy game."""
    inputs, expected, tolerance = case(name)
    claims = np.array(inputs["claims"], dtype=float)
    worth = estate_game(claims, inputs["estate"])
    pool = Pool(amount=inputs["estate"], worth=worth, claim=claims, weight=claims, outside=np.zeros(claims.size))
    return pool, expected, tolerance


TALMUD = ["talmud_100", "talmud_300", "talmud_ext_150", "talmud_ext_550", "contested_garment", "contested_garment_2"]


@pytest.mark.parametrize("name", TALMUD)
def test_talmud_divides_the_estates_of_the_mishnah(name: str) -> None:
    """Mishnah, Kethubot 93a and Baba Metzia 2a; Aumann & Maschler 1985."""
    pool, expected, tolerance = estate(name)
    assert talmud.share(pool) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("name", TALMUD)
def test_talmud_is_the_nucleolus_of_the_bankruptcy_game(name: str) -> None:
    """Aumann & Maschler 1985."""
    pool, expected, tolerance = estate(name)
    assert nucleolus.share(pool) == pytest.approx(expected, abs=tolerance)


def test_talmud_divides_between_any_two_as_the_contested_garment() -> None:
    """Aumann & Maschler 1985: the rule is consistent."""
    for amount in (60, 190, 300, 420, 560):
        claims = np.array([100.0, 200, 300])
        got = talmud.share(Pool(amount=amount, worth=np.zeros(8), claim=claims))
        for pair in map(list, combinations(range(3), 2)):
            two = talmud.share(Pool(amount=float(got[pair].sum()), worth=np.zeros(4), claim=claims[pair]))
            assert two == pytest.approx(got[pair], abs=1e-9)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("rule_cea_200", constrained_equal_awards),
        ("rule_cel_200", constrained_equal_losses),
        ("rule_proportional_200", proportional),
    ],
)
def test_rules_for_claims_follow_their_definitions(name: str, rule) -> None:
    """Thomson 2003."""
    pool, expected, tolerance = estate(name)
    assert rule.share(pool) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("amount", [200.0, 300.0, 450.0])
def test_nash_is_equal_awards_and_kalai_smorodinsky_proportional_on_claims(amount: float) -> None:
    """Dagan & Volij 1993."""
    pool, expected, tolerance = estate("bankruptcy_nash_is_cea")
    pool = Pool(amount=amount, worth=np.zeros(8), claim=pool.claim)
    truncated = np.minimum(pool.claim, amount)
    assert nash.share(pool) == pytest.approx(constrained_equal_awards.share(pool), abs=tolerance)
    assert kalai_smorodinsky.share(pool) == pytest.approx(amount * truncated / truncated.sum(), abs=tolerance)
    if amount == 300:
        assert nash.share(pool) == pytest.approx(expected["nash"], abs=tolerance)
        assert kalai_smorodinsky.share(pool) == pytest.approx(expected["ks"], abs=tolerance)


def test_nash_splits_a_pie_by_bargaining_weight_beyond_the_outside_options() -> None:
    """Binmore, Rubinstein & Wolinsky 1986; Muthoo 1999, section 2.8."""
    inputs, expected, tolerance = case("nash_asymmetric")
    weight = np.array([inputs["alpha"], 1 - inputs["alpha"]])
    pool = Pool(amount=1.0, worth=np.array([0.0, 0, 0, 1]), outside=np.array(inputs["d"]), weight=weight)
    assert nash.share(pool) == pytest.approx([expected["x1"], expected["x2"]], abs=tolerance)


def test_random_arrival_divides_ibn_ezras_estate() -> None:
    """Rabbi Ibn Ezra; O'Neill 1982: four sons, v(S) the largest claim in S."""
    inputs, expected, tolerance = case("ibn_ezra")
    claims = np.array(inputs["claims"], dtype=float)
    worth = (membership(4) * claims).max(axis=1)
    assert shapley.value(worth) == pytest.approx(expected, abs=tolerance)


def airport(costs: list[float]) -> Array:
    """Cost of a runway long enough for the largest user, as worths below zero."""
    return -(membership(len(costs)) * np.array(costs)).max(axis=1)


def test_small_airport_is_shared_by_increments() -> None:
    """Littlechild & Owen 1973; Littlechild 1974."""
    inputs, expected, tolerance = case("airport_small")
    pool = Pool(amount=-float(max(inputs["costs"])), worth=airport(inputs["costs"]))
    assert -shapley.share(pool) == pytest.approx(expected["shapley"], abs=tolerance)
    assert -nucleolus.share(pool) == pytest.approx(expected["nucleolus"], abs=tolerance)


def test_birmingham_airport_charges_each_movement_its_published_fee() -> None:
    """Littlechild & Owen 1973; Littlechild & Thompson 1977: the Shapley fee by type, over 13,572 movements."""
    inputs, expected, tolerance = case("airport_birmingham_shapley")
    fees = shapley.of_largest_need(inputs["costs"], inputs["movements"])
    assert fees == pytest.approx(expected, abs=tolerance)
    assert fees @ inputs["movements"] == pytest.approx(max(inputs["costs"]))


def test_the_fee_for_the_largest_need_is_the_shapley_value() -> None:
    """Littlechild & Owen 1973: one movement of each type at Birmingham, by the full definition."""
    costs = case("airport_birmingham_shapley")[0]["costs"]
    fees = shapley.of_largest_need(costs, np.ones(len(costs)))
    assert -shapley.value(airport(costs)) == pytest.approx(fees, rel=1e-9)


@pytest.mark.parametrize(("costs", "users"), [([2, 1], [1, 1]), ([1, 2], [1, 0]), ([1, 2], [1]), ([], [])])
def test_wrong_needs_are_refused(costs: list[float], users: list[float]) -> None:
    with pytest.raises(ValueError, match="kind"):
        shapley.of_largest_need(costs, users)


def test_the_tennessee_valley_dams_are_shared_as_published() -> None:
    """Ransmeier 1942; Straffin & Heaney 1981."""
    inputs, expected, tolerance = case("tva")
    pool = Pool(amount=-float(inputs["costs"][-1]), worth=-np.array(inputs["costs"], dtype=float))
    for rule, name in ((shapley, "shapley"), (separable_costs, "separable_costs"), (nucleolus, "nucleolus")):
        assert -rule.share(pool) == pytest.approx(expected[name], abs=tolerance), name
        assert in_core(pool.worth, rule.share(pool)), name


def lexicographic(n: int, values: list[float]) -> Array:
    """Turn values in the order 1, 2, .., 12, 13, .. into an array by bitmask."""
    worth = np.zeros(1 << n)
    groups = [group for size in range(1, n + 1) for group in combinations(range(n), size)]
    for group, value in zip(groups, values, strict=True):
        worth[sum(1 << member for member in group)] = value
    return worth


@pytest.mark.parametrize("name", ["nucleolus_ps_5_5_12", "nucleolus_ferguson"])
def test_nucleolus_and_prenucleolus_of_the_textbooks(name: str) -> None:
    """Peleg & Sudholter 2007, Example 5.5.12; Ferguson, lecture notes on coalitions."""
    inputs, expected, tolerance = case(name)
    worth = lexicographic(inputs["n"], inputs["v_lex"])
    assert nucleolus.share(Pool(amount=float(worth[-1]), worth=worth)) == pytest.approx(
        expected["nucleolus"], abs=tolerance
    )
    assert nucleolus.value(worth) == pytest.approx(expected["prenucleolus"], abs=tolerance)


def test_one_left_glove_is_worth_more_than_two_right_ones() -> None:
    """Shapley 1953: the core and the nucleolus give the scarce side all."""
    inputs, expected, tolerance = case("glove_1_2")
    inside = membership(3)
    left, right = (inside[:, [i - 1 for i in inputs[side]]].sum(axis=1) for side in ("left", "right"))
    worth = np.minimum(left, right).astype(float)
    assert shapley.value(worth) == pytest.approx(expected["shapley"], abs=tolerance)
    assert nucleolus.share(Pool(amount=1.0, worth=worth)) == pytest.approx(expected["nucleolus"], abs=tolerance)
    assert least_core(worth)[0] == pytest.approx(0, abs=tolerance)
    assert in_core(worth, expected["core"][0])
    assert not in_core(worth, [0.9, 0.05, 0.05])


def test_three_who_need_two_have_no_core() -> None:
    """Von Neumann & Morgenstern 1944: the least core has an excess of a third."""
    _, expected, tolerance = case("three_player_majority")
    worth = (membership(3).sum(axis=1) >= 2).astype(float)
    epsilon, shares = least_core(worth)
    assert epsilon == pytest.approx(expected["least_core_eps"], abs=tolerance)
    assert shares == pytest.approx(expected["nucleolus"], abs=tolerance)
    assert not in_core(worth, shares)
    assert shapley.value(worth) == pytest.approx(expected["shapley"], abs=tolerance)
    assert nucleolus.value(worth) == pytest.approx(expected["nucleolus"], abs=tolerance)


def test_two_who_always_vote_together_share_all_between_them() -> None:
    """Owen 1977."""
    inputs, expected, tolerance = case("owen_majority")
    found = owen.value(np.array(inputs["v_bits"], dtype=float), np.array(inputs["bloc"]))
    assert found == pytest.approx(expected, abs=tolerance)
