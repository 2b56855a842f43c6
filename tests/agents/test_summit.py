"""Summits: who signs, who is let in, who is kept out, and by whose vote."""

from dataclasses import replace

import numpy as np
import pytest

import negotiation.coalitions.sharing
from agents.accord.coalitions import coalition_worths, divide, shares, splits
from agents.accord.summit import accede, admit, bargain, carried, chairing, convene, review
from agents.terms.text import text_space
from negotiation.coalitions.worth import ASSUMPTIONS
from negotiation.rulebook import names
from scenarios.loader import load
from tests.agents.grown import grown_accord
from tests.agents.made_up import RESERVE, RULES, factory, room, values

PUBLIC = [[6, 4, 4], [4, 6, 4], [4, 4, 6]]


def rng():
    return np.random.default_rng(1)


def test_a_nation_that_would_do_better_outside_does_not_sign():
    members, steps = accede(room(values(PUBLIC, cost=7)), (0, 1, 2), RESERVE)
    # Alone outside each has 8, inside all three 7 each; of two, 3 each against 0 if the accord falls.
    assert members == (1, 2)
    assert steps[0].text.startswith("Anland stays out: signing is worth 7 USD m to it")


def test_all_sign_where_each_is_needed():
    few = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=3))
    assert accede(room(few), (0, 1, 2), RESERVE)[0] == (0, 1, 2)


def test_a_parliament_that_asks_for_more_keeps_its_nation_out():
    few = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=2))
    assert accede(room(few, margin=np.array([0.0, 0.0, 50.0])), (0, 1, 2), RESERVE)[0] == (0, 1)


def test_a_text_that_one_run_of_the_market_unmasks_is_not_signed():
    few = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=3))
    bad = room(few, probe=lambda known, members, text: np.full(3, -50.0))
    assert convene(room(few), (0, 1, 2), rng()).members == (0, 1, 2)
    assert convene(bad, (0, 1, 2), rng()).text is None


def test_who_is_indispensable_cannot_ride_free():
    known = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=2))
    needed = replace(known, indispensable=(0,))
    # Free to stay out, the first leaves two that have 3 each; needed, it would have nothing, and signs for 7.
    assert accede(room(known), (0, 1, 2), RESERVE)[0] == (1, 2)
    assert 0 in accede(room(needed), (0, 1, 2), RESERVE)[0]
    worth = coalition_worths(needed, (0, 1, 2), RESERVE)
    assert worth[0b110] == 0
    assert worth[0b011] > 0


def test_without_whom_it_cannot_do_no_accord_comes_about():
    needed = replace(values(PUBLIC, cost=7, rules=RULES), indispensable=(0,))
    ended = convene(room(needed, margin=np.array([500.0, 0.0, 0.0])), (0, 1, 2), rng())
    assert ended.members == ()
    assert ended.steps[-1].text == "No accord: Anland would not gain by signing, and nothing comes into force without."


CLUB = [[6, 4, 5], [4, 6, 5], [-2, -1, 6]]
"""The third is served by the first two and serves neither."""


def test_an_open_accord_lets_in_whoever_gains():
    members, steps = admit(room(values(CLUB, cost=1)), (0, 1), (2,), RESERVE)
    assert members == (0, 1, 2)
    assert [step.kind for step in steps] == ["accession"]


def test_an_exclusive_accord_votes_and_says_who_was_against():
    closed = values(CLUB, cost=1, rules=replace(RULES, entry="exclusive"))
    members, steps = admit(room(closed), (0, 1), (2,), RESERVE)
    assert members == (0, 1)
    assert steps[0].actors == (2, 0, 1)
    assert "Voted down by Anland (-2 USD m) and Beland (-1 USD m)" in steps[0].text


def test_nobody_joins_who_is_better_off_outside():
    assert admit(room(values(PUBLIC, cost=7)), (0, 1), (2,), RESERVE) == ((0, 1), [])


@pytest.mark.parametrize(("voting", "passes"), [("unanimity", False), ("simple", True), ("weighted", False)])
def test_the_voting_rule_decides_what_one_opponent_can_stop(voting, passes):
    heavy = values(PUBLIC, rules=replace(RULES, voting=voting, weight_by="gdp"), gdp=np.array([9.0, 1.0, 1.0]))
    assert carried(heavy, (0, 1, 2), RESERVE, (0,)) is passes


def test_at_a_review_the_old_text_stays_where_no_other_serves_all():
    few = values(PUBLIC, cost=7, rules=replace(RULES, minimum_members=3))
    ended = review(room(few), (0, 1, 2), (), RESERVE, rng())
    assert (ended.members, ended.text.reserve_days) == ((0, 1, 2), 60.0)


def test_at_a_review_all_members_do_at_least_as_well_as_before():
    few = values(PUBLIC, cost=1, rules=replace(RULES, minimum_members=3))
    old = replace(RESERVE, reserve_days=0.0)
    ended = review(room(few), (0, 1, 2), (), old, rng())
    assert np.all(ended.payoff >= few.payoff((0, 1, 2), old))


EFFECT = np.array([[90.0, 40.0, 20.0]])
EARNS = {
    "plans": (factory(0),),
    "plant_effect": EFFECT,
    "plant_more": np.zeros((1, 3)),
    "plant_rent": np.array([60.0]),
    "rent_more": np.zeros(1),
}


@pytest.mark.parametrize("rule", names(negotiation.coalitions.sharing))
def test_every_benefit_rule_divides_what_was_earned_and_no_more(rule):
    known = values(PUBLIC, cost=1, base=np.array([2000.0, 1000.0, 500.0]), **EARNS)
    text = replace(RESERVE, fund_rate=0.02, benefit_rule=rule)
    for amount in (0.0, 12.0, 5000.0):
        assert divide(known, (0, 1, 2), text, amount, np.zeros(3)).sum() == pytest.approx(amount)
    assert shares(known, (0, 1, 2), text, np.zeros(3)).sum() == pytest.approx(1)


def test_most_benefit_rules_divide_an_uneven_pool_differently():
    base = np.array([2000.0, 1000.0, 500.0])
    known = values([[9, 1, 1], [2, 6, 4], [4, 4, 3]], cost=1, base=base, **EARNS | {"plant_effect": 4 * EFFECT})
    texts = [replace(RESERVE, fund_rate=0.02, benefit_rule=rule) for rule in names(negotiation.coalitions.sharing)]
    divided = {tuple(divide(known, (0, 1, 2), text, 60.0, np.array([0, 0, 1])).round(3)) for text in texts}
    assert len(divided) >= 8


def test_what_weighs_is_what_the_scenario_says():
    by = {}
    for weight in ("contribution", "gdp", "demand"):
        known = values(
            PUBLIC,
            rules=replace(RULES, weight_by=weight),
            base=np.array([3000.0, 1000.0, 0.0]),
            gdp=np.array([1.0, 1.0, 2.0]),
            consumption=np.array([0.0, 1.0, 1.0]),
        )
        text = replace(RESERVE, fund_rate=0.01, benefit_rule="proportional")
        by[weight] = divide(known, (0, 1, 2), text, 100.0, np.zeros(3)).tolist()
    assert by["contribution"] == pytest.approx([75, 25, 0])
    assert by["gdp"] == pytest.approx([25, 25, 50])
    assert by["demand"] == pytest.approx([0, 50, 50])


@pytest.mark.parametrize("outsiders", ["gamma", "delta", "alpha"])
def test_a_summit_may_choose_among_all_benefit_rules_and_says_what_outsiders_are_taken_to_do(outsiders):
    setting = load("small")
    rules = replace(setting.accord, benefit_rule=tuple(names(negotiation.coalitions.sharing)), outsiders=outsiders)
    model = grown_accord(replace(setting, accord=rules))
    assert text_space(rules).size == 1_200 * len(names(negotiation.coalitions.sharing))
    assert model.accord.split.sum() == pytest.approx(1)
    assert any(ASSUMPTIONS[outsiders] in event.text for event in model.log.events if event.kind == "accord")


def test_more_members_than_groups_can_be_weighed_for_share_equally():
    many = values(np.eye(17), cost=0.5)
    split = shares(many, tuple(range(17)), replace(RESERVE, benefit_rule="nucleolus"), np.zeros(17))
    assert split == pytest.approx(np.full(17, 1 / 17))


def test_rules_looked_at_together_split_as_each_does_alone():
    """What groups are worth does not hang on the rule, so it is looked at once for all of them."""
    table = values(PUBLIC, cost=7, rules=replace(RULES, benefit_rule=("equal", "shapley", "nash")))
    together = splits(table, (0, 1, 2), table.rules.benefit_rule, np.arange(3))
    for rule in table.rules.benefit_rule:
        assert np.array_equal(together[rule], splits(table, (0, 1, 2), [rule], np.arange(3))[rule])


@pytest.mark.parametrize(("by", "weight"), [("contribution", (10, 30, 20)), ("gdp", (1, 2, 5)), ("demand", (7, 1, 2))])
def test_at_a_summit_the_chair_goes_by_what_weighs_in_votes_and_the_scenario_says_how(by, weight):
    """A reserve brings the first 6 and costs the others 1 each; it wants at least 1, they nothing less than now."""
    known = values(
        [[6, -1, -1], [0, 0, 0], [0, 0, 0]],
        base=np.array([10.0, 30.0, 20.0]),
        gdp=np.array([1.0, 2.0, 5.0]),
        consumption=np.array([7.0, 1.0, 2.0]),
    )
    chairs = {"largest": [int(np.argmax(weight))] * 6, "rotating": [0, 1, 2, 0, 1, 2]}
    for chair, ballot in (("largest", "open"), ("rotating", "secret")):
        rules = replace(RULES, protocol="chaired", chair=chair, ballot=ballot, proposals=6, weight_by=by)
        asked = replace(known, rules=rules)
        assert chairing(asked, (0, 1, 2)) == weight
        text, sitting = bargain(room(asked), (0, 1, 2), rng(), np.array([1.0, 0.0, 0.0]))
        assert text is None
        assert [offer.party for offer in sitting.offers] == chairs[chair]
        assert {vote.voters is None for vote in sitting.votes} == {ballot == "secret"}
